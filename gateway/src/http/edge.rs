//! What is done for every request, whatever its path: it gets its id and its span, a panic becomes its
//! own 500, and the answer says what a browser may do with it.
//!
//! One function and not a layer each: a layer is copied, and its future put on the heap, for every
//! request.

use std::{convert::Infallible, panic::AssertUnwindSafe};

use axum::{Router, body::Body, response::Response};
use futures::FutureExt;
use http::Request;
use hyper::body::Incoming;
use tower::Service;
use tracing::Instrument;

use super::{
    client_address::Peer,
    headers::set_security_headers,
    panic::answer_panic,
    request_id::{REQUEST_ID_HEADER, RequestId},
    server::route_of,
};
use crate::telemetry::{record_server_status, server_span, set_parent_from_headers};

/// Answers one request of a connection from `peer`.
///
/// # Errors
/// None: the signature is what a connection asks for.
pub(super) async fn answer(
    mut router: Router,
    peer: Peer,
    request: Request<Incoming>,
) -> Result<Response, Infallible> {
    let mut request = request.map(Body::new);
    let id = RequestId::of(request.headers());
    let span = server_span(request.method(), route_of(request.uri().path()), Some(id.as_str()));
    set_parent_from_headers(&span, request.headers());
    request.extensions_mut().insert(id.clone());
    request.extensions_mut().insert(peer);
    let answered = AssertUnwindSafe(async { router.call(request).await }).catch_unwind();
    let mut response = match answered.instrument(span.clone()).await {
        Ok(Ok(response)) => response,
        Ok(Err(never)) => match never {},
        Err(panic) => span.in_scope(|| answer_panic(&*panic)),
    };
    record_server_status(&span, response.status());
    let headers = response.headers_mut();
    set_security_headers(headers);
    headers.insert(&REQUEST_ID_HEADER, id.header_value());
    Ok(response)
}
