//! Which stated figures the generated records agree with, and by what they are counted.
//!
//! A figure that is exact or cumulative is met exactly; one that says "over" is met by the stated
//! value and the surplus of its row below; one that says "about" is a floor.
//!
//! Four choices stand behind the table:
//!
//! * 定西 in the first quarter of 2023 is the whole of 定西: what its own committee and its seven
//!   counties held together, since that is what a tally of region 621100 answers.
//! * 陇西 states 430 problems solved in 2023 and "over 430" in 2022 to 2024. The records hold 430 in
//!   2023 and 7 more in the two other years, 437 together. The problems solved by micro
//!   consultation lie among them, so nearly all of them lie in 2023.
//! * A state "as of" a year is what stands at the end of that year.
//! * 文史委 states the members it invited to the monthly consultation and not how often it hosted it:
//!   they came to one meeting.
//!
//! Not met, since these records do not hold what they count; they stand as reported figures only,
//! and [`REPORTED_ONLY`] lists them: sessions, visits and donations, staff, works, and what a rule
//! sets. What a rule sets of members' duty is a norm of `duties`.

use std::ops::RangeInclusive;

use qianzhan_network::records::reported_figures::FigureQualifier;

pub use counted::Counted;
pub use reported_only::{REPORTED_ONLY, is_reported_only};
pub use table::TARGETS;
pub(super) use table::{CULTURE_HISTORY, ECONOMY, HESHUI_VILLAGE, SOCIAL_LEGAL};

use super::calendar::{Month, figure_months};
use super::facts::{Fact, FactsError};

mod counted;
mod reported_only;
mod table;

/// One figure that the records agree with.
#[derive(Debug, Clone, Copy)]
pub struct Target {
    /// The body or place, as the fact names it.
    pub place: &'static str,
    /// The period of the fact.
    pub period: &'static str,
    /// The measure of the fact.
    pub measure: &'static str,
    /// What is counted.
    pub counted: Counted,
    /// How far the records go beyond a value that is stated as "over".
    pub surplus: u32,
}

/// A target with the number that its fact states.
#[derive(Debug, Clone)]
pub struct ResolvedTarget {
    /// The target.
    pub target: Target,
    /// The region of the fact.
    pub region: String,
    /// The number that the records come to; for a figure stated as "about", the least number.
    pub value: u32,
    /// The wording of the fact.
    pub qualifier: FigureQualifier,
    months: Option<RangeInclusive<Month>>,
}

/// The targets of the network, resolved against the facts.
#[derive(Debug)]
pub(super) struct Targets(Vec<ResolvedTarget>);

impl Targets {
    pub(super) fn resolve(facts: &[Fact]) -> Result<Self, FactsError> {
        TARGETS
            .iter()
            .map(|&target| resolve_target(target, facts))
            .collect::<Result<_, _>>()
            .map(Self)
    }

    pub(super) fn all(&self) -> &[ResolvedTarget] {
        &self.0
    }

    /// The number to reach in a region, for what is counted without a period.
    pub(super) fn count(&self, region: &str, counted: Counted) -> Option<u32> {
        self.of(region, counted).map(|resolved| resolved.value).next()
    }

    /// The numbers to reach in a region within ranges of months, the shortest range first.
    pub(super) fn by_months(
        &self,
        region: &str,
        counted: Counted,
    ) -> Vec<(RangeInclusive<Month>, u32)> {
        let mut found: Vec<_> = self
            .of(region, counted)
            .filter_map(|resolved| Some((resolved.months.clone()?, resolved.value)))
            .collect();
        found.sort_by_key(|(range, _)| super::calendar::months(range).len());
        found
    }

    fn of<'a>(
        &'a self,
        region: &'a str,
        counted: Counted,
    ) -> impl Iterator<Item = &'a ResolvedTarget> {
        self.0
            .iter()
            .filter(move |resolved| resolved.region == region && resolved.target.counted == counted)
    }
}

fn resolve_target(target: Target, facts: &[Fact]) -> Result<ResolvedTarget, FactsError> {
    let is_stated = |fact: &&Fact| {
        fact.place == target.place && fact.period == target.period && fact.measure == target.measure
    };
    let missing = || FactsError::TargetMissing {
        place: target.place,
        period: target.period,
        measure: target.measure,
    };
    let fact = facts.iter().find(is_stated).ok_or_else(missing)?;
    let is_whole = fact.value.fract() == 0.0 && (0.0..1e6).contains(&fact.value);
    if !is_whole {
        return Err(missing());
    }
    Ok(ResolvedTarget {
        target,
        region: fact.region_code.clone(),
        // Checked above: a whole number below a million.
        value: fact.value as u32 + target.surplus,
        qualifier: fact.qualifier,
        months: figure_months(&fact.period),
    })
}

#[cfg(test)]
mod tests {
    use super::super::facts::parse_facts;
    use super::*;

    const FACTS: &str = include_str!("../../../schema/facts.csv");

    fn facts() -> Vec<Fact> {
        parse_facts(FACTS).expect("the table of the project can be read")
    }

    #[test]
    fn every_fact_is_either_met_or_listed_as_reported_only() {
        for fact in facts() {
            let is_met = TARGETS.iter().any(|target| {
                target.place == fact.place
                    && target.period == fact.period
                    && target.measure == fact.measure
            });
            assert_ne!(
                is_met,
                is_reported_only(&fact),
                "{} {} {}",
                fact.place,
                fact.period,
                fact.measure
            );
        }
    }

    #[test]
    fn every_entry_of_reported_only_names_a_fact() {
        let facts = facts();
        for entry in REPORTED_ONLY.iter().flat_map(|(_, measures)| measures.iter()) {
            let is_named = facts.iter().any(|fact| {
                fact.measure == *entry || format!("{}/{}", fact.place, fact.measure) == *entry
            });
            assert!(is_named, "{entry}");
        }
    }

    #[test]
    fn only_a_figure_stated_as_over_has_a_surplus() {
        let targets = Targets::resolve(&facts()).expect("every target is stated");
        for resolved in targets.all() {
            let is_over = resolved.qualifier == FigureQualifier::Over;
            assert_eq!(is_over, resolved.target.surplus > 0, "{:?}", resolved.target);
        }
        assert_eq!(targets.count("621122", Counted::DeployedMembers), Some(164));
        assert_eq!(targets.count("621121", Counted::DeployedMembers), None);
    }

    #[test]
    fn the_shortest_period_comes_first() {
        let targets = Targets::resolve(&facts()).expect("every target is stated");
        let values: Vec<u32> = targets
            .by_months("621122", Counted::ProblemsSolved)
            .into_iter()
            .map(|(_, value)| value)
            .collect();
        assert_eq!(values, [430, 437]);
    }

    #[test]
    fn a_target_without_its_fact_is_an_error() {
        let error = Targets::resolve(&[]).expect_err("nothing is stated");
        assert_eq!(error.code(), "FACT_TARGET_MISSING");
    }
}
