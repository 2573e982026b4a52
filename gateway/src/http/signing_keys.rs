//! `/.well-known/jwks.json`: the public keys by which sites know the gateway's calls.

use std::sync::Arc;

use axum::{
    extract::State,
    response::{IntoResponse, Response},
};
use http::header;

use super::{error::HttpError, server::ServerState, service::GraphqlService};

/// Where the keys are.
pub(super) const JWKS_PATH: &str = "/.well-known/jwks.json";

/// Short, so that a new key is known before it signs.
const CACHE_CONTROL: &str = "public, max-age=60";

/// `GET` of the keys; not found where calls are not signed.
pub(super) async fn get<S: GraphqlService>(State(state): State<Arc<ServerState<S>>>) -> Response {
    match &state.signer {
        Some(signer) => {
            let headers = [
                (header::CONTENT_TYPE, "application/json"),
                (header::CACHE_CONTROL, CACHE_CONTROL),
            ];
            (headers, signer.jwks()).into_response()
        }
        None => HttpError::NotFound.into_response(),
    }
}
