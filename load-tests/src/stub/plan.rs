//! What the process of stub sites is told.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use super::LatencyPlan;

/// Stub sites, and the rows that they make.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub(crate) struct StubPlan {
    /// The supergraph: every type of every subgraph.
    pub(crate) supergraph: String,
    /// Owner of each site: what its ids begin with; empty for subgraphs, whose ids all agree.
    pub(crate) owners: Vec<String>,
    /// By `Type.field`: items of a list or of a connection, or characters of a text.
    pub(crate) sizes: BTreeMap<String, usize>,
    /// By type: how many different entities references lead to. Other types: as many as there are
    /// references.
    pub(crate) populations: BTreeMap<String, u64>,
    /// By `Type.field`: owners that the references of a list lead to, in turn.
    pub(crate) references: BTreeMap<String, Vec<String>>,
    /// How long a site takes.
    pub(crate) latency: LatencyPlan,
}
