//! Queries whose parts live in several subgraphs.

use serde_json::json;

use crate::fixture::{Fixture, ask};

#[tokio::test]
async fn one_query_is_answered_from_all_four() {
    let fixture = Fixture::start().await;
    let gateway = fixture.gateway();
    let answer = ask(
        &gateway,
        "{ topProducts(first: 2) {
            name inStock shippingEstimate
            reviews { body author { name reviews { product { name } } } }
        } }",
    )
    .await;
    assert_eq!(answer.get("errors"), None, "{answer}");
    assert_eq!(
        answer["data"],
        json!({ "topProducts": [
            {
                "name": "罐罐茶具", "inStock": true, "shippingEstimate": 90,
                "reviews": [
                    { "body": "煮茶正好", "author": { "name": "马秀兰", "reviews": [
                        { "product": { "name": "罐罐茶具" } },
                        { "product": { "name": "羊毛毡" } },
                    ] } },
                    { "body": "罐子略小", "author": { "name": "张军", "reviews": [
                        { "product": { "name": "罐罐茶具" } },
                    ] } },
                ],
            },
            {
                "name": "羊毛毡", "inStock": false, "shippingEstimate": 0,
                "reviews": [
                    { "body": "厚实", "author": { "name": "马秀兰", "reviews": [
                        { "product": { "name": "罐罐茶具" } },
                        { "product": { "name": "羊毛毡" } },
                    ] } },
                ],
            },
        ] })
    );
}

#[tokio::test]
async fn an_entity_is_asked_for_once_however_often_it_is_met() {
    let fixture = Fixture::start().await;
    let gateway = fixture.gateway();
    let answer = ask(&gateway, "{ topProducts { reviews { author { name } } } }").await;
    assert_eq!(answer.get("errors"), None, "{answer}");
    let requests = fixture.take_requests("accounts");
    assert_eq!(requests.len(), 1, "one call for all authors");
    let variables = requests[0]["variables"].as_object().expect("variables are an object");
    let representations = variables.values().find_map(|v| v.as_array()).expect("representations");
    assert_eq!(representations.len(), 3, "4 reviews by 3 authors: {representations:?}");
}

#[tokio::test]
async fn a_provided_field_costs_no_further_call() {
    let fixture = Fixture::start().await;
    let gateway = fixture.gateway();
    let answer = ask(&gateway, "{ topProducts { reviews { author { username } } } }").await;
    assert_eq!(
        answer["data"]["topProducts"][2],
        json!({ "reviews": [{ "author": { "username": "lilin" } }] })
    );
    assert_eq!(fixture.take_requests("accounts").len(), 0);
}

#[tokio::test]
async fn required_fields_are_fetched_but_not_shown() {
    let fixture = Fixture::start().await;
    let gateway = fixture.gateway();
    let answer = ask(&gateway, "{ product(upc: \"apple-3\") { shippingEstimate } }").await;
    assert_eq!(answer["data"], json!({ "product": { "shippingEstimate": 500 } }));
}

#[tokio::test]
async fn aliases_fragments_and_conditions_cross_too() {
    let fixture = Fixture::start().await;
    let gateway = fixture.gateway();
    let answer = ask(
        &gateway,
        "query ($yes: Boolean = true, $no: Boolean = false) {
            tea: product(upc: \"tea-1\") { ...Stock price @skip(if: $yes) }
            felt: product(upc: \"felt-2\") { ...Stock reviews @include(if: $no) { body } }
            none: product(upc: \"none\") { ...Stock }
        }
        fragment Stock on Product { __typename title: name available: inStock }",
    )
    .await;
    assert_eq!(answer.get("errors"), None, "{answer}");
    assert_eq!(
        answer["data"],
        json!({
            "tea": { "__typename": "Product", "title": "罐罐茶具", "available": true },
            "felt": { "__typename": "Product", "title": "羊毛毡", "available": false },
            "none": null,
        })
    );
}
