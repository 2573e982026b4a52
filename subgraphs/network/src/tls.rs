//! A site's own TLS: its certificate, and whose certificates its callers must have.

mod files;
mod listener;
mod watch;

pub use files::{SiteTls, SiteTlsError, SiteTlsFiles};
pub(crate) use listener::TlsListener;
pub use watch::{TlsWatch, TlsWatchError};
