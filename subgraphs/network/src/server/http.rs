//! The two routes of a site.

use async_graphql::{ErrorExtensionValues, Request, Response, ServerError};
use axum::{
    Router,
    body::Bytes,
    extract::{DefaultBodyLimit, State, rejection::BytesRejection},
    http::{StatusCode, header::CONTENT_TYPE},
    response::IntoResponse,
    routing::{get, post},
};
use tower_http::catch_panic::CatchPanicLayer;

use super::SiteServer;

/// Largest request: five thousand representations take about half a megabyte.
const MAX_BODY_BYTES: usize = 4 * 1024 * 1024;

pub(super) fn router(server: SiteServer) -> Router {
    Router::new()
        .route("/graphql", post(graphql))
        .route("/health", get(health))
        .layer(DefaultBodyLimit::max(MAX_BODY_BYTES))
        .layer(CatchPanicLayer::new())
        .with_state(server)
}

async fn graphql(
    State(server): State<SiteServer>,
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
    json(StatusCode::OK, &server.execute(request).await)
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
