//! What the HTTP server asks of the gateway: one GraphQL request in, one JSON body out, or several
//! where the client takes them.

use std::{future::Future, net::IpAddr};

use bytes::Bytes;
use futures::stream::BoxStream;
use http::{HeaderMap, StatusCode};
use serde_json::{Map, Value};

use super::request_id::RequestId;
use crate::{
    auth::Caller,
    export::{Export, ExportError, ExportOptions},
};

/// Answers GraphQL requests. The HTTP server owns everything before and after: media types, limits
/// on the body, deadlines, compression.
pub trait GraphqlService: Send + Sync + 'static {
    /// Answers one request. Never fails: what went wrong stands in the body's `errors`.
    ///
    /// Dropping the future cancels the request.
    fn execute(
        &self,
        request: GraphqlRequest,
        context: RequestContext,
    ) -> impl Future<Output = GraphqlResponse> + Send;

    /// Answers one request, in several bodies where the client accepts them and the operation is
    /// of that kind.
    ///
    /// Dropping the future, or a stream that it gave, cancels the request.
    fn respond(
        &self,
        request: GraphqlRequest,
        context: RequestContext,
        accepts: Accepts,
    ) -> impl Future<Output = GraphqlAnswer> + Send {
        let _ = accepts;
        async { GraphqlAnswer::Whole(self.execute(request, context).await) }
    }

    /// Answers one request as a table, where it has one connection.
    ///
    /// Dropping the future cancels the request.
    fn export(
        &self,
        request: GraphqlRequest,
        context: RequestContext,
        options: ExportOptions,
    ) -> impl Future<Output = Result<Export, ExportError>> + Send {
        let _ = (request, context, options);
        async { Err(ExportError::NotSupported) }
    }

    /// Whether requests can be answered now; `/ready` says so to whoever sends traffic here.
    fn is_ready(&self) -> bool;
}

/// One GraphQL request, as sent. Spec: GraphQL over HTTP, "Request Parameters".
#[derive(Debug, Clone, Default, PartialEq)]
pub struct GraphqlRequest {
    /// The document.
    pub query: String,
    /// Which of the document's operations to run; `None` when it has only one.
    pub operation_name: Option<String>,
    /// Values of variables, not coerced yet.
    pub variables: Map<String, Value>,
    /// Extensions of the request.
    pub extensions: Map<String, Value>,
}

/// What is known of a request beside its GraphQL content.
#[derive(Debug, Clone)]
pub struct RequestContext {
    /// The client's `x-request-id`, or one of ours.
    pub request_id: RequestId,
    /// Who sent it, by its token and nothing else.
    pub caller: Caller,
    /// Headers of the request.
    pub headers: HeaderMap,
    /// Where it comes from, if that is known.
    pub address: Option<IpAddr>,
}

/// What a client takes beside one JSON body.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Accepts {
    /// Parts of one answer, one after the other (`@defer`).
    pub deferred_parts: bool,
    /// An answer for each event (subscriptions).
    pub events: bool,
}

/// The answer to one request, of the kind that the client takes.
pub enum GraphqlAnswer {
    /// One body.
    Whole(GraphqlResponse),
    /// Bodies of an incremental answer, the last one with `"hasNext": false`.
    Incremental(BoxStream<'static, Bytes>),
    /// The answers to a subscription's events.
    Events(BoxStream<'static, StreamedEvent>),
}

/// What happens on a subscription.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum StreamedEvent {
    /// The answer to an event: `data`, `errors`, `extensions`.
    Next(Bytes),
    /// The subscription ends by an error: a body with `errors` alone. Nothing follows.
    Failed(Bytes),
}

/// The answer to one request.
#[derive(Debug, Clone)]
pub struct GraphqlResponse {
    /// Status for the media type `application/graphql-response+json`: 200 with data, 400 for a
    /// request that cannot be executed. A client that takes `application/json` gets 200 for both,
    /// as GraphQL over HTTP asks.
    pub status: StatusCode,
    /// The response as JSON: `data`, `errors`, `extensions`.
    pub body: Bytes,
}
