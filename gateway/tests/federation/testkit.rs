//! Subgraphs out of a schema and rows, and the gateway over them, all inside the process.
//! Two test binaries share them: `federation` and `differential`.

#![allow(dead_code, reason = "each of the two binaries uses its part")]

mod federation;
mod rows;
mod server;
mod subgraph;

pub(crate) use federation::Federation;
pub(crate) use rows::Rows;
pub(crate) use subgraph::{Call, Subgraph};
