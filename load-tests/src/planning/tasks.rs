//! What is planned.

use super::subject::Task;
use crate::{
    failure::LoadTestError,
    scenario::{NETWORK_SUPERGRAPH, plain},
};

const NETWORK_CONTRACTS: [&str; 8] =
    ["network", "province", "city", "county", "proposals", "activities", "duties", "economy"];

/// The documents of the other scenarios.
///
/// # Errors
/// [`LoadTestError`] if the plain subgraphs do not compose.
pub(crate) fn tasks() -> Result<[Task; 3], LoadTestError> {
    let network = |name, document| Task {
        name,
        supergraph: NETWORK_SUPERGRAPH.to_owned(),
        contracts: &NETWORK_CONTRACTS,
        document,
    };
    Ok([
        Task {
            name: "plain",
            supergraph: plain::supergraph()?,
            contracts: &[],
            document: plain::DOCUMENT,
        },
        network("gather", include_str!("../../schema/gather.graphql")),
        network("route", include_str!("../../schema/route.graphql")),
    ])
}
