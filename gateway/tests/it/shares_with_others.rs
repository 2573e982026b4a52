//! Requests that ask alike at the same time: which calls, and which answers, they share.

use std::collections::BTreeSet;

use qianzhan_gateway::{
    auth::{Caller, Role},
    config::{PlanCacheConfig, ShareCalls, TrafficConfig},
    gateway::{Gateway, GatewayOptions, SourceTexts},
    sites::HttpClient,
    supergraph::compose::{ContractSource, compose},
};
use serde_json::{Value, json};

use crate::testkit::{NetworkBuilder, network::ask, subgraph::Subgraph};

const SDL: &str = "type Query { number(of: Int): Int } type Mutation { draw: Int }";

async fn subgraph() -> Subgraph {
    Subgraph::start(|request| {
        let document = request["query"].as_str().unwrap_or_default();
        let key = if document.starts_with("mutation") { "draw" } else { "number" };
        json!({ "data": { key: 7 } })
    })
    .await
}

fn gateway(subgraph: &Subgraph, share_calls: ShareCalls, share_requests: bool) -> Gateway {
    let composition = compose(&[ContractSource::new("numbers", SDL).with_url(&subgraph.url)]);
    let supergraph = composition.expect("the subgraph composes").supergraph_sdl;
    let texts = SourceTexts { supergraph, sites: None, regions: Vec::new() };
    let traffic = TrafficConfig { share_calls, ..TrafficConfig::default() };
    let state = texts.load(&traffic, &PlanCacheConfig::default(), None).expect("a state");
    let options = GatewayOptions { share_requests, ..GatewayOptions::default() };
    Gateway::new(state, HttpClient::new(&traffic), options)
}

/// Calls that two requests make which are under way together: they are of one task, so the second
/// begins before any answer can be read.
async fn calls_of_two(
    gateway: &Gateway,
    subgraph: &Subgraph,
    query: &str,
    variables: [Value; 2],
    callers: [&Caller; 2],
) -> usize {
    // The plan is made before, so that neither waits for it.
    ask(gateway, query, variables[0].clone(), callers[0].clone(), &[]).await;
    let before = subgraph.variables().len();
    let [one, other] = variables;
    let (one, other) = tokio::join!(
        ask(gateway, query, one, callers[0].clone(), &[]),
        ask(gateway, query, other, callers[1].clone(), &[]),
    );
    assert_eq!(one.expect_whole(), other.expect_whole());
    subgraph.variables().len() - before
}

const QUERY: &str = "query($of: Int) { number(of: $of) }";

#[tokio::test]
async fn queries_of_plain_subgraphs_share_calls_where_told_to() {
    let subgraph = subgraph().await;
    let nobody = Caller::anonymous();
    let both = [&nobody, &nobody];
    for (share, expected) in
        [(ShareCalls::None, 2), (ShareCalls::Subgraphs, 1), (ShareCalls::All, 1)]
    {
        let gateway = gateway(&subgraph, share, false);
        let of = |number: u8| json!({ "of": number });
        let alike = calls_of_two(&gateway, &subgraph, QUERY, [of(1), of(1)], both).await;
        assert_eq!(alike, expected, "{share:?}");
        let different = calls_of_two(&gateway, &subgraph, QUERY, [of(1), of(2)], both).await;
        assert_eq!(different, 2, "{share:?}");
        let none = [Value::Null, Value::Null];
        let writes = calls_of_two(&gateway, &subgraph, "mutation { draw }", none, both).await;
        assert_eq!(writes, 2, "{share:?}: each mutation is its own");
    }
}

#[tokio::test]
async fn whole_queries_are_run_once_for_one_caller_where_told_to() {
    let subgraph = subgraph().await;
    let gateway = gateway(&subgraph, ShareCalls::None, true);
    let nobody = Caller::anonymous();
    let office = Caller { roles: BTreeSet::from([Role::Office]), ..nobody.clone() };
    let one = || json!({ "of": 1 });
    let calls = calls_of_two(&gateway, &subgraph, QUERY, [one(), one()], [&nobody, &nobody]);
    assert_eq!(calls.await, 1);
    let calls = calls_of_two(&gateway, &subgraph, QUERY, [one(), one()], [&nobody, &office]);
    assert_eq!(calls.await, 2, "an answer is its caller's");
    let calls = calls_of_two(&gateway, &subgraph, QUERY, [one(), json!({})], [&nobody, &nobody]);
    assert_eq!(calls.await, 2, "other variables");
    let none = || [Value::Null, Value::Null];
    let writes = calls_of_two(&gateway, &subgraph, "mutation { draw }", none(), [&nobody, &nobody]);
    assert_eq!(writes.await, 2);
}

#[tokio::test]
async fn sites_are_asked_by_each_request_unless_told_otherwise() {
    for (share, expected) in [(ShareCalls::Subgraphs, 2), (ShareCalls::All, 1)] {
        let network = NetworkBuilder::new().traffic(|traffic| traffic.share_calls = share);
        let network = network.start().await;
        let query = "{ everything { copies } }";
        network.ask(query).await;
        network.take_calls();
        let (one, other) = tokio::join!(network.ask(query), network.ask(query));
        assert_eq!(one.expect_whole(), other.expect_whole());
        let calls = network.take_call_counts();
        assert!(!calls.is_empty());
        assert!(calls.values().all(|count| *count == expected), "{share:?}: {calls:?}");
    }
}
