//! What is planned.

use qianzhan::site_kinds::contract_levels;

use super::subject::Task;
use crate::{
    failure::LoadTestError,
    scenario::{NETWORK_SUPERGRAPH, plain},
};

/// The documents of the other scenarios.
///
/// # Errors
/// [`LoadTestError`] if the plain subgraphs do not compose.
pub(crate) fn tasks() -> Result<[Task; 3], LoadTestError> {
    let network = |name, document| Task {
        name,
        supergraph: NETWORK_SUPERGRAPH.to_owned(),
        contracts: contract_levels().map(|(name, _)| name).collect(),
        document,
    };
    Ok([
        Task {
            name: "plain",
            supergraph: plain::supergraph()?,
            contracts: Vec::new(),
            document: plain::DOCUMENT,
        },
        network("gather", include_str!("../../schema/gather.graphql")),
        network("route", include_str!("../../schema/route.graphql")),
    ])
}
