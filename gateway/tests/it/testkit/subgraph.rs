//! A subgraph with one URL, over HTTP on a free port.

use std::sync::{Arc, Mutex, PoisonError};

use axum::{Json, Router, extract::State, routing::post};
use serde_json::Value;
use tokio::{net::TcpListener, task::JoinHandle};

type Respond = dyn Fn(&Value) -> Value + Send + Sync;

/// Bodies of requests, in order.
type RequestLog = Arc<Mutex<Vec<Value>>>;

/// A subgraph that answers as a test says; it stops when dropped.
pub(crate) struct Subgraph {
    pub(crate) url: String,
    requests: RequestLog,
    pub(crate) server: JoinHandle<()>,
}

impl Subgraph {
    pub(crate) async fn start(respond: impl Fn(&Value) -> Value + Send + Sync + 'static) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").await.expect("a free port");
        let url = format!("http://{}/graphql", listener.local_addr().expect("a bound listener"));
        let requests = RequestLog::default();
        let respond: Arc<Respond> = Arc::new(respond);
        let router = Router::new().route(
            "/graphql",
            post(
                |State((respond, requests)): State<(Arc<Respond>, RequestLog)>,
                 Json(request): Json<Value>| async move {
                    let answer = respond(&request);
                    requests.lock().unwrap_or_else(PoisonError::into_inner).push(request);
                    Json(answer)
                },
            ),
        );
        let router = router.with_state((respond, Arc::clone(&requests)));
        let server = tokio::spawn(async move {
            axum::serve(listener, router).await.expect("the listener lives as long as the test");
        });
        Self { url, requests, server }
    }

    /// Variables of the requests so far.
    pub(crate) fn variables(&self) -> Vec<Value> {
        let requests = self.requests.lock().unwrap_or_else(PoisonError::into_inner);
        requests.iter().map(|request| request["variables"].clone()).collect()
    }
}

impl Drop for Subgraph {
    fn drop(&mut self) {
        self.server.abort();
    }
}
