//! Presents a token to a gateway, and reads what a site states: small JSON over HTTP, within bounds
//! of time and bytes.

use std::time::Duration;

use bytes::Bytes;
use http::{HeaderValue, Method, Request, StatusCode, Uri, header};
use http_body_util::{BodyExt, Full, Limited};
use hyper_util::{client::legacy::Client, rt::TokioExecutor};

use super::{Enrolled, EnrolmentRequest};
use crate::sites::{Pool, https_connector};

/// Longest wait.
const TIMEOUT: Duration = Duration::from_secs(30);
/// Largest answer, in bytes.
const MAX_BYTES: usize = 1024 * 1024;

/// A token that a gateway did not take.
#[derive(Debug, thiserror::Error)]
pub enum PresentError {
    /// The gateway refuses, for this reason.
    #[error("{message}")]
    Refused {
        /// Its stable code.
        code: String,
        /// Its text.
        message: String,
    },
    /// The gateway cannot be reached, or does not answer as one.
    #[error("无法连到网关 / the gateway cannot be reached: {reason}")]
    Unreachable {
        /// What happened.
        reason: String,
    },
}

impl PresentError {
    /// The stable error code.
    #[must_use]
    pub fn code(&self) -> &str {
        match self {
            Self::Refused { code, .. } => code,
            Self::Unreachable { .. } => "ENROLMENT_GATEWAY_UNREACHABLE",
        }
    }
}

/// Sends the request to `gateway`, the base of its address.
///
/// # Errors
/// [`PresentError`] if it is refused, or there is no gateway.
pub async fn present(gateway: &str, request: &EnrolmentRequest) -> Result<Enrolled, PresentError> {
    let unreachable = |reason: String| PresentError::Unreachable { reason };
    let url = format!("{}/enrolment", gateway.trim_end_matches('/'));
    // The token lets a site join: it is not sent where others can read along.
    let url =
        crate::config::parse_safe_url(&url).map_err(|error| unreachable(error.to_string()))?;
    let body = serde_json::to_vec(request).map_err(|error| unreachable(error.to_string()))?;
    let client = Client::builder(TokioExecutor::new()).build(https_connector());
    let answer = exchange(&client, Method::POST, &url, body.into()).await;
    let (status, text) = answer.map_err(unreachable)?;
    if status == StatusCode::CREATED {
        return serde_json::from_slice(&text).map_err(|error| unreachable(error.to_string()));
    }
    let answer: serde_json::Value = serde_json::from_slice(&text).unwrap_or_default();
    let error = &answer["errors"][0];
    match (error["extensions"]["code"].as_str(), error["message"].as_str()) {
        (Some(code), Some(message)) => {
            Err(PresentError::Refused { code: code.to_owned(), message: message.to_owned() })
        }
        _ => Err(unreachable(format!("HTTP {status}"))),
    }
}

/// Status and body of the answer.
pub(super) async fn exchange(
    client: &Pool,
    method: Method,
    url: &Uri,
    body: Bytes,
) -> Result<(StatusCode, Bytes), String> {
    let mut request = Request::new(Full::new(body));
    *request.method_mut() = method;
    *request.uri_mut() = url.clone();
    let json = HeaderValue::from_static("application/json");
    request.headers_mut().insert(header::CONTENT_TYPE, json.clone());
    request.headers_mut().insert(header::ACCEPT, json);
    let exchange = async {
        let response = client.request(request).await.map_err(|error| error.to_string())?;
        let status = response.status();
        let body = Limited::new(response.into_body(), MAX_BYTES).collect().await;
        Ok((status, body.map_err(|error| error.to_string())?.to_bytes()))
    };
    tokio::time::timeout(TIMEOUT, exchange)
        .await
        .unwrap_or_else(|_| Err(format!("no answer within {TIMEOUT:?}")))
}
