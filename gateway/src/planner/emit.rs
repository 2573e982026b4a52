//! From a fetch graph to the query plan.
//!
//! `batch` says which groups travel together: entity groups of one subgraph and step are one request,
//! and requests to contracts of one step are one visit of their sites. `selections` writes a group's
//! selections (`aliases` keeps fields apart that one document cannot hold under one key), `fetch`
//! makes fetch nodes of them, and `tree` puts these in order.

mod aliases;
mod batch;
mod conditions;
mod fetch;
mod selections;
mod tree;

pub(super) use fetch::EmitError;
pub(super) use tree::emit_plan;
