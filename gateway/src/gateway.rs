//! The gateway: one supergraph, its sites, and the life of a request through them.
//!
//! [`state`] is what a request runs on, replaced as a whole when a file changes; [`service`] answers
//! requests; [`answer`] writes the response, [`incremental`] that of deferred parts.

mod answer;
mod assemble;
mod incremental;
mod ready_run;
mod reload;
mod service;
mod sources;
mod state;

pub use assemble::{AssembleError, Assembly, assemble};
pub use reload::{Reloader, WatchError};
pub use service::{COVERAGE_HEADER, Gateway, GatewayOptions};
pub use sources::{LoadError, SourceFiles, SourceTexts};
pub use state::GatewayState;
