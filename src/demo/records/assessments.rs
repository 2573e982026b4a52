//! A city's yearly assessments of its counties' committees.

use qianzhan_city::CountyAssessment;
use rand::Rng as _;

use super::plan::Plan;
use super::seed::{committee_id, stream};
use super::territory::RegionRow;

const YEARS: [u32; 2] = [2022, 2023];

/// The assessments of the years that are over, ranked by score; equal scores by region code.
pub(super) fn county_assessments(plan: &Plan, city: &RegionRow) -> Vec<CountyAssessment> {
    let mut assessments = Vec::new();
    for year in YEARS {
        let mut rng = stream(&city.code, &format!("assessment of {year}"));
        let mut scored: Vec<(u32, &str)> = plan
            .territory
            .children(&city.code)
            .map(|county| (rng.random_range(745..=980), county.code.as_str()))
            .collect();
        scored.sort_by_key(|&(tenths, county)| (std::cmp::Reverse(tenths), county));
        for ((tenths, county), rank) in scored.into_iter().zip(1..) {
            assessments.push(CountyAssessment {
                committee_id: committee_id(county),
                year,
                score: f64::from(tenths) / 10.0,
                rank,
                is_generated: true,
            });
        }
    }
    assessments
}
