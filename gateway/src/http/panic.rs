//! A panic while answering one request becomes that request's 500; the others go on.

use std::any::Any;

use axum::response::{IntoResponse, Response};

use super::error::HttpError;

/// Logs the panic and answers for it. The client is told nothing of its text.
pub(super) fn answer_panic(payload: &(dyn Any + Send)) -> Response {
    let text = payload
        .downcast_ref::<&'static str>()
        .copied()
        .or_else(|| payload.downcast_ref::<String>().map(String::as_str))
        .unwrap_or("not a text");
    tracing::error!(panic = text, "a request panicked");
    HttpError::Internal.into_response()
}
