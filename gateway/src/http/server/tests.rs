//! A server over a service that says what it was asked; one topic per file.

use std::{future::pending, net::SocketAddr, num::NonZeroUsize, time::Duration};

use bytes::Bytes;
use http::{Request, Response, StatusCode};
use http_body_util::{BodyExt, Full};
use hyper_util::{
    client::legacy::{Client, connect::HttpConnector},
    rt::TokioExecutor,
};
use serde_json::{Value, json};
use tokio::{
    io::{AsyncReadExt, AsyncWriteExt},
    net::TcpStream,
    sync::Notify,
    task::JoinHandle,
};

use super::*;
use crate::http::{Asset, GraphqlRequest, GraphqlResponse, NoAssets, RequestContext, RequestId};

mod browsers;
mod endings;
mod requests;

/// Answers with what it was asked; some queries make it misbehave.
#[derive(Default)]
struct Echo {
    is_not_ready: bool,
    /// Told when `{ wait }` has begun.
    begun: Notify,
    /// `{ wait }` ends when this is told.
    go_on: Notify,
}

impl GraphqlService for Echo {
    async fn execute(&self, request: GraphqlRequest, context: RequestContext) -> GraphqlResponse {
        match request.query.as_str() {
            "{ panic }" => panic!("as asked"),
            "{ hang }" => pending().await,
            "{ wait }" => {
                self.begun.notify_one();
                self.go_on.notified().await;
            }
            _ => {}
        }
        let status =
            if request.query == "{ unknown }" { StatusCode::BAD_REQUEST } else { StatusCode::OK };
        let body = json!({
            "query": request.query,
            "operationName": request.operation_name,
            "variables": request.variables,
            "requestId": context.request_id.as_str(),
            "detail": context.headers.get(COVERAGE_HEADER).and_then(|v| v.to_str().ok()),
            "padding": "千站".repeat(200),
        });
        GraphqlResponse { status, body: Bytes::from(body.to_string()) }
    }

    fn is_ready(&self) -> bool {
        !self.is_not_ready
    }
}

struct OnePage;

impl Assets for OnePage {
    fn get(&self, path: &str) -> Option<Asset> {
        let (body, media_type, is_immutable) = match path {
            "index.html" => ("<h1>explorer</h1>", "text/html; charset=utf-8", false),
            "assets/main.js" => ("let a;", "text/javascript; charset=utf-8", true),
            _ => return None,
        };
        Some(Asset { body: Bytes::from_static(body.as_bytes()), media_type, is_immutable })
    }

    fn is_empty(&self) -> bool {
        false
    }
}

struct TestServer {
    address: SocketAddr,
    service: Arc<Echo>,
    shutdown: CancellationToken,
    server: JoinHandle<io::Result<()>>,
    client: Client<HttpConnector, Full<Bytes>>,
}

impl TestServer {
    async fn start(service: Echo, assets: Arc<dyn Assets>, config: ServerConfig) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").await.expect("a free port");
        let address = listener.local_addr().expect("a bound listener");
        let service = Arc::new(service);
        let limits = LimitsConfig {
            max_body_bytes: NonZeroUsize::new(2000).expect("not zero"),
            ..LimitsConfig::default()
        };
        let state = ServerState::new(Arc::clone(&service), assets, config, limits);
        let shutdown = CancellationToken::new();
        let server = tokio::spawn(serve(listener, state, shutdown.clone()));
        let client = Client::builder(TokioExecutor::new()).build_http();
        Self { address, service, shutdown, server, client }
    }

    async fn usual() -> Self {
        Self::start(Echo::default(), Arc::new(NoAssets), ServerConfig::default()).await
    }

    fn url(&self, path: &str) -> String {
        format!("http://{}{path}", self.address)
    }

    async fn send(&self, request: Request<Full<Bytes>>) -> Response<Bytes> {
        let response = self.client.request(request).await.expect("the server answers");
        let (head, body) = response.into_parts();
        let body = body.collect().await.expect("a whole body").to_bytes();
        Response::from_parts(head, body)
    }

    async fn get(&self, path: &str) -> Response<Bytes> {
        let request = Request::get(self.url(path)).body(Full::default());
        self.send(request.expect("a valid request")).await
    }

    async fn post(&self, body: &str, headers: Headers<'_>) -> Response<Bytes> {
        let mut request = Request::post(self.url("/graphql"));
        for (name, value) in headers {
            request = request.header(*name, *value);
        }
        let body = Full::from(Bytes::copy_from_slice(body.as_bytes()));
        self.send(request.body(body).expect("a valid request")).await
    }

    async fn post_json(&self, body: &Value) -> Response<Bytes> {
        self.post(&body.to_string(), &[JSON]).await
    }
}

/// Names and values.
type Headers<'a> = &'a [(&'a str, &'a str)];

const JSON: (&str, &str) = ("content-type", "application/json");

fn json_of(response: &Response<Bytes>) -> Value {
    serde_json::from_slice(response.body()).expect("a JSON body")
}

fn error_code(response: &Response<Bytes>) -> String {
    let body = json_of(response);
    body["errors"][0]["extensions"]["code"].as_str().unwrap_or("OK").to_owned()
}

fn header<'a>(response: &'a Response<Bytes>, name: &str) -> &'a str {
    response.headers().get(name).map_or("", |value| value.to_str().expect("ASCII"))
}
