//! The plan of the demonstration: from three tables to the records of any site.
//!
//! Everything a site holds is a pure function of its region's code and of this plan. What one site
//! says of another's records (a member deployed from above, a report handled by the province) is
//! worked out from the plan again, never read from the other site.

use std::collections::BTreeMap;
use std::sync::OnceLock;

use qianzhan_network::records::members::Member;

use super::facts::{Fact, FactsError, parse_facts};
use super::members;
use super::residence::Residences;
use super::seats::seats_of_superior;
use super::targets::{ResolvedTarget, Targets};
use super::territory::{RegionRow, Territory, TerritoryError};

/// Why there is no plan.
#[derive(Debug, thiserror::Error)]
pub enum PlanError {
    /// The regions or localities are not as they should be.
    #[error(transparent)]
    Territory(#[from] TerritoryError),
    /// The facts are not as they should be.
    #[error(transparent)]
    Facts(#[from] FactsError),
    /// The region has no committee in the plan.
    #[error("`{region}` is no region of the demonstration")]
    RegionUnknown {
        /// The region asked for.
        region: String,
    },
}

impl PlanError {
    /// The stable code of the error.
    #[must_use]
    pub fn code(&self) -> &'static str {
        match self {
            Self::Territory(source) => source.code(),
            Self::Facts(source) => source.code(),
            Self::RegionUnknown { .. } => "REGION_UNKNOWN",
        }
    }
}

/// The plan; see the module's text.
#[derive(Debug)]
pub struct Plan {
    pub(super) territory: Territory,
    pub(super) targets: Targets,
    pub(super) facts: Vec<Fact>,
    pub(super) residences: Residences,
    members: BTreeMap<String, OnceLock<Vec<Member>>>,
}

impl Plan {
    /// Makes the plan from the texts of `schema/regions.csv`, `schema/localities.csv` and
    /// `schema/facts.csv`.
    ///
    /// # Errors
    /// A [`PlanError`] where a table cannot be read or does not state a figure to be met.
    pub fn new(
        regions_csv: &str,
        localities_csv: &str,
        facts_csv: &str,
    ) -> Result<Self, PlanError> {
        let territory = Territory::parse(regions_csv, localities_csv)?;
        let facts = parse_facts(facts_csv)?;
        let targets = Targets::resolve(&facts)?;
        let residences =
            Residences::new(&territory, |region| seats_of_superior(&territory, &targets, region));
        let members = territory.regions().map(|row| (row.code.clone(), OnceLock::new())).collect();
        Ok(Self { territory, targets, facts, residences, members })
    }

    /// The codes of all regions that have a committee, in order.
    pub fn regions(&self) -> impl Iterator<Item = &str> {
        self.territory.regions().map(|row| row.code.as_str())
    }

    /// The figures that the records agree with, each with its number.
    #[must_use]
    pub fn targets(&self) -> &[ResolvedTarget] {
        self.targets.all()
    }

    pub(super) fn region(&self, code: &str) -> Result<&RegionRow, PlanError> {
        self.territory
            .region(code)
            .ok_or_else(|| PlanError::RegionUnknown { region: code.to_owned() })
    }

    /// The seats of one committee, those in office first; made when first asked for.
    pub(super) fn members(&self, region: &RegionRow) -> &[Member] {
        let made = self.members.get(&region.code).expect("a region of the plan's own territory");
        made.get_or_init(|| members::generate_members(self, region))
    }
}
