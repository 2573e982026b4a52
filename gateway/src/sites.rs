//! The sites: which of them owns a key, and how each is called.

mod breaker;
mod client;
mod registry;
mod site;

pub use breaker::Breaker;
pub use client::{CallDeadline, CallError, HttpClient, SiteAnswer};
pub use registry::{ContractSites, Covered, Gathered, Registry, Routed, SiteId};
pub use site::{InProcessService, Site, SiteSpec, Transport};
