//! Keys of span attributes. Ours begin with `qianzhan.`; the rest are OpenTelemetry's.
//! Spec: OpenTelemetry semantic conventions, "HTTP" and "GraphQL".

/// Method of a request.
pub const HTTP_REQUEST_METHOD: &str = "http.request.method";
/// Status of an answer.
pub const HTTP_RESPONSE_STATUS_CODE: &str = "http.response.status_code";
/// Route that a request met.
pub const HTTP_ROUTE: &str = "http.route";
/// Host that is called.
pub const SERVER_ADDRESS: &str = "server.address";
/// Port that is called.
pub const SERVER_PORT: &str = "server.port";
/// Code of what went wrong; not set when nothing did.
pub const ERROR_TYPE: &str = "error.type";
/// `query`, `mutation` or `subscription`.
pub const GRAPHQL_OPERATION_TYPE: &str = "graphql.operation.type";
/// Name that the client gave the operation.
pub const GRAPHQL_OPERATION_NAME: &str = "graphql.operation.name";
/// Id of the client's request.
pub const REQUEST_ID: &str = "qianzhan.request.id";
/// Site that is called.
pub const SITE_ID: &str = "qianzhan.site.id";
/// Contract that the call is about.
pub const CONTRACT: &str = "qianzhan.contract";
/// Sites that an operation asked.
pub const SITES_ASKED: &str = "qianzhan.coverage.asked";
/// Sites that answered it.
pub const SITES_ANSWERED: &str = "qianzhan.coverage.answered";

/// Name of the span as the collector sees it.
pub(super) const OTEL_NAME: &str = "otel.name";
/// `server`, `client` or `internal`.
pub(super) const OTEL_KIND: &str = "otel.kind";
/// Set to `error` on a span whose work failed.
pub(super) const OTEL_STATUS_CODE: &str = "otel.status_code";
