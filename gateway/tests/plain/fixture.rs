//! Starts the four subgraphs on ports of their own, composes them, and runs the gateway over them.

use std::{
    collections::BTreeMap,
    sync::{Arc, Mutex},
};

use async_graphql::{ObjectType, Request, SDLExportOptions, Schema, SubscriptionType};
use axum::{Json, Router, extract::State, routing::post};
use qianzhan_gateway::{
    auth::Caller,
    config::{PlanCacheConfig, TrafficConfig},
    directory::RegionTable,
    gateway::{Assembly, Gateway, GatewayOptions, assemble},
    http::{GraphqlRequest, GraphqlService, RequestContext, RequestId},
    sites::HttpClient,
    supergraph::compose::{ContractSource, compose},
};
use serde_json::Value;
use tokio::net::TcpListener;
use tokio_util::sync::CancellationToken;

use crate::{accounts, inventory, products, reviews};

/// Running subgraphs. They stop when it is dropped.
pub(crate) struct Fixture {
    /// Their supergraph, with the URLs they are served at.
    pub(crate) supergraph_sdl: String,
    subgraphs: BTreeMap<&'static str, Subgraph>,
}

/// Bodies of requests, in order.
type RequestLog = Arc<Mutex<Vec<Value>>>;

struct Subgraph {
    requests: RequestLog,
    shutdown: CancellationToken,
    stopped: tokio::task::JoinHandle<()>,
}

impl Fixture {
    /// Starts the subgraphs and composes them.
    pub(crate) async fn start() -> Self {
        let mut subgraphs = BTreeMap::new();
        let mut sources = Vec::new();
        let mut add = |name, (source, subgraph): (ContractSource, Subgraph)| {
            sources.push(source);
            subgraphs.insert(name, subgraph);
        };
        add("accounts", start_subgraph("accounts", accounts::schema()).await);
        add("inventory", start_subgraph("inventory", inventory::schema()).await);
        add("products", start_subgraph("products", products::schema()).await);
        add("reviews", start_subgraph("reviews", reviews::schema()).await);
        let composition = compose(&sources).expect("the subgraphs compose");
        Self { supergraph_sdl: composition.supergraph_sdl, subgraphs }
    }

    /// A gateway over the subgraphs.
    pub(crate) fn gateway(&self) -> Gateway {
        let traffic = TrafficConfig::default();
        let assembly = Assembly {
            supergraph: &self.supergraph_sdl,
            regions: Arc::new(RegionTable::empty()),
            sites: None,
            in_process: Vec::new(),
            traffic: &traffic,
            plan_cache: &PlanCacheConfig::default(),
        };
        let state = assemble(assembly, None).expect("the supergraph loads");
        Gateway::new(state, HttpClient::new(&traffic), GatewayOptions::default())
    }

    /// Bodies of the requests that the subgraph has had since the last call.
    pub(crate) fn take_requests(&self, subgraph: &str) -> Vec<Value> {
        let mut requests =
            self.subgraphs[subgraph].requests.lock().expect("no holder of the lock panics");
        std::mem::take(&mut *requests)
    }

    /// Stops one subgraph; on return its URL and its connections are closed.
    pub(crate) async fn stop(&mut self, subgraph: &str) {
        let subgraph = self.subgraphs.get_mut(subgraph).expect("one of the four");
        subgraph.shutdown.cancel();
        (&mut subgraph.stopped).await.expect("no panic");
    }
}

impl Drop for Fixture {
    fn drop(&mut self) {
        for subgraph in self.subgraphs.values() {
            subgraph.shutdown.cancel();
        }
    }
}

/// What the gateway answers to a query.
pub(crate) async fn ask(gateway: &Gateway, query: &str) -> Value {
    let request = GraphqlRequest { query: query.to_owned(), ..GraphqlRequest::default() };
    let context = RequestContext {
        request_id: RequestId::generate(),
        caller: Caller::anonymous(),
        headers: http::HeaderMap::new(),
        address: None,
    };
    let response = gateway.execute(request, context).await;
    serde_json::from_slice(&response.body).expect("the answer is JSON")
}

async fn start_subgraph<Q, M, S>(
    name: &'static str,
    schema: Schema<Q, M, S>,
) -> (ContractSource, Subgraph)
where
    Q: ObjectType + 'static,
    M: ObjectType + 'static,
    S: SubscriptionType + 'static,
{
    let listener = TcpListener::bind("127.0.0.1:0").await.expect("a free port");
    let address = listener.local_addr().expect("a bound listener");
    let sdl = schema.sdl_with_options(SDLExportOptions::new().federation());
    let source = ContractSource::new(name, sdl).with_url(format!("http://{address}/graphql"));

    let requests = RequestLog::default();
    let router = Router::new()
        .route("/graphql", post(answer::<Q, M, S>))
        .with_state((schema, Arc::clone(&requests)));
    let shutdown = CancellationToken::new();
    let until_shutdown = shutdown.clone();
    let stopped = tokio::spawn(async move {
        axum::serve(listener, router)
            .with_graceful_shutdown(until_shutdown.cancelled_owned())
            .await
            .expect("serving does not fail");
    });
    (source, Subgraph { requests, shutdown, stopped })
}

async fn answer<Q, M, S>(
    State((schema, requests)): State<(Schema<Q, M, S>, RequestLog)>,
    Json(body): Json<Value>,
) -> Json<async_graphql::Response>
where
    Q: ObjectType + 'static,
    M: ObjectType + 'static,
    S: SubscriptionType + 'static,
{
    let request: Request = serde_json::from_value(body.clone()).expect("a GraphQL request");
    requests.lock().expect("no holder of the lock panics").push(body);
    Json(schema.execute(request).await)
}
