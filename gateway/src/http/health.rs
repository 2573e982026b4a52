//! `/health`: the process lives. `/ready`: it may be sent requests.

use std::sync::Arc;

use axum::{Json, extract::State};
use serde::Serialize;

use super::{error::HttpError, server::ServerState, service::GraphqlService};

/// Body of both answers.
#[derive(Debug, Serialize)]
pub(super) struct Health {
    status: &'static str,
}

/// `GET /health`.
pub(super) async fn live() -> Json<Health> {
    Json(Health { status: "UP" })
}

/// `GET /ready`.
pub(super) async fn ready<S: GraphqlService>(
    State(state): State<Arc<ServerState<S>>>,
) -> Result<Json<Health>, HttpError> {
    let is_stopping = state.shutdown.is_cancelled();
    if is_stopping || !state.service.is_ready() {
        return Err(HttpError::NotReady);
    }
    Ok(Json(Health { status: "READY" }))
}
