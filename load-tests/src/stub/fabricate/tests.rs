//! Stub sites agree with themselves and with the contract.

use super::*;
use crate::{scenario, stub::LatencyPlan};

fn network() -> Fabricator {
    let plan = StubPlan {
        supergraph: scenario::NETWORK_SUPERGRAPH.to_owned(),
        owners: vec!["621122".to_owned(), "620000".to_owned()],
        sizes: BTreeMap::from([("Region.members".to_owned(), 5)]),
        populations: BTreeMap::new(),
        references: BTreeMap::from([(
            "Deployment.member".to_owned(),
            vec!["620000".to_owned(), "621122".to_owned()],
        )]),
        latency: LatencyPlan::NONE,
    };
    Fabricator::new(plan).expect("the supergraph of this project")
}

fn ask(fabricator: &Fabricator, owner: &str, query: &str, codes: &[&str]) -> Value {
    let regions: Vec<Value> =
        codes.iter().map(|code| json!({"__typename": "Region", "code": code})).collect();
    let request = json!({"query": query, "variables": {"r": regions}}).to_string();
    let answer = fabricator.answer(owner, request.as_bytes()).expect(query);
    serde_json::from_slice(&answer).expect("JSON")
}

#[test]
fn a_page_has_at_most_the_rows_that_there_are_in_order_of_cursor() {
    let query = "query($r: [_Any!]!) { _entities(representations: $r) { __typename ... on Region { members(first: 50) { totalCount nodes { id } e: edges { c: cursor node { id } } pageInfo { hasNextPage endCursor } } } } }";
    let answer = ask(&network(), "621122", query, &["620000"]);
    let members = &answer["data"]["_entities"][0]["members"];
    assert_eq!(members["totalCount"], 5);
    let edges = members["e"].as_array().expect("edges");
    let cursors: Vec<&str> = edges.iter().filter_map(|edge| edge["c"].as_str()).collect();
    assert_eq!(cursors.len(), 5);
    assert!(cursors.is_sorted(), "{cursors:?}");
    assert_eq!(members["nodes"][3]["id"], edges[3]["node"]["id"]);
    assert_eq!(members["pageInfo"]["hasNextPage"], false);
    assert_eq!(members["pageInfo"]["endCursor"], edges[4]["c"]);
    assert!(members["nodes"][0]["id"].as_str().is_some_and(|id| id.starts_with("621122-")));
}

#[test]
fn an_entity_is_the_same_wherever_it_is_met() {
    let fabricator = network();
    let query = "query($r: [_Any!]!) { _entities(representations: $r) { ... on Region { deployments(first: 4) { nodes { member { id name } } } } } }";
    let answer = ask(&fabricator, "621122", query, &["621122"]);
    let nodes = answer["data"]["_entities"][0]["deployments"]["nodes"].clone();
    for (place, owner) in ["620000", "621122", "620000", "621122"].iter().enumerate() {
        let met = &nodes[place]["member"];
        let id = met["id"].as_str().expect("an id");
        assert!(id.starts_with(owner), "{id}");
        let request = json!({
            "query": "query($r: [_Any!]!) { _entities(representations: $r) { ... on Member { name } } }",
            "variables": {"r": [{"__typename": "Member", "id": id}]},
        });
        let asked = fabricator.answer(owner, request.to_string().as_bytes()).expect("an answer");
        let asked: Value = serde_json::from_slice(&asked).expect("JSON");
        assert_eq!(asked["data"]["_entities"][0]["name"], met["name"]);
    }
}

#[test]
fn sites_have_rows_of_their_own() {
    let query = "query($r: [_Any!]!) { _entities(representations: $r) { ... on Region { tally(period: \"2024\") { consultationEvents members problemsSolved } } } }";
    let fabricator = network();
    let of = |owner| ask(&fabricator, owner, query, &["620000"]);
    assert_ne!(of("621122"), of("620000"));
    assert_eq!(of("621122"), of("621122"));
}

#[test]
fn an_unknown_field_or_a_broken_request_has_no_answer() {
    let fabricator = network();
    for request in [
        "",
        "{}",
        r#"{"query":"{ moon }"}"#,
        r#"{"query":"{ _entities(representations: 1) { __typename } }"}"#,
    ] {
        assert!(fabricator.answer("620000", request.as_bytes()).is_err(), "{request}");
    }
}
