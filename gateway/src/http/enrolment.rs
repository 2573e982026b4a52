//! `POST /enrolment`: a site presents the token of its superior's office.

use std::sync::Arc;

use axum::{
    body::Body,
    extract::State,
    response::{IntoResponse, Response},
};
use http::{HeaderMap, StatusCode, header};
use serde_json::json;

use super::{error::HttpError, graphql::read_body, server::ServerState, service::GraphqlService};
use crate::enrolment::{EnrolmentError, EnrolmentRequest};

/// Where sites join.
pub(super) const ENROLMENT_PATH: &str = "/enrolment";

/// Not found where the gateway lists no office.
pub(super) async fn post<S: GraphqlService>(
    State(state): State<Arc<ServerState<S>>>,
    headers: HeaderMap,
    body: Body,
) -> Response {
    let Some(desk) = &state.enrolment else { return HttpError::NotFound.into_response() };
    let body = match read_body(&headers, body, &state).await {
        Ok(body) => body,
        Err(error) => return error.into_response(),
    };
    let request: EnrolmentRequest = match serde_json::from_slice(&body) {
        Ok(request) => request,
        Err(error) => {
            return HttpError::BodyNotJson { detail: error.to_string() }.into_response();
        }
    };
    match desk.enrol(&request).await {
        Ok(enrolled) => answer(StatusCode::CREATED, &json!(enrolled)),
        Err(error) => refuse(&error),
    }
}

fn refuse(error: &EnrolmentError) -> Response {
    let code = error.code();
    match error {
        EnrolmentError::Files { reason } => tracing::error!(code, reason, "a site cannot join"),
        _ => tracing::warn!(code, %error, "a site is not let in"),
    }
    let body =
        json!({ "errors": [{ "message": error.to_string(), "extensions": { "code": code } }] });
    answer(error.status(), &body)
}

fn answer(status: StatusCode, body: &serde_json::Value) -> Response {
    (status, [(header::CONTENT_TYPE, "application/json")], body.to_string()).into_response()
}
