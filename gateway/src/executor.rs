//! Runs a query plan: calls sites, merges what they answer into one response.
//!
//! [`run`](run::execute) walks the plan. Each fetch node becomes a `scatter` (which site gets which
//! representations), calls at once, and a `merge` (contributions to one value). The response grows
//! in place; [`projection`](crate::projection) then reads the client's answer out of it.

mod answer;
mod distinct;
mod error_entry;
mod fetch;
mod merge;
mod merge_connection;
mod representations;
mod response;
mod rewrite;
mod run;
mod scatter;
mod withheld;

pub use error_entry::ErrorEntry;
pub use response::{PathSegment, Response, ResponsePath};
pub use run::{ExecutionContext, execute};
