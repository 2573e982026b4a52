//! The sites: which of them owns a key, and how each is called.

mod breaker;
mod client;
mod event_stream;
mod registry;
mod site;
mod site_schema;
mod standing;
mod tls;

pub use breaker::Breaker;
pub use client::{CallDeadline, CallError, CallHead, HttpClient, SiteAnswer};
pub use event_stream::SiteEvents;
pub use registry::{ContractSites, Covered, Gathered, Registry, Routed, SiteId};
pub use site::{InProcessService, Site, SiteSpec, Transport};
pub(crate) use tls::{Pool, https_connector};
pub use tls::{SitePools, SiteTlsError, SiteTlsWatch};
