//! `/graphql` for who takes a table: the connection of the query, page by page, as a file.

use axum::{
    body::Body,
    response::{IntoResponse, Response},
};
use http::{HeaderName, HeaderValue, StatusCode, header, request::Parts};
use tokio::time::timeout;

use super::{
    error::refusal_body,
    graphql::request_context,
    media_type::ResponseType,
    server::ServerState,
    service::{GraphqlRequest, GraphqlService},
};
use crate::{
    auth::Caller,
    export::{Export, ExportError, ExportFormat, ExportOptions},
};

/// Says how many of the sites are in the table, and which are not.
const COVERAGE: HeaderName = HeaderName::from_static("x-qianzhan-coverage");
/// Says which fields have cells that are empty because an owner kept them back.
const WITHHELD: HeaderName = HeaderName::from_static("x-qianzhan-withheld");

/// Makes the table within its deadline.
pub(super) async fn respond<S: GraphqlService>(
    state: &ServerState<S>,
    request: GraphqlRequest,
    parts: Parts,
    caller: Caller,
    options: ExportOptions,
) -> Response {
    let Ok(_turn) = state.exporting.try_acquire() else {
        return refusal(&ExportError::Busy);
    };
    let name = file_name(&request, options.format);
    let context = request_context(state, parts, caller);
    let table = state.service.export(request, context, options);
    match timeout(state.export.timeout, table).await {
        Ok(Ok(export)) => file(export, options, &name),
        Ok(Err(error)) => refusal(&error),
        Err(_) => refusal(&ExportError::Timeout),
    }
}

fn file(export: Export, options: ExportOptions, name: &str) -> Response {
    let coverage = coverage_text(&export);
    let withheld = export.withheld.iter().cloned().collect::<Vec<_>>().join(",");
    let mut response = Response::new(Body::from(export.body));
    let headers = response.headers_mut();
    headers.insert(header::CONTENT_TYPE, options.format.content_type());
    let vary = HeaderValue::from_static("accept, accept-language, authorization, prefer");
    headers.insert(header::VARY, vary);
    let mut insert = |name, text: &str| {
        if let Ok(value) = HeaderValue::from_str(text) {
            headers.insert(name, value);
        }
    };
    insert(header::CONTENT_DISPOSITION, &format!("attachment; filename=\"{name}\""));
    insert(COVERAGE, &coverage);
    if !withheld.is_empty() {
        insert(WITHHELD, &withheld);
    }
    if options.is_lenient {
        insert(HeaderName::from_static("preference-applied"), "handling=lenient");
    }
    response
}

/// `101/101`, or `99/101; missing=621122,621123`.
fn coverage_text(export: &Export) -> String {
    let (asked, missing) = (export.asked, export.missing.len() as u64);
    let counts = format!("{}/{asked}", asked.saturating_sub(missing));
    if export.missing.is_empty() {
        return counts;
    }
    let regions: Vec<_> = export.missing.iter().map(String::as_str).collect();
    format!("{counts}; missing={}", regions.join(","))
}

/// Called after the operation, where it has a name.
fn file_name(request: &GraphqlRequest, format: ExportFormat) -> String {
    let name = request.operation_name.as_deref().unwrap_or("export");
    format!("{name}.{}", format.extension())
}

fn refusal(error: &ExportError) -> Response {
    let (code, status) = error.code_and_status();
    let (status, body) = match error {
        ExportError::Answer(answer) if answer.status != StatusCode::OK => {
            (answer.status, answer.body.clone())
        }
        ExportError::Answer(answer) => (status, answer.body.clone()),
        other => (status, refusal_body(code, &other.to_string())),
    };
    let content_type = [(header::CONTENT_TYPE, ResponseType::Json.header_value())];
    (status, content_type, body).into_response()
}
