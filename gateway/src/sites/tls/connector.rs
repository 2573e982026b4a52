//! Connects over `http` and `https`, HTTP/1 and HTTP/2.

use hyper_rustls::{ConfigBuilderExt, HttpsConnector, HttpsConnectorBuilder};
use hyper_util::client::legacy::connect::HttpConnector;
use rustls::{ClientConfig, ConfigBuilder, RootCertStore, client::WantsClientCert};

/// A connector that trusts the system's authorities and shows no certificate.
pub(crate) fn https_connector() -> HttpsConnector<HttpConnector> {
    connector_of(trusting_system().with_no_client_auth())
}

pub(super) fn connector_of(config: ClientConfig) -> HttpsConnector<HttpConnector> {
    let mut connector = HttpConnector::new();
    connector.set_nodelay(true);
    connector.enforce_http(false);
    HttpsConnectorBuilder::new()
        .with_tls_config(config)
        .https_or_http()
        .enable_http1()
        .enable_http2()
        .wrap_connector(connector)
}

/// The system's root certificates; none, which is logged, where the system has none.
pub(super) fn trusting_system() -> ConfigBuilder<ClientConfig, WantsClientCert> {
    let builder = ClientConfig::builder();
    match builder.clone().with_native_roots() {
        Ok(with_roots) => with_roots,
        Err(error) => {
            tracing::warn!(%error, "no root certificates: sites over https cannot be reached");
            builder.with_root_certificates(RootCertStore::empty())
        }
    }
}
