//! The supergraph: contracts composed into one schema, and what the gateway reads out of it.

pub mod api_schema;
pub mod compose;
pub mod jurisdiction;
pub mod lint;
pub mod load;

pub use load::{Subgraph, SubgraphId, Supergraph, SupergraphError};
