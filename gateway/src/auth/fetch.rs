//! Reads a JWK set from a file or from its issuer, within bounds of time and bytes.

use std::{path::PathBuf, time::Duration};

use bytes::Bytes;
use http::{Request, StatusCode, Uri, header};
use http_body_util::{BodyExt, Full, Limited};
use hyper_rustls::HttpsConnector;
use hyper_util::{
    client::legacy::{Client, connect::HttpConnector},
    rt::TokioExecutor,
};

use crate::sites::https_connector;

/// Longest wait for an issuer.
const TIMEOUT: Duration = Duration::from_secs(5);
/// Largest JWK set, in bytes.
const MAX_BYTES: usize = 256 * 1024;

/// Where a JWK set is.
#[derive(Debug, Clone)]
pub(super) enum JwksSource {
    File(PathBuf),
    Url(Uri),
}

/// A JWK set that could not be read.
#[derive(Debug, thiserror::Error)]
pub enum FetchError {
    /// The file cannot be read.
    #[error("{path}: {source}")]
    File {
        /// The file.
        path: PathBuf,
        /// What the system said.
        source: std::io::Error,
    },
    /// No answer by the deadline.
    #[error("no answer within {TIMEOUT:?}")]
    Timeout,
    /// No connection, or it broke, or the answer is too long.
    #[error("cannot be fetched")]
    Connection(#[source] Box<dyn std::error::Error + Send + Sync>),
    /// Another status than 200.
    #[error("HTTP {0}")]
    Status(StatusCode),
    /// Not text.
    #[error("not UTF-8")]
    Text(#[from] std::string::FromUtf8Error),
}

/// Fetches JWK sets over HTTP.
#[derive(Debug, Clone)]
pub(super) struct JwksClient(Client<HttpsConnector<HttpConnector>, Full<Bytes>>);

impl JwksClient {
    pub(super) fn new() -> Self {
        Self(Client::builder(TokioExecutor::new()).build(https_connector()))
    }

    pub(super) async fn read(&self, source: &JwksSource) -> Result<String, FetchError> {
        match source {
            JwksSource::File(path) => tokio::fs::read_to_string(path)
                .await
                .map_err(|source| FetchError::File { path: path.clone(), source }),
            JwksSource::Url(url) => tokio::time::timeout(TIMEOUT, self.get(url))
                .await
                .unwrap_or(Err(FetchError::Timeout)),
        }
    }

    async fn get(&self, url: &Uri) -> Result<String, FetchError> {
        let mut request = Request::new(Full::default());
        *request.uri_mut() = url.clone();
        request
            .headers_mut()
            .insert(header::ACCEPT, header::HeaderValue::from_static("application/json"));
        let connection =
            |error: Box<dyn std::error::Error + Send + Sync>| FetchError::Connection(error);
        let response = self.0.request(request).await.map_err(|error| connection(error.into()))?;
        if response.status() != StatusCode::OK {
            return Err(FetchError::Status(response.status()));
        }
        let body = Limited::new(response.into_body(), MAX_BYTES).collect().await;
        Ok(String::from_utf8(body.map_err(connection)?.to_bytes().into())?)
    }
}
