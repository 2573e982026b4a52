//! Writes the body of a response.
//! Spec: GraphQL October 2021, section 7; docs/jurisdiction-spec.md, "Coverage".

use std::time::Duration;

use apollo_compiler::response::GraphQLError;
use bytes::Bytes;
use http::StatusCode;
use serde_json::json;

use crate::{coverage::CoverageReport, executor::ErrorEntry, http::GraphqlResponse, json::Value};

/// An answer with data while it is written.
pub(super) struct AnswerWriter {
    body: Vec<u8>,
}

impl AnswerWriter {
    /// With room for an answer of so many bytes.
    pub(super) fn with_room(bytes: usize) -> Self {
        let mut body = Vec::with_capacity(bytes);
        body.extend_from_slice(b"{\"data\":");
        Self { body }
    }

    /// Where the JSON of `data` goes, which is written next.
    pub(super) fn data(&mut self) -> &mut Vec<u8> {
        &mut self.body
    }

    /// Ends the answer. There is no coverage where no site was asked.
    pub(super) fn end(
        mut self,
        errors: &[ErrorEntry],
        coverage: Option<&CoverageReport>,
        elapsed: Duration,
    ) -> GraphqlResponse {
        write_errors(&mut self.body, errors);
        write_coverage(&mut self.body, coverage, elapsed);
        self.body.push(b'}');
        GraphqlResponse { status: StatusCode::OK, body: self.body.into() }
    }
}

/// A body of errors alone.
pub(super) fn errors_body(errors: &[ErrorEntry]) -> Bytes {
    let entries: Vec<_> = errors.iter().map(ErrorEntry::to_json).collect();
    format!("{{\"errors\":{}}}", Value::Array(entries)).into()
}

/// The body that tells why the events of a site ended.
pub(super) fn end_body(
    errors: &[ErrorEntry],
    coverage: Option<&CoverageReport>,
    elapsed: Duration,
) -> Bytes {
    let mut body = Vec::with_capacity(512);
    // There was no event to have data of.
    body.extend_from_slice(b"{\"data\":null");
    write_errors(&mut body, errors);
    write_coverage(&mut body, coverage, elapsed);
    body.push(b'}');
    body.into()
}

/// The member `errors`, where there are any.
pub(super) fn write_errors(body: &mut Vec<u8>, errors: &[ErrorEntry]) {
    if errors.is_empty() {
        return;
    }
    body.extend_from_slice(b",\"errors\":[");
    for (place, entry) in errors.iter().enumerate() {
        if place > 0 {
            body.push(b',');
        }
        body.extend_from_slice(entry.to_json().to_string().as_bytes());
    }
    body.push(b']');
}

/// The member `extensions`, where some site was asked.
pub(super) fn write_coverage(
    body: &mut Vec<u8>,
    coverage: Option<&CoverageReport>,
    elapsed: Duration,
) {
    let Some(report) = coverage else { return };
    let mut value = json!(report);
    value["elapsedMs"] = json!(elapsed.as_micros() as f64 / 1000.0);
    body.extend_from_slice(b",\"extensions\":{\"coverage\":");
    body.extend_from_slice(value.to_string().as_bytes());
    body.push(b'}');
}

/// A request that is not executed: errors and no data.
pub(super) fn refuse(status: StatusCode, code: &str, message: &str) -> GraphqlResponse {
    let body = json!({"errors": [{"message": message, "extensions": {"code": code}}]});
    GraphqlResponse { status, body: body.to_string().into() }
}

/// The same for several errors with their places in the document.
pub(super) fn refuse_all(
    status: StatusCode,
    code: &str,
    errors: &[GraphQLError],
) -> GraphqlResponse {
    let entries: Vec<_> = errors
        .iter()
        .map(|error| {
            let mut entry = json!({"message": error.message, "extensions": {"code": code}});
            if !error.locations.is_empty() {
                entry["locations"] = json!(error.locations);
            }
            entry
        })
        .collect();
    let body = json!({"errors": entries});
    GraphqlResponse { status, body: body.to_string().into() }
}
