//! How the gateway trusts whom it calls over TLS.

use hyper_rustls::ConfigBuilderExt;
use rustls::{ClientConfig, RootCertStore};

/// The system's root certificates; none, which is logged, where the system has none.
pub(crate) fn tls_config() -> ClientConfig {
    let builder = ClientConfig::builder();
    let builder = match builder.clone().with_native_roots() {
        Ok(with_roots) => with_roots,
        Err(error) => {
            tracing::warn!(%error, "no root certificates: sites over https cannot be reached");
            builder.with_root_certificates(RootCertStore::empty())
        }
    };
    builder.with_no_client_auth()
}
