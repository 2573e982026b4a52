//! `/graphql`: reads the request, has the service answer it within the deadline.

use std::{sync::Arc, time::Duration};

use axum::{
    body::Body,
    extract::{Request, State},
    response::{IntoResponse, Response},
};
use bytes::Bytes;
use http::{HeaderMap, HeaderValue, header, request::Parts};
use http_body_util::{BodyExt, LengthLimitError, Limited};
use tokio::time::{Instant, timeout, timeout_at};

use super::{
    accepted::{Accepted, EventFormat},
    client_address::{Peer, client_address},
    error::HttpError,
    export,
    media_type::{ResponseType, is_json_body, is_plain_body},
    read_only::require_queries,
    request::{parse_body, parse_url},
    request_id::RequestId,
    server::ServerState,
    service::{GraphqlAnswer, GraphqlRequest, GraphqlResponse, GraphqlService, RequestContext},
    streamed::{event_response, incremental_response, single_event, single_incremental},
};
use crate::{auth::Caller, export::ExportOptions};

/// Methods of `/graphql`, for `Allow`.
const METHODS: &str = "GET, HEAD, POST";

/// `POST /graphql`: the request is the body.
pub(super) async fn post<S: GraphqlService>(
    State(state): State<Arc<ServerState<S>>>,
    request: Request,
) -> Response {
    let (parts, body) = request.into_parts();
    let Some(wanted) = Wanted::negotiate(&parts.headers, &state) else {
        return HttpError::NotAcceptable.into_response();
    };
    let response_type = wanted.error_type();
    let caller = match state.authenticator.authenticate(&parts.headers).await {
        Ok(caller) => caller,
        Err(error) => return HttpError::from(error).into_response_as(response_type),
    };
    let read = async {
        let body = read_body(&parts.headers, body, &state).await?;
        parse_body(&body)
    };
    match read.await {
        Ok(request) => wanted.respond(&state, request, parts, caller).await,
        Err(error) => error.into_response_as(response_type),
    }
}

/// `GET /graphql?query=…`: the request is in the URL, and is a query.
pub(super) async fn get<S: GraphqlService>(
    State(state): State<Arc<ServerState<S>>>,
    request: Request,
) -> Response {
    let (parts, _) = request.into_parts();
    let Some(wanted) = Wanted::negotiate(&parts.headers, &state) else {
        return HttpError::NotAcceptable.into_response();
    };
    let response_type = wanted.error_type();
    let caller = match state.authenticator.authenticate(&parts.headers).await {
        Ok(caller) => caller,
        Err(error) => return HttpError::from(error).into_response_as(response_type),
    };
    let read = parse_url(&parts.uri).and_then(|request| {
        require_queries(&request, state.limits.max_tokens.get())?;
        Ok(request)
    });
    match read {
        Ok(request) => wanted.respond(&state, request, parts, caller).await,
        Err(error) => error.into_response_as(response_type),
    }
}

/// What the client wants to have: a table, or an answer in one of the forms of GraphQL over HTTP.
enum Wanted {
    Table(ExportOptions),
    Answer(Accepted),
}

impl Wanted {
    /// `None` if the client takes nothing that can be given.
    fn negotiate<S>(headers: &HeaderMap, state: &ServerState<S>) -> Option<Self> {
        let max_rows = state.export.max_rows.get();
        match ExportOptions::of_headers(headers, max_rows) {
            Some(options) => Some(Self::Table(options)),
            None => Accepted::negotiate(headers).map(Self::Answer),
        }
    }

    /// The type of errors.
    fn error_type(&self) -> ResponseType {
        match self {
            Self::Table(_) => ResponseType::Json,
            Self::Answer(accepted) => accepted.response_type(),
        }
    }

    async fn respond<S: GraphqlService>(
        self,
        state: &ServerState<S>,
        request: GraphqlRequest,
        parts: Parts,
        caller: Caller,
    ) -> Response {
        match self {
            Self::Table(options) => export::respond(state, request, parts, caller, options).await,
            Self::Answer(accepted) => execute(state, request, parts, caller, accepted).await,
        }
    }
}

/// Any other method.
pub(super) async fn other_method() -> HttpError {
    HttpError::MethodNotAllowed { allow: METHODS }
}

pub(super) async fn read_body<S>(
    headers: &HeaderMap,
    body: Body,
    state: &ServerState<S>,
) -> Result<Bytes, HttpError> {
    if !is_json_body(headers) {
        return Err(HttpError::ContentType);
    }
    if !is_plain_body(headers) {
        return Err(HttpError::ContentEncoding);
    }
    let max_bytes = state.limits.max_body_bytes.get();
    let body_bytes = headers
        .get(header::CONTENT_LENGTH)
        .and_then(|length| length.to_str().ok()?.parse::<u64>().ok());
    if body_bytes.is_some_and(|bytes| bytes > max_bytes as u64) {
        return Err(HttpError::BodyTooLarge { max_bytes });
    }
    within(state.server.body_timeout, Limited::new(body, max_bytes).collect())
        .await
        .ok_or(HttpError::BodyTimeout)?
        .map(http_body_util::Collected::to_bytes)
        .map_err(|error| {
            if error.is::<LengthLimitError>() {
                HttpError::BodyTooLarge { max_bytes }
            } else {
                HttpError::BodyInterrupted
            }
        })
}

async fn execute<S: GraphqlService>(
    state: &ServerState<S>,
    request: GraphqlRequest,
    parts: Parts,
    caller: Caller,
    accepted: Accepted,
) -> Response {
    let context = request_context(state, parts, caller);
    let deadline = Instant::now() + state.server.request_timeout;
    let answer = state.service.respond(request, context, accepted.accepts());
    let Ok(answer) = timeout_at(deadline, answer).await else {
        return HttpError::RequestTimeout.into_response_as(accepted.response_type());
    };
    let mut response = match (answer, accepted) {
        (GraphqlAnswer::Whole(answer), Accepted { whole: None, events: Some(format), .. }) => {
            single_event(format, answer)
        }
        (GraphqlAnswer::Whole(answer), Accepted { whole: None, .. }) => single_incremental(answer),
        (GraphqlAnswer::Whole(answer), accepted) => {
            whole_response(answer, accepted.response_type())
        }
        (GraphqlAnswer::Incremental(bodies), _) => incremental_response(bodies, deadline),
        (GraphqlAnswer::Events(events), accepted) => {
            let format = accepted.events.unwrap_or(EventFormat::ServerSentEvents);
            let shutdown = state.shutdown.clone().cancelled_owned();
            event_response(format, events, state.server.heartbeat, shutdown)
        }
    };
    let vary = HeaderValue::from_static("accept, authorization");
    response.headers_mut().insert(header::VARY, vary);
    response
}

/// What is known of a request beside its GraphQL content.
pub(super) fn request_context<S>(
    state: &ServerState<S>,
    parts: Parts,
    caller: Caller,
) -> RequestContext {
    let request_id = parts
        .extensions
        .get::<RequestId>()
        .cloned()
        .unwrap_or_else(|| RequestId::of(&parts.headers));
    let peer = parts.extensions.get::<Peer>();
    let address = client_address(peer, &parts.headers, state.server.behind_tls_proxy);
    RequestContext { request_id, caller, headers: parts.headers, address }
}

fn whole_response(answer: GraphqlResponse, response_type: ResponseType) -> Response {
    let mut response = Response::new(Body::from(answer.body));
    *response.status_mut() = response_type.status(answer.status);
    response.headers_mut().insert(header::CONTENT_TYPE, response_type.header_value());
    response
}

/// What the future gives, unless it takes longer.
async fn within<F: Future>(longest: Duration, future: F) -> Option<F::Output> {
    timeout(longest, future).await.ok()
}
