//! Route: one county lists 500 deployed members, whom 60 other sites own.

use super::{
    Backend, Scenario, Wiring,
    gather::{gansu, network_plan},
};
use crate::{failure::LoadTestError, stub::LatencyPlan};

/// Deployments on the one page that is asked for.
const MEMBERS: usize = 500;
/// Sites that own the members.
const OWNERS: usize = 60;
/// The county whose site lists them.
const LISTING: &str = "621122";

/// # Errors
/// [`LoadTestError`] if the table of regions cannot be read.
pub(crate) fn scenario(latency: LatencyPlan) -> Result<Scenario, LoadTestError> {
    let regions = gansu(usize::MAX)?;
    let mut plan = network_plan(&regions, latency);
    let owners = regions.iter().map(|region| &region.code).filter(|code| *code != LISTING);
    plan.references.insert("Deployment.member".to_owned(), owners.take(OWNERS).cloned().collect());
    plan.sizes.insert("Region.deployments".to_owned(), MEMBERS);
    Ok(Scenario {
        name: "route",
        document: include_str!("../../schema/route.graphql"),
        backend: Backend::Stubs { plan: Box::new(plan), wiring: Wiring::network(&regions) },
    })
}
