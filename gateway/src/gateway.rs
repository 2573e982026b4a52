//! The gateway: one supergraph, its sites, and the life of a request through them.
//!
//! [`state`] is what a request runs on, replaced as a whole when a file changes; [`service`] answers
//! requests; [`answer`] writes the response, [`incremental`] and
//! [`subscribe`] write those that come in parts.

mod answer;
mod assemble;
mod incremental;
mod override_labels;
mod planning;
mod ready_run;
mod reload;
mod service;
mod shared_answers;
mod sources;
mod state;
mod subscribe;

pub use assemble::{AssembleError, Assembly, assemble};
pub use reload::{Reloader, WatchError};
pub use service::{COVERAGE_HEADER, Gateway, GatewayOptions};
pub use sources::{LoadError, SourceFiles, SourceTexts};
pub use state::GatewayState;
