//! The figures that documents report about a region: rows of `schema/facts.csv` as records.

use qianzhan_network::records::reported_figures::{ReportedFigure, Sources};

use super::plan::Plan;
use super::seed::{committee_id, record_id, region_code};
use super::territory::RegionRow;

/// The reported figures that a site keeps, numbered by their row in the table. They are real, so
/// nothing marks them as generated.
pub(super) fn reported_figures(plan: &Plan, region: &RegionRow) -> Vec<ReportedFigure> {
    plan.facts
        .iter()
        .enumerate()
        .filter(|(_, fact)| fact.region_code == region.code)
        .map(|(row, fact)| ReportedFigure {
            id: record_id(&region.code, "figure", row),
            committee_id: committee_id(&region.code),
            place: fact.place.clone(),
            region_code: Some(region_code(&fact.region_code)),
            level: fact.level,
            period: fact.period.clone(),
            measure: fact.measure.clone(),
            value: fact.value,
            unit: fact.unit,
            qualifier: fact.qualifier,
            is_norm: fact.is_norm,
            sources: Sources(fact.sources.split(';').map(str::to_owned).collect()),
            is_generated: false,
        })
        .collect()
}
