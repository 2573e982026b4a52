//! One server span for each request, below the caller's trace if it sends one.

use axum::{
    extract::{MatchedPath, Request},
    middleware::Next,
    response::Response,
};
use tracing::Instrument;

use super::request_id::RequestId;
use crate::telemetry::{record_server_status, server_span, set_parent_from_headers};

/// Runs the request in its span.
pub(super) async fn with_server_span(request: Request, next: Next) -> Response {
    let span = server_span(
        request.method(),
        request.extensions().get::<MatchedPath>().map(MatchedPath::as_str),
        request.extensions().get::<RequestId>().map(RequestId::as_str),
    );
    set_parent_from_headers(&span, request.headers());
    let response = next.run(request).instrument(span.clone()).await;
    record_server_status(&span, response.status());
    response
}
