//! `@defer`: the rest is answered first, and each deferred part follows.

use std::time::Duration;

use apollo_compiler::{Name, executable::FieldSet};
use qianzhan_gateway::{
    config::ServerConfig,
    http::GraphqlAnswer,
    planner::plan::{DeferNode, DeferredNode, PlanNode},
};
use serde_json::{Value, json};

use crate::testkit::{
    Behaviour, Network, NetworkBuilder,
    bodies::{Bodies, JSON, Server, respond, text_of},
    hand_plan::{Hand, books, places, route},
};

const QUERY: &str = "query($near: Boolean = true) { book(id: \"900101-book00\") { \
     id ... @defer(label: \"near\", if: $near) { copies } \
     sequel { id ... on Book @defer(label: \"far\") { title } } } }";

/// The book's sequel is on another site.
fn with_sequel(builder: NetworkBuilder) -> NetworkBuilder {
    builder.world(|world| world.rows[2].books[0].sequel = Some("900201-book00".to_owned()))
}

async fn network(builder: NetworkBuilder) -> Network {
    let network = with_sequel(builder).start().await;
    let state = network.gateway.state();
    let deferred = |label: &str, path: &str, fields: &str, node: Option<PlanNode>| {
        let book = Name::new_static("Book").expect("a name");
        let set = FieldSet::parse(&state.supergraph.api_schema, book, fields, "part")
            .expect("fields of a book");
        let selections = set.selection_set.clone();
        DeferredNode { label: Some(label.to_owned()), path: places(path), selections, node }
    };
    let hand = Hand(&network.gateway);
    let now = "book(id: \"900101-book00\") { __typename id copies sequel { __typename id } }";
    let now = hand.root("catalog", route("900101-book00"), "book", now, &[]);
    let far = hand.entities("catalog", books("book.sequel", "a"), "__typename title", &[]);
    let fetch = |node| PlanNode::Fetch(Box::new(node));
    let defer = DeferNode {
        primary: Some(fetch(now)),
        deferred: vec![
            deferred("far", "book.sequel", "title", Some(fetch(far))),
            deferred("near", "book", "copies", None),
        ],
    };
    network.plan_by_hand(QUERY, PlanNode::Defer(Box::new(defer))).await;
    network
}

async fn bodies(network: &Network, variables: Value) -> Bodies {
    match respond(&network.gateway, QUERY, variables).await {
        GraphqlAnswer::Incremental(bodies) => Bodies(bodies),
        GraphqlAnswer::Whole(answer) => panic!("one body: {:?}", answer.body),
        GraphqlAnswer::Events(_) => panic!("events"),
    }
}

#[tokio::test]
async fn the_rest_comes_first_and_each_part_when_it_is_ready() {
    let network = network(NetworkBuilder::new()).await;
    let mut bodies = bodies(&network, Value::Null).await;
    assert_eq!(
        bodies.next().await,
        Some(json!({
            "data": { "book": { "id": "900101-book00", "sequel": { "id": "900201-book00" } } },
            "hasNext": true,
        }))
    );
    let copies = network.world.book("900101-book00").copies;
    assert_eq!(
        bodies.next().await,
        Some(json!({
            "incremental": [{ "data": { "copies": copies }, "path": ["book"], "label": "near" }],
            "hasNext": true,
        })),
        "it needs no further call"
    );
    let last = bodies.next().await.expect("the part from another site");
    let title = &network.world.book("900201-book00").title;
    let part = json!({ "data": { "title": title }, "path": ["book", "sequel"], "label": "far" });
    assert_eq!(last["incremental"], json!([part]));
    assert_eq!(last["hasNext"], false);
    assert_eq!(last["extensions"]["coverage"]["asked"], 2, "the coverage of all parts: {last}");
    assert_eq!(bodies.next().await, None);
}

#[tokio::test]
async fn a_part_whose_condition_is_false_comes_with_the_rest() {
    let network = network(NetworkBuilder::new()).await;
    let mut bodies = bodies(&network, json!({ "near": false })).await;
    let first = bodies.next().await.expect("a first body");
    let copies = network.world.book("900101-book00").copies;
    assert_eq!(first["data"]["book"]["copies"], copies);
}

#[tokio::test]
async fn one_answer_has_all_of_it_for_a_client_that_takes_no_parts() {
    let network = network(NetworkBuilder::new()).await;
    let answer = network.ask(QUERY).await;
    let data = &answer.expect_whole()["book"];
    assert_eq!(data["copies"], network.world.book("900101-book00").copies);
    assert_eq!(data["sequel"]["title"], network.world.book("900201-book00").title.as_str());
}

#[tokio::test]
async fn an_error_stays_in_its_part_and_the_rest_has_gone_out() {
    let network = network(
        NetworkBuilder::new()
            .traffic(|traffic| traffic.request_timeout = Duration::from_millis(300)),
    )
    .await;
    network.behave("shuji", Behaviour::Silent);
    let mut bodies = bodies(&network, Value::Null).await;
    let first = bodies.next().await.expect("a first body");
    assert_eq!(first["data"]["book"]["id"], "900101-book00");
    assert_eq!(first["errors"], Value::Null);
    bodies.next().await.expect("the near part");
    let last = bodies.next().await.expect("the part that failed");
    let part = &last["incremental"][0];
    assert_eq!(part["data"], Value::Null, "a title is never null");
    assert_eq!(part["errors"][0]["extensions"]["code"], "SITE_TIMEOUT");
    assert_eq!(part["errors"][0]["path"], json!(["book", "sequel"]));
    assert_eq!(last["extensions"]["coverage"]["missing"][0]["reason"], "TIMEOUT");
}

#[tokio::test]
async fn what_became_null_has_no_parts() {
    let network = network(NetworkBuilder::new()).await;
    network.behave(
        "zhujian",
        Behaviour::lying(|_, answer| answer["data"]["book"]["id"] = Value::Null),
    );
    let mut bodies = bodies(&network, Value::Null).await;
    let first = bodies.next().await.expect("a first body");
    assert_eq!(first["data"], json!({ "book": null }));
    let last = bodies.next().await.expect("the end");
    assert_eq!(last["incremental"], Value::Null, "{last}");
    assert_eq!(last["hasNext"], false);
}

#[tokio::test]
async fn a_client_that_leaves_cancels_what_still_runs() {
    let network = network(NetworkBuilder::new()).await;
    network.behave("shuji", Behaviour::Silent);
    let state = network.gateway.state();
    let (_, site) =
        state.registry.sites().find(|(_, site)| site.spec.id == "shuji").expect("a site");
    let idle = site.in_flight.available_permits();
    let mut bodies = bodies(&network, Value::Null).await;
    bodies.next().await.expect("a first body");
    bodies.next().await.expect("the near part, while the far one waits");
    assert_eq!(site.in_flight.available_permits(), idle - 1);
    drop(bodies);
    assert_eq!(site.in_flight.available_permits(), idle);
}

#[tokio::test]
async fn over_http_the_parts_are_a_multipart_body_that_is_not_compressed() {
    let network = network(NetworkBuilder::new()).await;
    let server = Server::start(&network.gateway, ServerConfig::default()).await;
    let response = server.post(QUERY, "multipart/mixed;deferSpec=20220824,application/json").await;
    assert_eq!(
        response.headers()["content-type"],
        "multipart/mixed;boundary=\"graphql\";deferSpec=20220824"
    );
    assert_eq!(response.headers().get("content-encoding"), None);
    let text = text_of(response).await;
    let parts: Vec<&str> = text.split("\r\n--graphql").collect();
    assert_eq!(parts.len(), 5, "nothing, three parts, the end: {text}");
    assert_eq!((parts[0], parts[4]), ("", "--\r\n"));
    for (part, has_next) in parts[1..4].iter().zip([true, true, false]) {
        let body = part
            .strip_prefix("\r\nContent-Type: application/json\r\n\r\n")
            .unwrap_or_else(|| panic!("{part}"));
        let body: Value = serde_json::from_str(body).expect("a JSON body");
        assert_eq!(body["hasNext"], has_next);
    }
    let plain = server.post(QUERY, JSON).await;
    assert!(text_of(plain).await.contains("\"title\""), "one body without the header");
}

#[tokio::test]
async fn the_planner_makes_the_same_parts() {
    let network = with_sequel(NetworkBuilder::new()).start().await;
    let mut bodies = bodies(&network, Value::Null).await;
    let mut parts = Vec::new();
    let first = bodies.next().await.expect("a first body");
    assert_eq!(
        first["data"],
        json!({ "book": { "id": "900101-book00", "sequel": { "id": "900201-book00" } } })
    );
    while let Some(body) = bodies.next().await {
        parts.extend(body["incremental"].as_array().into_iter().flatten().cloned());
    }
    parts.sort_by_key(|part| part["label"].to_string());
    let book = |id: &str| network.world.book(id);
    assert_eq!(
        parts,
        [
            json!({
                "data": { "title": book("900201-book00").title },
                "path": ["book", "sequel"],
                "label": "far",
            }),
            json!({
                "data": { "copies": book("900101-book00").copies },
                "path": ["book"],
                "label": "near",
            }),
        ]
    );
}
