//! How the gateway reaches whom it calls: which certificates it trusts, and which it shows.

mod certificates;
mod connector;
mod failure;
mod pools;
mod watch;

pub use certificates::SiteTlsError;
pub(crate) use connector::https_connector;
pub(super) use failure::TlsFailure;
pub(crate) use pools::Pool;
pub use pools::SitePools;
pub use watch::SiteTlsWatch;
