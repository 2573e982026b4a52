//! What is asked, over which sites: the scenarios.

pub(crate) mod gather;
pub(crate) mod nation;
pub(crate) mod plain;
pub(crate) mod route;

mod backend;
mod wiring;

pub(crate) use backend::{Backend, RunningBackend};
pub(crate) use wiring::{GatewayFiles, Wiring, compose_plain};

use bytes::Bytes;

/// The supergraph of this project.
pub(crate) const NETWORK_SUPERGRAPH: &str = include_str!("../../schema/supergraph.graphql");

/// One scenario, not yet started.
#[derive(Debug)]
pub(crate) struct Scenario {
    pub(crate) name: &'static str,
    /// The client's document.
    pub(crate) document: &'static str,
    pub(crate) backend: Backend,
}

impl Scenario {
    /// GraphQL request JSON, the same for every request.
    pub(crate) fn request(&self) -> Bytes {
        serde_json::json!({ "query": self.document }).to_string().into()
    }
}
