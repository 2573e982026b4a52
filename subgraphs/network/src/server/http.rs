//! The routes of a site.

use std::sync::Arc;

use async_graphql::{ErrorExtensionValues, Request, Response, ServerError};
use axum::{
    Router,
    body::Bytes,
    extract::{DefaultBodyLimit, FromRequestParts, State, rejection::BytesRejection},
    http::{
        HeaderMap, StatusCode,
        header::{AUTHORIZATION, CONTENT_TYPE, WWW_AUTHENTICATE},
        request::Parts,
    },
    response::IntoResponse,
    routing::{get, post},
};
use tower_http::catch_panic::CatchPanicLayer;

use super::SiteServer;
use crate::callers::{CallError, Caller, ShownProof};

/// The header that shows a pass.
const PASS_HEADER: &str = "qianzhan-call-pass";
/// Largest request: five thousand representations take about half a megabyte.
const MAX_BODY_BYTES: usize = 4 * 1024 * 1024;

pub(super) fn router(server: SiteServer) -> Router {
    Router::new()
        .route("/graphql", post(graphql))
        .route("/health", get(health))
        .route("/.well-known/qianzhan-site.json", get(statement))
        .layer(DefaultBodyLimit::max(MAX_BODY_BYTES))
        .layer(CatchPanicLayer::new())
        .with_state(server)
}

async fn graphql(
    State(server): State<SiteServer>,
    // Before the body: what is not signed is not read.
    Signed(caller): Signed,
    body: Result<Bytes, BytesRejection>,
) -> impl IntoResponse {
    let body = match body {
        Ok(body) => body,
        Err(rejection) if rejection.status() == StatusCode::PAYLOAD_TOO_LARGE => {
            let text = "请求过大，最多 4 MB / the request is larger than 4 MB";
            return refusal(StatusCode::PAYLOAD_TOO_LARGE, "BODY_TOO_LARGE", text);
        }
        Err(_) => {
            let text = "请求未读完整 / the request could not be read";
            return refusal(StatusCode::BAD_REQUEST, "BODY_UNREADABLE", text);
        }
    };
    let Ok(request) = serde_json::from_slice::<Request>(&body) else {
        let text = "请求不是 GraphQL 的 JSON / the request is not GraphQL over JSON";
        return refusal(StatusCode::BAD_REQUEST, "REQUEST_INVALID", text);
    };
    json(StatusCode::OK, &server.execute(caller, request).await)
}

/// Who calls, by the signature on the call: the only header that says so.
struct Signed(Arc<Caller>);

impl FromRequestParts<SiteServer> for Signed {
    type Rejection = axum::response::Response;

    async fn from_request_parts(
        parts: &mut Parts,
        server: &SiteServer,
    ) -> Result<Self, Self::Rejection> {
        let verified = match shown_proof(&parts.headers) {
            Ok(shown) => server.inner.calls.verify(shown).await,
            Err(error) => Err(error),
        };
        verified.map(Self).map_err(|error| {
            let site = server.site().name.as_str();
            tracing::warn!(site, code = error.code(), %error, "a call is refused");
            let refused = |status| refusal(status, error.code(), &error.to_string());
            if error.is_of_site() {
                return refused(StatusCode::SERVICE_UNAVAILABLE);
            }
            // RFC 6750, section 3.1: the caller may try again with a new token.
            let challenge =
                if error.wants_new_token() { "Bearer error=\"invalid_token\"" } else { "Bearer" };
            let refused = refused(StatusCode::UNAUTHORIZED);
            ([(WWW_AUTHENTICATE, challenge)], refused).into_response()
        })
    }
}

fn shown_proof(headers: &HeaderMap) -> Result<ShownProof<'_>, CallError> {
    let mut passes = headers.get_all(PASS_HEADER).iter();
    let pass = match (passes.next(), passes.next()) {
        (None, _) => None,
        (Some(pass), None) => Some(pass.to_str().map_err(|_| CallError::PassInvalid)?),
        (Some(_), Some(_)) => return Err(CallError::PassInvalid),
    };
    Ok(ShownProof { token: bearer_token(headers)?, pass })
}

/// The token of the only `Authorization` header, if there is one.
fn bearer_token(headers: &HeaderMap) -> Result<Option<&str>, CallError> {
    let mut values = headers.get_all(AUTHORIZATION).iter();
    let (first, second) = (values.next(), values.next());
    match (first, second) {
        (None, _) => Ok(None),
        (Some(value), None) => value
            .to_str()
            .ok()
            .and_then(|text| text.split_once(' '))
            .filter(|(scheme, _)| scheme.eq_ignore_ascii_case("bearer"))
            .map(|(_, token)| Some(token.trim()))
            .ok_or(CallError::NotSigned),
        (Some(_), Some(_)) => Err(CallError::SignatureInvalid),
    }
}

/// Whether the site and its database answer.
async fn health(State(server): State<SiteServer>) -> impl IntoResponse {
    let site = server.site();
    let (status, word) = match site.database.check().await {
        Ok(()) => (StatusCode::OK, "up"),
        Err(error) => {
            tracing::error!(%error, "the database does not answer");
            (StatusCode::SERVICE_UNAVAILABLE, "down")
        }
    };
    json(status, &serde_json::json!({ "site": site.name, "status": word }))
}

/// What the site states of itself.
async fn statement(State(server): State<SiteServer>) -> impl IntoResponse {
    json(StatusCode::OK, &server.statement())
}

fn refusal(status: StatusCode, code: &str, text: &str) -> axum::response::Response {
    let mut error = ServerError::new(text, None);
    error.extensions.get_or_insert_with(ErrorExtensionValues::default).set("code", code);
    json(status, &Response::from_errors(vec![error]))
}

fn json(status: StatusCode, body: &impl serde::Serialize) -> axum::response::Response {
    match serde_json::to_vec(body) {
        Ok(body) => (status, [(CONTENT_TYPE, "application/json")], body).into_response(),
        Err(error) => {
            tracing::error!(%error, "a response does not serialize");
            StatusCode::INTERNAL_SERVER_ERROR.into_response()
        }
    }
}
