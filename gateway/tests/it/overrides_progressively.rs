//! `@override(label:)`: a field moves to another subgraph for the requests whose labels are active.
//! Spec: Apollo Federation 2.7, "Progressive override".

use std::{collections::BTreeSet, sync::Arc};

use bytes::Bytes;
use futures::future::BoxFuture;
use qianzhan_gateway::{
    auth::Caller,
    config::{OverridesConfig, PlanCacheConfig, TrafficConfig},
    directory::RegionTable,
    gateway::{Assembly, Gateway, GatewayOptions, assemble},
    sites::{HttpClient, InProcessService},
    supergraph::compose::{ContractSource, compose},
};
use serde_json::Value;

use crate::testkit::network::ask;

/// Answers every request with its own name.
struct Named(&'static str);

impl InProcessService for Named {
    fn call(&self, _: Bytes) -> BoxFuture<'_, Bytes> {
        let body = format!(
            "{{\"data\":{{\"percent\":\"{0}\",\"never\":\"{0}\",\"named\":\"{0}\"}}}}",
            self.0
        );
        Box::pin(async move { Bytes::from(body) })
    }
}

fn gateway(active: &[&str]) -> Gateway {
    let head = "extend schema @link(url: \"https://specs.apollo.dev/federation/v2.7\", \
                import: [\"@override\", \"@shareable\"])";
    let old = format!("{head} type Query {{ percent: String never: String named: String }}");
    let new = format!(
        "{head} type Query {{ \
         percent: String @override(from: \"old\", label: \"percent(100)\") \
         never: String @override(from: \"old\", label: \"percent(0)\") \
         named: String @override(from: \"old\", label: \"beta\") }}"
    );
    let source = |name: &str, sdl: String| {
        ContractSource::new(name, sdl).with_url(format!("http://{name}.invalid/"))
    };
    let supergraph = compose(&[source("old", old), source("new", new)])
        .unwrap_or_else(|error| panic!("{error}"))
        .supergraph_sdl;
    let service =
        |name: &'static str| (name.to_owned(), Arc::new(Named(name)) as Arc<dyn InProcessService>);
    let traffic = TrafficConfig { allow_plain_http: true, ..TrafficConfig::default() };
    let assembly = Assembly {
        supergraph: &supergraph,
        regions: Arc::new(RegionTable::empty()),
        sites: None,
        in_process: vec![service("old"), service("new")],
        traffic: &traffic,
        plan_cache: &PlanCacheConfig::default(),
    };
    let state = assemble(assembly, None).unwrap_or_else(|error| panic!("{error}"));
    let active_labels: BTreeSet<String> = active.iter().map(|label| (*label).to_owned()).collect();
    let overrides = OverridesConfig { active_labels };
    let options = GatewayOptions { overrides, ..GatewayOptions::default() };
    Gateway::new(state, HttpClient::new(&traffic), options)
}

#[tokio::test]
async fn labels_decide_which_subgraph_answers() {
    for (active, named) in [(&[][..], "old"), (&["beta"], "new"), (&["gamma"], "old")] {
        let gateway = gateway(active);
        for (field, expected) in [("percent", "new"), ("never", "old"), ("named", named)] {
            let query = format!("{{ {field} }}");
            let answer = ask(&gateway, &query, Value::Null, Caller::anonymous(), &[]).await;
            assert_eq!(answer.expect_whole()[field], expected, "{active:?}");
        }
    }
}
