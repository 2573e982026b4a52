//! Runs a query plan: calls sites, merges what they answer into one response.
//!
//! [`run`](run::execute) walks the plan. Each fetch node becomes a `scatter` (which site gets which
//! representations), calls at once, and a `merge` (contributions to one value). The response grows
//! in place; [`projection`](crate::projection) then reads the client's answer out of it.

mod answer;
mod deferral;
mod distinct;
mod entities;
mod error_entry;
mod fetch;
mod joined_documents;
mod laziness;
mod merge;
mod merge_connection;
mod problems;
mod request_body;
mod response;
mod rewrite;
mod run;
mod scatter;
mod site_word;
mod subscription;
mod withheld;

pub use deferral::{Deferral, DeferredPart, execute_deferring};
pub use error_entry::ErrorEntry;
pub use joined_documents::JoinedDocuments;
pub use problems::Problems;
pub use response::{Found, Node, PathSegment, Response, ResponsePath};
pub use run::{ExecutionContext, execute};
pub use subscription::{EventSource, SourceEvent, execute_event, open_sources, record_end};
