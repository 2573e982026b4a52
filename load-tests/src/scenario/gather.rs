//! Gather: `Region.tally` and a page of members of the province, over its sites.

use std::collections::BTreeMap;

use super::{Backend, NETWORK_SUPERGRAPH, Scenario, Wiring, wiring::Region};
use crate::{
    failure::LoadTestError,
    stub::{LatencyPlan, StubPlan},
};

const DOCUMENT: &str = include_str!("../../schema/gather.graphql");
const GANSU: &str = include_str!("../../../schema/regions.csv");

/// Over stub sites of the first `sites` regions.
///
/// # Errors
/// [`LoadTestError`] if the table of regions cannot be read.
pub(crate) fn over_stubs(sites: usize, latency: LatencyPlan) -> Result<Scenario, LoadTestError> {
    let regions = gansu(sites)?;
    let plan = network_plan(&regions, latency);
    Ok(Scenario {
        name: "gather",
        document: DOCUMENT,
        backend: Backend::Stubs { plan: Box::new(plan), wiring: Wiring::network(&regions) },
    })
}

/// Stub sites of these regions.
pub(super) fn network_plan(regions: &[Region], latency: LatencyPlan) -> StubPlan {
    StubPlan {
        supergraph: NETWORK_SUPERGRAPH.to_owned(),
        owners: regions.iter().map(|region| region.code.clone()).collect(),
        sizes: BTreeMap::from([("Member.name".to_owned(), 3)]),
        populations: BTreeMap::new(),
        references: BTreeMap::new(),
        latency,
    }
}

/// The first regions of the province, parents before children.
///
/// # Errors
/// [`LoadTestError`] if a row is not as the table's head says.
pub(super) fn gansu(count: usize) -> Result<Vec<Region>, LoadTestError> {
    let row = |line: &str| {
        let mut columns = line.split(',');
        let [code, parent, level, name] =
            std::array::from_fn(|_| columns.next().unwrap_or_default());
        let level = match level {
            "PROVINCE" => "PROVINCE",
            "CITY" => "CITY",
            "COUNTY" => "COUNTY",
            other => {
                return Err(LoadTestError::scenario(format!("no level `{other}`: {line}")));
            }
        };
        Ok(Region {
            code: code.to_owned(),
            parent: parent.to_owned(),
            level,
            name: name.to_owned(),
        })
    };
    GANSU.lines().skip(1).take(count).map(row).collect()
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use super::*;

    #[test]
    fn every_parent_comes_before_its_children() {
        let regions = gansu(101).expect("the table of this project");
        assert_eq!(regions.len(), 101);
        let mut seen = BTreeSet::from([String::new()]);
        for region in regions {
            assert!(seen.contains(&region.parent), "{}", region.code);
            seen.insert(region.code);
        }
    }
}
