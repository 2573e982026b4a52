//! The gateway over the subgraphs of one test, and what it answers.

use std::sync::{Arc, Mutex};

use bytes::Bytes;
use futures::future::BoxFuture;
use qianzhan_gateway::{
    auth::Caller,
    config::{PlanCacheConfig, TrafficConfig},
    directory::RegionTable,
    gateway::{Assembly, Gateway, GatewayOptions, assemble},
    http::{GraphqlRequest, GraphqlService, RequestContext, RequestId},
    sites::{HttpClient, InProcessService},
    supergraph::compose::{ContractSource, compose},
};
use serde_json::Value;

use super::{Subgraph, server::Server};

/// What every supergraph begins with.
const JOIN: &str = include_str!("join.graphql");

/// Subgraphs and the gateway over them.
pub(crate) struct Federation {
    gateway: Gateway,
    calls: CallLog,
}

/// Subgraph and body of each call, in order of arrival.
type CallLog = Arc<Mutex<Vec<(&'static str, Value)>>>;

impl Federation {
    /// Composes the subgraphs.
    pub(crate) fn compose(subgraphs: impl IntoIterator<Item = Subgraph>) -> Self {
        let subgraphs: Vec<Subgraph> = subgraphs.into_iter().collect();
        let sources: Vec<ContractSource> = subgraphs
            .iter()
            .map(|subgraph| {
                ContractSource::new(subgraph.name, &*subgraph.sdl)
                    .with_url(format!("http://{}.invalid/graphql", subgraph.name))
            })
            .collect();
        let composition = compose(&sources).unwrap_or_else(|error| panic!("{error}"));
        Self::of_supergraph(&composition.supergraph_sdl, subgraphs)
    }

    /// Takes a supergraph that was written by hand, without the definitions of the join directives.
    pub(crate) fn joined(supergraph: &str, subgraphs: impl IntoIterator<Item = Subgraph>) -> Self {
        Self::of_supergraph(&format!("{JOIN}\n{supergraph}"), subgraphs)
    }

    /// Takes a supergraph as composition writes it.
    pub(crate) fn of_supergraph(
        supergraph: &str,
        subgraphs: impl IntoIterator<Item = Subgraph>,
    ) -> Self {
        let calls = CallLog::default();
        let in_process = subgraphs
            .into_iter()
            .map(|subgraph| {
                let name = subgraph.name;
                let server = Server::new(subgraph);
                let service = RecordedServer { name, server, calls: Arc::clone(&calls) };
                (name.to_owned(), Arc::new(service) as Arc<dyn InProcessService>)
            })
            .collect();
        let traffic = TrafficConfig::default();
        let assembly = Assembly {
            supergraph,
            regions: Arc::new(RegionTable::empty()),
            sites: None,
            in_process,
            traffic: &traffic,
            plan_cache: &PlanCacheConfig::default(),
        };
        let state = assemble(assembly, None).unwrap_or_else(|error| panic!("{error}"));
        let gateway = Gateway::new(state, HttpClient::new(&traffic), GatewayOptions::default());
        Self { gateway, calls }
    }

    /// Asks without variables, so that defaults hold.
    pub(crate) async fn ask(&self, query: &str) -> Answer {
        self.ask_with(query, Value::Null).await
    }

    /// Asks with variables.
    pub(crate) async fn ask_with(&self, query: &str, variables: Value) -> Answer {
        let variables = match variables {
            Value::Object(variables) => variables,
            _ => serde_json::Map::new(),
        };
        let before = self.calls.lock().expect("no holder of the lock panics").len();
        let body = self.answer(query, variables).await;
        let mut story = format!("{query}\n{body:#}");
        for (name, request) in &self.calls.lock().expect("no holder of the lock panics")[before..] {
            story += &format!("\n{name} was asked {request}");
        }
        Answer { body, story }
    }

    /// The whole answer, as a client reads it.
    pub(crate) async fn answer(
        &self,
        query: &str,
        variables: serde_json::Map<String, Value>,
    ) -> Value {
        let request =
            GraphqlRequest { query: query.to_owned(), variables, ..GraphqlRequest::default() };
        let context = RequestContext {
            request_id: RequestId::generate(),
            caller: Caller::anonymous(),
            headers: http::HeaderMap::new(),
            address: None,
        };
        let response = self.gateway.execute(request, context).await;
        serde_json::from_slice(&response.body).expect("the answer is JSON")
    }

    /// Names of the subgraphs that were called since the last look, in order, as often as called.
    pub(crate) fn take_called(&self) -> Vec<&'static str> {
        self.take_calls().into_iter().map(|(name, _)| name).collect()
    }

    /// The calls since the last look.
    pub(crate) fn take_calls(&self) -> Vec<(&'static str, Value)> {
        std::mem::take(&mut *self.calls.lock().expect("no holder of the lock panics"))
    }
}

/// A subgraph that remembers what it was asked.
struct RecordedServer {
    name: &'static str,
    server: Server,
    calls: CallLog,
}

impl InProcessService for RecordedServer {
    fn call(&self, request: Bytes) -> BoxFuture<'_, Bytes> {
        Box::pin(async move {
            let request: Value = serde_json::from_slice(&request).expect("a GraphQL request");
            let answer = self.server.answer(&request);
            let mut calls = self.calls.lock().expect("no holder of the lock panics");
            calls.push((self.name, request));
            Bytes::from(answer.to_string())
        })
    }
}

/// What a client reads.
pub(crate) struct Answer {
    body: Value,
    /// What a failing test should show.
    story: String,
}

impl Answer {
    /// The data are these, and there is no error.
    #[track_caller]
    pub(crate) fn is(&self, data: Value) {
        assert_eq!(self.body.get("errors"), None, "{}", self.story);
        assert_eq!(self.body.get("data"), Some(&data), "{}", self.story);
    }

    /// The data are these, and there are errors.
    #[track_caller]
    pub(crate) fn is_with_errors(&self, data: Value) {
        assert!(!self.codes().is_empty(), "no errors: {}", self.story);
        assert_eq!(self.body.get("data"), Some(&data), "{}", self.story);
    }

    /// The operation failed as a whole, with this code.
    #[track_caller]
    pub(crate) fn is_refused(&self, code: &str) {
        assert_eq!(self.codes().first().copied(), Some(code), "{}", self.story);
        assert_eq!(self.body.get("data").unwrap_or(&Value::Null), &Value::Null, "{}", self.story);
    }

    /// Codes of its errors.
    pub(crate) fn codes(&self) -> Vec<&str> {
        let errors = self.body.get("errors").and_then(Value::as_array);
        errors
            .into_iter()
            .flatten()
            .map(|error| error["extensions"]["code"].as_str().unwrap_or("none"))
            .collect()
    }
}
