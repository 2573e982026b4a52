//! A supergraph whose subgraphs have one URL each, without sites and regions: null keys, variables,
//! errors of entities, a subgraph that is gone.

use qianzhan_gateway::{
    auth::Caller,
    config::{PlanCacheConfig, TrafficConfig},
    gateway::{Gateway, GatewayOptions, SourceTexts},
    http::{GraphqlRequest, GraphqlService, RequestContext, RequestId},
    sites::HttpClient,
    supergraph::compose::{ContractSource, compose},
};
use serde_json::{Value, json};

use crate::testkit::{answer::Answer, subgraph::Subgraph};

const FEDERATION: &str =
    "extend schema @link(url: \"https://specs.apollo.dev/federation/v2.5\", import: [\"@key\"])";

fn gateway(shelf: &Subgraph, labels: &Subgraph) -> Gateway {
    let shelf_sdl = format!(
        "{FEDERATION} type Query {{ things(first: Int): [Thing] }} \
         type Thing @key(fields: \"id\") {{ id: ID name: String! }}"
    );
    let labels_sdl = format!(
        "{FEDERATION} type Thing @key(fields: \"id\") {{ id: ID label(size: Int): String }}"
    );
    let supergraph = compose(&[
        ContractSource::new("shelf", shelf_sdl).with_url(&shelf.url),
        ContractSource::new("labels", labels_sdl).with_url(&labels.url),
    ]);
    let supergraph = supergraph.expect("the subgraphs compose").supergraph_sdl;
    let texts = SourceTexts { supergraph, sites: None, regions: Vec::new() };
    let traffic = TrafficConfig::default();
    let state = texts.load(&traffic, &PlanCacheConfig::default(), None).expect("a state");
    Gateway::new(state, HttpClient::new(&traffic), GatewayOptions::default())
}

async fn ask(gateway: &Gateway, query: &str, variables: Value) -> Answer {
    let request = GraphqlRequest {
        query: query.to_owned(),
        variables: variables.as_object().cloned().unwrap_or_default(),
        ..Default::default()
    };
    let context = RequestContext {
        request_id: RequestId::generate(),
        caller: Caller::anonymous(),
        headers: Default::default(),
        address: None,
    };
    Answer::read(gateway.execute(request, context).await)
}

fn things(_: &Value) -> Value {
    let thing = |id: Value| json!({ "__typename": "Thing", "id": id, "name": "x" });
    json!({ "data": { "things": [thing(json!("a")), thing(json!(null)), thing(json!("b")), null, thing(json!("a"))] } })
}

const QUERY: &str = "query($first: Int, $size: Int, $unused: Boolean = true) { things(first: $first) { name \
     label(size: $size) @include(if: $unused) } }";

#[tokio::test]
async fn null_keys_are_not_fetched_and_equal_keys_once() {
    let shelf = Subgraph::start(things).await;
    let labels = Subgraph::start(|request| {
        let size = &request["variables"]["size"];
        let representations = request["variables"]["representations"].as_array().expect("a list");
        let label = |of: &Value| json!({ "label": format!("{} at {size}", of["id"]) });
        json!({ "data": { "_entities": representations.iter().map(label).collect::<Vec<_>>() } })
    })
    .await;
    let gateway = gateway(&shelf, &labels);
    let answer = ask(&gateway, QUERY, json!({ "first": 5, "size": 3 })).await;
    let labelled = |label: Value| json!({ "name": "x", "label": label });
    assert_eq!(
        answer.expect_whole()["things"],
        json!([
            labelled(json!("\"a\" at 3")),
            labelled(json!(null)),
            labelled(json!("\"b\" at 3")),
            null,
            labelled(json!("\"a\" at 3")),
        ])
    );
    assert_eq!(answer.body.get("extensions"), None, "there are no sites to cover");
    assert_eq!(shelf.variables(), [json!({ "first": 5 })]);
    let asked = |variables: &Value| variables["representations"].clone();
    assert_eq!(
        labels.variables().iter().map(asked).collect::<Vec<_>>(),
        [json!([{ "__typename": "Thing", "id": "a" }, { "__typename": "Thing", "id": "b" }])]
    );
}

#[tokio::test]
async fn an_error_of_one_entity_stands_at_its_place() {
    let shelf = Subgraph::start(things).await;
    let labels = Subgraph::start(|_| {
        json!({
            "data": { "_entities": [{ "label": "first" }, { "label": null }] },
            "errors": [{ "message": "faded", "path": ["_entities", 1, "label"] }],
        })
    })
    .await;
    let answer = ask(&gateway(&shelf, &labels), QUERY, json!({})).await;
    assert_eq!(answer.error_lines(), ["SUBGRAPH_ERROR at things.2.label from labels"]);
    assert_eq!(answer.data()["things"][0]["label"], "first");
    assert_eq!(answer.data()["things"][2], json!({ "name": "x", "label": null }));
}

#[tokio::test]
async fn a_subgraph_that_is_gone_or_lies_loses_only_its_fields() {
    for (case, answer_of_labels, code) in [
        ("it is gone", None, "SITE_UNREACHABLE"),
        ("too few entities", Some(json!({ "data": { "_entities": [] } })), "SITE_ANSWER_MALFORMED"),
        ("no GraphQL", Some(json!([1])), "SITE_ANSWER_MALFORMED"),
    ] {
        let shelf = Subgraph::start(things).await;
        let fixed = answer_of_labels.clone().unwrap_or_default();
        let mut labels = Subgraph::start(move |_| fixed.clone()).await;
        let gateway = gateway(&shelf, &labels);
        if answer_of_labels.is_none() {
            labels.server.abort();
            assert!((&mut labels.server).await.is_err(), "it was running until now");
        }
        let answer = ask(&gateway, QUERY, json!({})).await;
        assert_eq!(answer.error_lines(), [format!("{code} at things.0 from labels")], "{case}");
        assert_eq!(answer.data()["things"][4], json!({ "name": "x", "label": null }), "{case}");
    }
}
