//! One site over HTTP on a free port: answers well, or misbehaves as a test tells it to, and
//! remembers what it was asked.

use std::{
    fmt,
    net::SocketAddr,
    sync::{Arc, Mutex, PoisonError},
};

use async_graphql::{Request, Variables};
use axum::{
    Router,
    body::{Body, Bytes},
    extract::State,
    http::{HeaderMap, StatusCode},
    response::Response,
    routing::post,
};
use serde_json::{Value, json};
use tokio::{net::TcpListener, task::JoinHandle};

use super::catalog::CatalogSchema;

/// How a site answers.
#[derive(Clone, Default)]
pub(crate) enum Behaviour {
    /// As its contract promises.
    #[default]
    Well,
    /// Never.
    Silent,
    /// With this status and body, whatever it is asked.
    Fixed(StatusCode, Bytes),
    /// As promised, but for calls whose token this refuses: the argument is the `Authorization`.
    Doubting(Arc<Doubt>),
    /// With more bytes than anyone waits for.
    Endless,
    /// As promised, then changed: a site that lies.
    Lying(Arc<Change>),
}

/// Changes an answer; the first argument is the request.
type Change = dyn Fn(&Value, &mut Value) + Send + Sync;

/// Whether a token is refused.
type Doubt = dyn Fn(&str) -> bool + Send + Sync;

impl Behaviour {
    /// Refuses tokens as RFC 6750 has it.
    pub(crate) fn doubting(refuses: impl Fn(&str) -> bool + Send + Sync + 'static) -> Self {
        Self::Doubting(Arc::new(refuses))
    }

    pub(crate) fn fixed(status: u16, body: impl Into<Bytes>) -> Self {
        let status = StatusCode::from_u16(status).expect("a status");
        Self::Fixed(status, body.into())
    }

    /// Changes each answer; the first argument is the request.
    pub(crate) fn lying(change: impl Fn(&Value, &mut Value) + Send + Sync + 'static) -> Self {
        Self::Lying(Arc::new(change))
    }
}

impl fmt::Debug for Behaviour {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Behaviour")
    }
}

/// A request as the site received it.
#[derive(Debug, Clone)]
pub(crate) struct Call {
    pub(crate) body: Value,
    pub(crate) request_id: String,
    pub(crate) headers: HeaderMap,
}

impl Call {
    pub(crate) fn document(&self) -> &str {
        self.body["query"].as_str().unwrap_or_default()
    }

    /// Representations of its only list.
    pub(crate) fn representations(&self) -> Vec<Value> {
        let list = &self.body["variables"]["representations"];
        list.as_array().cloned().unwrap_or_default()
    }
}

#[derive(Debug, Default)]
struct Shared {
    behaviour: Mutex<Behaviour>,
    calls: Mutex<Vec<Call>>,
}

/// A running site; it stops when dropped.
#[derive(Debug)]
pub(crate) struct StubSite {
    pub(crate) address: SocketAddr,
    shared: Arc<Shared>,
    server: JoinHandle<()>,
}

impl StubSite {
    pub(crate) async fn start(schema: CatalogSchema) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").await.expect("a free port");
        let address = listener.local_addr().expect("a bound listener");
        let shared = Arc::new(Shared::default());
        let router =
            Router::new().route("/graphql", post(answer)).with_state((schema, Arc::clone(&shared)));
        let server = tokio::spawn(async move {
            axum::serve(listener, router).await.expect("the listener lives as long as the test");
        });
        Self { address, shared, server }
    }

    pub(crate) fn behave(&self, behaviour: Behaviour) {
        *self.shared.behaviour.lock().unwrap_or_else(PoisonError::into_inner) = behaviour;
    }

    /// Calls since the last time they were taken.
    pub(crate) fn take_calls(&self) -> Vec<Call> {
        std::mem::take(&mut self.shared.calls.lock().unwrap_or_else(PoisonError::into_inner))
    }

    /// Stops listening, so that connecting fails. Connections that are open are closed too.
    pub(crate) async fn close(&mut self) {
        self.server.abort();
        let stopped = (&mut self.server).await;
        assert!(stopped.is_err_and(|error| error.is_cancelled()), "it was running until now");
    }
}

impl Drop for StubSite {
    fn drop(&mut self) {
        self.server.abort();
    }
}

async fn answer(
    State((schema, shared)): State<(CatalogSchema, Arc<Shared>)>,
    headers: HeaderMap,
    body: Bytes,
) -> Response {
    let request: Value = serde_json::from_slice(&body).expect("the gateway sends JSON");
    let request_id =
        headers.get("x-request-id").and_then(|id| id.to_str().ok()).unwrap_or_default();
    let call =
        Call { body: request.clone(), request_id: request_id.to_owned(), headers: headers.clone() };
    shared.calls.lock().unwrap_or_else(PoisonError::into_inner).push(call);
    let behaviour = shared.behaviour.lock().unwrap_or_else(PoisonError::into_inner).clone();
    match behaviour {
        Behaviour::Well => json_response(&execute(&schema, &request).await),
        Behaviour::Silent => std::future::pending().await,
        Behaviour::Doubting(refuses) => {
            let token = headers.get("authorization").and_then(|it| it.to_str().ok());
            if refuses(token.unwrap_or_default()) {
                let challenge = "Bearer error=\"invalid_token\"";
                let response = Response::builder().status(StatusCode::UNAUTHORIZED);
                let response = response.header("www-authenticate", challenge);
                return response.body(Body::empty()).expect("a response");
            }
            json_response(&execute(&schema, &request).await)
        }
        Behaviour::Fixed(status, body) => {
            let mut response = Response::new(Body::from(body));
            *response.status_mut() = status;
            response
        }
        Behaviour::Endless => {
            let chunk = Ok::<_, std::convert::Infallible>(Bytes::from_static(&[b' '; 16 * 1024]));
            Response::new(Body::from_stream(futures::stream::repeat(chunk)))
        }
        Behaviour::Lying(change) => {
            let mut answer = execute(&schema, &request).await;
            change(&request, &mut answer);
            json_response(&answer)
        }
    }
}

async fn execute(schema: &CatalogSchema, request: &Value) -> Value {
    let query = request["query"].as_str().expect("the gateway sends a document");
    let variables = Variables::from_json(request["variables"].clone());
    let response = schema.execute(Request::new(query).variables(variables)).await;
    json!(response)
}

fn json_response(answer: &Value) -> Response {
    Response::new(Body::from(answer.to_string()))
}
