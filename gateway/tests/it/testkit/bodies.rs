//! Requests whose answers are several bodies, without HTTP and with it.

use std::{net::SocketAddr, sync::Arc, time::Duration};

use bytes::Bytes;
use futures::{StreamExt, stream::BoxStream};
use http::{HeaderMap, Request, Response};
use http_body_util::{BodyExt, Full};
use hyper::body::Incoming;
use hyper_util::{
    client::legacy::{Client, connect::HttpConnector},
    rt::TokioExecutor,
};
use qianzhan_gateway::{
    auth::Caller,
    config::{ExportConfig, LimitsConfig, ServerConfig},
    gateway::Gateway,
    http::{
        Accepts, GraphqlAnswer, GraphqlRequest, GraphqlService, NoAssets, RequestContext,
        RequestId, ServerState, StreamedEvent, serve,
    },
};
use serde_json::Value;
use tokio::{net::TcpListener, task::JoinHandle};
use tokio_util::sync::CancellationToken;

/// What a client of one body accepts.
pub(crate) const JSON: &str = "application/json";

/// Longest wait for anything here: far beyond every deadline of the gateway.
pub(crate) const PATIENCE: Duration = Duration::from_secs(60);

/// Asks as a client that takes several bodies.
pub(crate) async fn respond(gateway: &Gateway, query: &str, variables: Value) -> GraphqlAnswer {
    let variables = variables.as_object().cloned().unwrap_or_default();
    let request = GraphqlRequest { query: query.to_owned(), variables, ..Default::default() };
    let context = RequestContext {
        request_id: RequestId::generate(),
        caller: Caller::anonymous(),
        headers: HeaderMap::new(),
        address: None,
    };
    let accepts = Accepts { deferred_parts: true, events: true };
    gateway.respond(request, context, accepts).await
}

/// The bodies of an incremental answer.
pub(crate) struct Bodies(pub(crate) BoxStream<'static, Bytes>);

impl Bodies {
    /// `None` at the end.
    pub(crate) async fn next(&mut self) -> Option<Value> {
        let body = tokio::time::timeout(PATIENCE, self.0.next()).await.expect("it goes on")?;
        Some(serde_json::from_slice(&body).expect("a JSON body"))
    }
}

/// The answers of a subscription.
pub(crate) struct Events(pub(crate) BoxStream<'static, StreamedEvent>);

impl Events {
    /// `None` at the end; an error that ends it stands under `failed`.
    pub(crate) async fn next(&mut self) -> Option<Value> {
        let event = tokio::time::timeout(PATIENCE, self.0.next()).await.expect("it goes on")?;
        let read = |body: &[u8]| serde_json::from_slice::<Value>(body).expect("a JSON body");
        Some(match event {
            StreamedEvent::Next(body) => read(&body),
            StreamedEvent::Failed(body) => serde_json::json!({ "failed": read(&body) }),
        })
    }
}

/// A gateway behind HTTP.
pub(crate) struct Server {
    pub(crate) address: SocketAddr,
    pub(crate) shutdown: CancellationToken,
    pub(crate) serving: JoinHandle<std::io::Result<()>>,
    client: Client<HttpConnector, Full<Bytes>>,
}

impl Server {
    pub(crate) async fn start(gateway: &Arc<Gateway>, config: ServerConfig) -> Self {
        Self::start_with(gateway, config, ExportConfig::default()).await
    }

    pub(crate) async fn start_exporting(gateway: &Arc<Gateway>, export: ExportConfig) -> Self {
        Self::start_with(gateway, ServerConfig::default(), export).await
    }

    async fn start_with(
        gateway: &Arc<Gateway>,
        config: ServerConfig,
        export: ExportConfig,
    ) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").await.expect("a free port");
        let address = listener.local_addr().expect("a bound listener");
        let gateway = Arc::clone(gateway);
        let state = ServerState::new(gateway, Arc::new(NoAssets), config, LimitsConfig::default())
            .with_export(export);
        let shutdown = CancellationToken::new();
        let serving = tokio::spawn(serve(listener, state, shutdown.clone()));
        let client = Client::builder(TokioExecutor::new()).build_http();
        Self { address, shutdown, serving, client }
    }

    /// The answer to a query that is sent with these headers.
    pub(crate) async fn post_with(
        &self,
        query: &str,
        headers: &[(&str, &str)],
    ) -> Response<Incoming> {
        let body = serde_json::json!({ "query": query }).to_string();
        let mut request = Request::post(format!("http://{}/graphql", self.address))
            .header("content-type", "application/json");
        for (name, value) in headers {
            request = request.header(*name, *value);
        }
        let request = request.body(Full::from(body)).expect("a valid request");
        let answer = tokio::time::timeout(PATIENCE, self.client.request(request)).await;
        answer.expect("in time").expect("the server answers")
    }

    /// The answer's head, and its body as it comes.
    pub(crate) async fn post(&self, query: &str, accept: &str) -> Response<Incoming> {
        let body = serde_json::json!({ "query": query }).to_string();
        let request = Request::post(format!("http://{}/graphql", self.address))
            .header("content-type", "application/json")
            .header("accept", accept)
            // Whoever takes parts is not to get them through an encoder.
            .header("accept-encoding", if accept == JSON { "identity" } else { "gzip" })
            .body(Full::from(body))
            .expect("a valid request");
        let answer = tokio::time::timeout(PATIENCE, self.client.request(request)).await;
        answer.expect("in time").expect("the server answers")
    }
}

/// All of a body, as text.
pub(crate) async fn text_of(response: Response<Incoming>) -> String {
    let body = tokio::time::timeout(PATIENCE, response.into_body().collect()).await;
    let body = body.expect("it ends").expect("a whole body").to_bytes();
    String::from_utf8(body.to_vec()).expect("text")
}

/// The next frame of a body, as text.
pub(crate) async fn frame_of(body: &mut Incoming) -> String {
    let frame = tokio::time::timeout(PATIENCE, body.frame()).await.expect("it goes on");
    let data = frame.expect("not the end").expect("no error").into_data().expect("data");
    String::from_utf8(data.to_vec()).expect("text")
}
