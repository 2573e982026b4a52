//! A subgraph that does not answer takes only its own fields with it.

use serde_json::json;

use crate::fixture::{Fixture, ask};

#[tokio::test]
async fn a_dead_subgraph_costs_only_its_own_fields() {
    let mut fixture = Fixture::start().await;
    let gateway = fixture.gateway();
    let answer = ask(&gateway, "{ me { name } }").await;
    assert_eq!(answer["data"], json!({ "me": { "name": "张军" } }));
    fixture.stop("accounts").await;
    let answer = ask(
        &gateway,
        "{ product(upc: \"apple-3\") { name reviews { body author { username } } } users { id } }",
    )
    .await;
    // `users` is non-null, so its failure is the whole answer's.
    assert_eq!(answer["data"], json!(null), "{answer}");
    assert!(answer["errors"][0]["extensions"]["code"].is_string(), "{answer}");

    let answer = ask(
        &gateway,
        "{ product(upc: \"apple-3\") { name reviews { body author { username } } } me { name } }",
    )
    .await;
    assert_eq!(
        answer["data"],
        json!({
            "product": {
                "name": "花牛苹果",
                "reviews": [{ "body": "脆甜", "author": { "username": "lilin" } }],
            },
            "me": null,
        })
    );
    assert_eq!(answer["errors"][0]["extensions"]["code"], "SITE_UNREACHABLE", "{answer}");
}

#[tokio::test]
async fn bad_operations_are_errors_with_codes() {
    let fixture = Fixture::start().await;
    let gateway = fixture.gateway();
    for query in ["{", "{ moon }", "query A { me { id } } query B { me { id } }"] {
        let answer = ask(&gateway, query).await;
        assert!(answer["errors"][0]["extensions"]["code"].is_string(), "{query}: {answer}");
    }
    for subgraph in ["accounts", "inventory", "products", "reviews"] {
        assert!(fixture.take_requests(subgraph).is_empty(), "{subgraph} was not asked");
    }
}
