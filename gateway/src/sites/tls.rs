//! How the gateway reaches whom it calls, and trusts them over TLS.

use hyper_rustls::{ConfigBuilderExt, HttpsConnector, HttpsConnectorBuilder};
use hyper_util::client::legacy::connect::HttpConnector;
use rustls::{ClientConfig, RootCertStore};

/// Connects over `http` and `https`, HTTP/1 and HTTP/2.
pub(crate) fn https_connector() -> HttpsConnector<HttpConnector> {
    let mut connector = HttpConnector::new();
    connector.set_nodelay(true);
    connector.enforce_http(false);
    HttpsConnectorBuilder::new()
        .with_tls_config(tls_config())
        .https_or_http()
        .enable_http1()
        .enable_http2()
        .wrap_connector(connector)
}

/// The system's root certificates; none, which is logged, where the system has none.
fn tls_config() -> ClientConfig {
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
