//! Regions that overlap ask each site once.
//! Spec: docs/jurisdiction-spec.md, section 5 "Gather", the gather rule.

use std::collections::BTreeMap;

use serde_json::json;

use crate::testkit::{Network, NetworkBuilder, stock::Stock};

#[tokio::test]
async fn overlapping_regions_of_one_query_are_one_call_to_each_site() {
    let network = Network::usual().await;
    let answer = network
        .ask(
            "{ region(code: \"900000\") { stock { copies } children { code stock { copies } \
             children { code stock { copies } children { code stock { copies } } } } } }",
        )
        .await;
    let data = answer.expect_whole();
    let counts = network.take_call_counts();
    assert_eq!(counts.len(), 8, "{counts:?}");
    assert!(counts.values().all(|calls| *calls == 1), "{counts:?}");
    let copies = |region: &str| Stock::of(&network.world.books_within(region)).copies;
    assert_eq!(data["region"]["stock"]["copies"], copies("900000"));
    let county = &data["region"]["children"][0]["children"][0];
    assert_eq!(
        *county,
        json!({
            "code": "900101",
            "stock": { "copies": copies("900101") },
            "children": [
                { "code": "900101001", "stock": { "copies": copies("900101001") } },
                { "code": "900101002", "stock": { "copies": copies("900101002") } },
            ],
        })
    );
}

#[tokio::test]
async fn the_same_part_of_a_site_is_asked_for_by_one_representation() {
    let network = Network::usual().await;
    network
        .ask(
            "{ a: region(code: \"900000\") { stock { copies } } b: region(code: \"900100\") { stock { copies } } \
             c: region(code: \"900103\") { stock { copies } } d: region(code: \"900101001\") { stock { copies } } }",
        )
        .await
        .expect_whole();
    let asked = |calls: &BTreeMap<&str, Vec<_>>, site: &str| -> usize {
        calls[site].iter().map(representations).sum()
    };
    let calls = network.take_calls();
    assert_eq!(asked(&calls, "zhifang"), 1, "the province and the city cover all of it");
    assert_eq!(asked(&calls, "moxiang"), 2, "all of it, and the county that it hosts");
    assert_eq!(asked(&calls, "zhujian"), 2, "all of it, and one of its towns");
    assert_eq!(asked(&calls, "shuji"), 1, "only the province");
}

fn representations(call: &crate::testkit::site::Call) -> usize {
    let variables = call.body["variables"].as_object().expect("variables");
    let lists = variables.values().filter_map(|value| value.as_array());
    lists.map(Vec::len).sum()
}

#[tokio::test]
async fn regions_that_share_answers_keep_their_keys_where_those_are_fetched_with_them() {
    // The province comes first, so its city's site is asked by the province's key.
    let ids = ["900000-book00", "900200-book00", "900201-book00"];
    let network = NetworkBuilder::new()
        .world(|world| world.rows[2].books[0].translations = ids.map(str::to_owned).to_vec())
        .start()
        .await;
    let answer = network
        .ask_with(
            "query($yes: Boolean!) { book(id: \"900101-book00\") { translations { region { \
             ... @include(if: $yes) { code stock { copies } } } } } }",
            json!({ "yes": true }),
            &[],
        )
        .await;
    let expected = ["900000", "900200", "900201"].map(|region| {
        let copies = Stock::of(&network.world.books_within(region)).copies;
        json!({ "region": { "code": region, "stock": { "copies": copies } } })
    });
    assert_eq!(answer.expect_whole()["book"]["translations"], json!(expected));
}

#[tokio::test]
async fn a_call_carries_the_request_id_of_its_client() {
    let network = Network::usual().await;
    network.ask("{ everything { copies } }").await.expect_whole();
    let calls = network.take_calls();
    let ids: Vec<&str> = calls.values().flatten().map(|call| call.request_id.as_str()).collect();
    assert_eq!(ids.len(), 8);
    assert!(ids.iter().all(|id| !id.is_empty() && *id == ids[0]), "{ids:?}");
}
