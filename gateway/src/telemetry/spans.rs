//! The spans of a request: the server's, the operation's, and one for each call to a site.
//!
//! Names are few; what varies is an attribute. Never variables, tokens or row data.

use http::{Method, StatusCode, Uri};
use tracing::{Span, debug_span, field::Empty, info_span};

use super::attributes::{
    CONTRACT, ERROR_TYPE, GRAPHQL_OPERATION_NAME, GRAPHQL_OPERATION_TYPE, HTTP_REQUEST_METHOD,
    HTTP_RESPONSE_STATUS_CODE, HTTP_ROUTE, OTEL_KIND, OTEL_NAME, OTEL_STATUS_CODE, REQUEST_ID,
    SERVER_ADDRESS, SERVER_PORT, SITE_ID, SITES_ANSWERED, SITES_ASKED,
};

/// One request of a client: `POST /graphql`. `route` is `None` for paths that clients make up.
#[must_use]
pub fn server_span(method: &Method, route: Option<&str>, request_id: Option<&str>) -> Span {
    let method = known_method(method);
    let name = route.map_or_else(|| method.to_owned(), |route| format!("{method} {route}"));
    info_span!(
        "request",
        { OTEL_NAME } = name,
        { OTEL_KIND } = "server",
        { OTEL_STATUS_CODE } = Empty,
        { HTTP_REQUEST_METHOD } = method,
        { HTTP_ROUTE } = route,
        { HTTP_RESPONSE_STATUS_CODE } = Empty,
        { ERROR_TYPE } = Empty,
        { REQUEST_ID } = request_id,
    )
}

/// Ends the account of a request. Only the server's own failures make the span one that failed.
pub fn record_server_status(span: &Span, status: StatusCode) {
    span.record(HTTP_RESPONSE_STATUS_CODE, status.as_u16());
    if status.is_server_error() {
        span.record(ERROR_TYPE, status.as_str());
        span.record(OTEL_STATUS_CODE, "error");
    }
}

/// One GraphQL operation. `operation_type` is `query`, `mutation` or `subscription`.
#[must_use]
pub fn operation_span(operation_type: &'static str, operation_name: Option<&str>) -> Span {
    info_span!(
        "operation",
        { OTEL_NAME } = operation_type,
        { OTEL_KIND } = "internal",
        { GRAPHQL_OPERATION_TYPE } = operation_type,
        { GRAPHQL_OPERATION_NAME } = operation_name,
        { SITES_ASKED } = Empty,
        { SITES_ANSWERED } = Empty,
    )
}

/// Ends the account of an operation.
pub fn record_operation(span: &Span, sites_asked: usize, sites_answered: usize) {
    span.record(SITES_ASKED, sites_asked as u64);
    span.record(SITES_ANSWERED, sites_answered as u64);
}

/// One call to a site. `url` is `None` for a subgraph that answers inside the process.
///
/// A request may make a hundred of them. So they are there for traces, and for logs only where the
/// filter asks for them; what a log line has to say of a call it says itself.
#[must_use]
pub fn site_call_span(site: &str, contract: &str, url: Option<&Uri>) -> Span {
    debug_span!(
        "site_call",
        { OTEL_NAME } = "POST",
        { OTEL_KIND } = "client",
        { OTEL_STATUS_CODE } = Empty,
        { SITE_ID } = site,
        { CONTRACT } = contract,
        { SERVER_ADDRESS } = url.and_then(Uri::host),
        { SERVER_PORT } = url.and_then(port),
        { HTTP_REQUEST_METHOD } = "POST",
        { HTTP_RESPONSE_STATUS_CODE } = Empty,
        { ERROR_TYPE } = Empty,
    )
}

/// Ends the account of a call: the status if there was an answer, the error's code if it failed.
pub fn record_site_call(span: &Span, status: Option<StatusCode>, error_code: Option<&str>) {
    if let Some(status) = status {
        span.record(HTTP_RESPONSE_STATUS_CODE, status.as_u16());
    }
    if let Some(code) = error_code {
        span.record(ERROR_TYPE, code);
        span.record(OTEL_STATUS_CODE, "error");
    }
}

/// Clients can make up methods, and each would be a name of its own.
fn known_method(method: &Method) -> &'static str {
    match *method {
        Method::GET => "GET",
        Method::HEAD => "HEAD",
        Method::POST => "POST",
        Method::OPTIONS => "OPTIONS",
        Method::PUT => "PUT",
        Method::PATCH => "PATCH",
        Method::DELETE => "DELETE",
        _ => "_OTHER",
    }
}

fn port(url: &Uri) -> Option<u16> {
    url.port_u16().or_else(|| match url.scheme_str() {
        Some("http") => Some(80),
        Some("https") => Some(443),
        _ => None,
    })
}
