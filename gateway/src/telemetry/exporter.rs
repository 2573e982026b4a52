//! Sends spans to the collector with the HTTP client that the gateway has anyway.
//!
//! The exporter runs on a thread of its own, outside the runtime, so each request is handed to the
//! runtime and waited for.

use std::{fmt, time::Duration};

use async_trait::async_trait;
use bytes::Bytes;
use http_body_util::{BodyExt, Full, Limited};
use hyper_rustls::{ConfigBuilderExt, HttpsConnector};
use hyper_util::{
    client::legacy::{Client, connect::HttpConnector},
    rt::TokioExecutor,
};
use opentelemetry_http::{HttpClient, HttpError, Request, Response};
use rustls::{ClientConfig, RootCertStore};
use tokio::{runtime::Handle, time::timeout};

/// Longest answer that is read; collectors answer with a few bytes.
const MAX_ANSWER_BYTES: usize = 64 << 10;

/// An HTTP client for the exporter.
#[derive(Clone)]
pub(super) struct CollectorClient {
    client: Client<HttpsConnector<HttpConnector>, Full<Bytes>>,
    runtime: Handle,
    request_timeout: Duration,
}

impl CollectorClient {
    /// A client whose requests run on `runtime`.
    pub(super) fn new(runtime: Handle, request_timeout: Duration) -> Self {
        let mut connector = HttpConnector::new();
        connector.enforce_http(false);
        let connector = hyper_rustls::HttpsConnectorBuilder::new()
            .with_tls_config(tls_config())
            .https_or_http()
            .enable_http1()
            .wrap_connector(connector);
        Self {
            client: Client::builder(TokioExecutor::new()).build(connector),
            runtime,
            request_timeout,
        }
    }
}

impl fmt::Debug for CollectorClient {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("CollectorClient").finish_non_exhaustive()
    }
}

#[async_trait]
impl HttpClient for CollectorClient {
    async fn send_bytes(&self, request: Request<Bytes>) -> Result<Response<Bytes>, HttpError> {
        let client = self.client.clone();
        let request_timeout = self.request_timeout;
        let exchange = async move {
            let (head, body) = client.request(request.map(Full::new)).await?.into_parts();
            let body = Limited::new(body, MAX_ANSWER_BYTES).collect().await?.to_bytes();
            Ok::<_, HttpError>(Response::from_parts(head, body))
        };
        // The timer must be made on the runtime too, so inside the task.
        self.runtime.spawn(async move { timeout(request_timeout, exchange).await }).await??
    }
}

/// Trusts what the system trusts; a system that trusts nothing can still be sent plain HTTP.
fn tls_config() -> ClientConfig {
    let builder = ClientConfig::builder();
    let builder = match builder.clone().with_native_roots() {
        Ok(builder) => builder,
        Err(_) => builder.with_root_certificates(RootCertStore::empty()),
    };
    builder.with_no_client_auth()
}
