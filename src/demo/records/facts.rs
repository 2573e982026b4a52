//! The figures that documents state: `schema/facts.csv`, one row for each place, period and measure.
//!
//! Columns: `place`, `region_code`, `level`, `period`, `measure`, `value`, `unit` and `qualifier` as
//! in the contract's `ReportedFigure`; `is_norm`: whether a rule sets the number (a measure that
//! begins with `norm_` or ends in `_min` or `_max`); `sources`: document ids, joined by `;`.

use std::collections::BTreeSet;

use qianzhan_network::records::reported_figures::{FigureLevel, FigureQualifier, FigureUnit};
use serde::Deserialize;

/// What is wrong with the table of facts.
#[derive(Debug, thiserror::Error)]
pub enum FactsError {
    /// The text is no CSV with the columns expected.
    #[error("facts cannot be read")]
    Unreadable(#[source] csv::Error),
    /// Two rows state the same measure of the same place and period.
    #[error("`{measure}` of {place} in {period} stands in the table twice")]
    Repeated {
        /// The body or place.
        place: String,
        /// The period.
        period: String,
        /// The measure.
        measure: String,
    },
    /// A figure that the records are made to honour is not stated, or is no whole number.
    #[error(
        "`{measure}` of {place} in {period} is to be honoured, and the table does not state it"
    )]
    TargetMissing {
        /// The body or place.
        place: &'static str,
        /// The period.
        period: &'static str,
        /// The measure.
        measure: &'static str,
    },
}

impl FactsError {
    /// The stable code of the error.
    #[must_use]
    pub fn code(&self) -> &'static str {
        match self {
            Self::Unreadable(_) => "FACTS_UNREADABLE",
            Self::Repeated { .. } => "FACT_REPEATED",
            Self::TargetMissing { .. } => "FACT_TARGET_MISSING",
        }
    }
}

/// One row of `schema/facts.csv`.
#[derive(Debug, Clone, Deserialize)]
pub struct Fact {
    /// The body or place that reports.
    pub place: String,
    /// Its region.
    pub region_code: String,
    /// The level of the body or place, one of the contract's.
    pub level: FigureLevel,
    /// Period, such as `2023-Q1` or `asof:2022`.
    pub period: String,
    /// Measure, such as `consultation_events`.
    pub measure: String,
    /// Value.
    pub value: f64,
    /// Unit.
    pub unit: FigureUnit,
    /// Wording.
    pub qualifier: FigureQualifier,
    /// Whether a rule sets the number.
    pub is_norm: bool,
    /// Document ids, joined by `;`.
    pub sources: String,
}

/// Reads the table of facts, in the order of the file.
///
/// # Errors
/// [`FactsError::Unreadable`] and [`FactsError::Repeated`].
pub fn parse_facts(text: &str) -> Result<Vec<Fact>, FactsError> {
    let facts: Vec<Fact> = csv::Reader::from_reader(text.as_bytes())
        .into_deserialize()
        .collect::<Result<_, _>>()
        .map_err(FactsError::Unreadable)?;
    let mut seen = BTreeSet::new();
    for fact in &facts {
        if !seen.insert((&fact.place, &fact.period, &fact.measure)) {
            return Err(FactsError::Repeated {
                place: fact.place.clone(),
                period: fact.period.clone(),
                measure: fact.measure.clone(),
            });
        }
    }
    Ok(facts)
}

#[cfg(test)]
mod tests {
    use super::*;

    const FACTS: &str = include_str!("../../../schema/facts.csv");

    #[test]
    fn every_row_has_its_unit_and_only_rules_are_norms() {
        let facts = parse_facts(FACTS).expect("the table of the project can be read");
        assert_eq!(facts.len(), 206);
        for fact in &facts {
            let name = fact.measure.as_str();
            let is_rule =
                name.starts_with("norm_") || name.ends_with("_min") || name.ends_with("_max");
            assert_eq!(fact.is_norm, is_rule, "{name}");
            if name.ends_with("_no") {
                assert_eq!(fact.unit, FigureUnit::Ordinal, "{name}");
            }
            assert_eq!(fact.unit == FigureUnit::Percent, name.ends_with("_percent"), "{name}");
            assert!(!fact.sources.contains(".txt"), "{name}");
        }
    }

    #[test]
    fn a_bad_table_is_refused_with_its_reason() {
        let header = FACTS.lines().next().expect("the table has a header");
        let row = FACTS.lines().nth(1).expect("the table has a row");
        let error = parse_facts(&format!("{header}\n{row}\n{row}\n")).expect_err("a repeated row");
        assert_eq!(error.code(), "FACT_REPEATED");
        let error = parse_facts(&format!("{header}\n{}\n", row.replace("1000", "many")))
            .expect_err("a value in words");
        assert_eq!(error.code(), "FACTS_UNREADABLE");
    }
}
