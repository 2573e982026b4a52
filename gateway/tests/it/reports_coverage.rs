//! Coverage tells which sites an answer is from, and why others are missing.
//! Spec: docs/jurisdiction-spec.md, section 8.

use std::{
    num::{NonZeroU32, NonZeroUsize},
    time::Duration,
};

use serde_json::{Value, json};

use crate::testkit::{Behaviour, Network, NetworkBuilder, stock::Stock};

const ALL: &str = "{ region(code: \"900000\") { stock { copies } } }";

/// Copies of every site but these.
fn copies_without(network: &Network, regions: &[&str]) -> i32 {
    let books: Vec<_> =
        network.world.books().filter(|book| !regions.contains(&book.region.as_str())).collect();
    Stock::of(&books).copies
}

#[tokio::test]
async fn an_answer_of_all_sites_is_complete() {
    let network = Network::usual().await;
    let answer = network.ask(ALL).await;
    assert_eq!(answer.coverage_line(), "8/8");
    assert_eq!(answer.coverage()["missing"], json!([]));
    assert_eq!(answer.coverage()["sites"], Value::Null, "the list is for those who ask");
}

#[tokio::test]
async fn an_answer_that_needed_no_site_has_no_coverage() {
    let network = Network::usual().await;
    let answer = network.ask("{ region(code: \"900101\") { name level } __typename }").await;
    assert_eq!(answer.expect_whole()["region"], json!({ "name": "竹简县", "level": "COUNTY" }));
    assert_eq!(answer.body.get("extensions"), None);
}

#[tokio::test]
async fn each_way_to_fail_has_its_reason_and_the_other_sites_stand() {
    for (behaviour, reason) in [
        (Behaviour::Silent, "TIMEOUT"),
        (Behaviour::fixed(401, "no"), "REFUSED"),
        (Behaviour::fixed(403, "{\"data\":null}"), "REFUSED"),
        (Behaviour::fixed(500, "<h1>broken</h1>"), "ERROR"),
        (Behaviour::fixed(200, "garbage"), "ERROR"),
        (Behaviour::fixed(200, "[]"), "ERROR"),
        (Behaviour::fixed(200, ""), "ERROR"),
        (Behaviour::fixed(200, &[0xff, 0xfe, 0x00][..]), "ERROR"),
        (Behaviour::fixed(200, "{\"data\":{}}"), "ERROR"),
        (Behaviour::fixed(200, "{\"data\":{\"_entities\":null}}"), "ERROR"),
        (
            Behaviour::fixed(200, "{\"data\":null,\"errors\":[{\"message\":\"out of order\"}]}"),
            "ERROR",
        ),
        (
            Behaviour::fixed(
                400,
                "{\"errors\":[{\"message\":\"Unknown field \\\"stock\\\" on type \\\"Region\\\".\"}]}",
            ),
            "INCOMPATIBLE",
        ),
        (
            Behaviour::fixed(
                400,
                "{\"errors\":[{\"message\":\"Cannot query field 'stock' on type 'Region'.\"}]}",
            ),
            "INCOMPATIBLE",
        ),
        (Behaviour::Endless, "OVERSIZED"),
    ] {
        let network = NetworkBuilder::new()
            .traffic(|traffic| {
                traffic.max_response_bytes = NonZeroUsize::new(200_000).expect("not zero");
                // Only a silent site takes that long; the others answer at once.
                if matches!(behaviour, Behaviour::Silent) {
                    traffic.request_timeout = Duration::from_secs(1);
                }
            })
            .start()
            .await;
        network.behave("zhujian", behaviour);
        let answer = network.ask(ALL).await;
        assert_eq!(answer.coverage_line(), format!("7/8 900101 {reason}"), "{}", answer.body);
        assert_eq!(
            answer.data()["region"]["stock"]["copies"],
            copies_without(&network, &["900101"]),
            "{reason}"
        );
        let gap = &answer.coverage()["missing"][0];
        assert_eq!(gap["site"], "zhujian");
        assert_eq!(gap["name"], "zhujian 图书馆");
        assert_eq!(gap["contract"], "catalog");
    }
}

#[tokio::test]
async fn a_closed_site_is_unreachable_and_the_others_stand() {
    let mut network = Network::usual().await;
    network.site_mut("moxiang").close().await;
    network.site_mut("juanzhou").close().await;
    let answer = network.ask(ALL).await;
    assert_eq!(answer.coverage_line(), "6/8 900100 UNREACHABLE 900300 UNREACHABLE");
    assert_eq!(
        answer.data()["region"]["stock"]["copies"],
        copies_without(&network, &["900100", "900103", "900300"])
    );
    assert_eq!(answer.errors(), &[] as &[Value], "coverage alone says so");
}

#[tokio::test]
async fn a_region_without_a_site_is_not_registered() {
    let network = NetworkBuilder::new().unregistered("feiye").start().await;
    let answer = network.ask(ALL).await;
    assert_eq!(answer.coverage_line(), "7/8 900202 NOT_REGISTERED");
    assert_eq!(
        answer.coverage()["missing"],
        json!([{ "region": "900202", "name": "扉页县", "contract": "catalog", "reason": "NOT_REGISTERED" }])
    );
    assert_eq!(answer.data()["region"]["stock"]["copies"], copies_without(&network, &["900202"]));

    let alone = network.ask("{ region(code: \"900202\") { name stock { copies } } }").await;
    assert_eq!(alone.coverage_line(), "0/1 900202 NOT_REGISTERED");
    assert_eq!(alone.data()["region"], json!({ "name": "扉页县", "stock": null }));

    let elsewhere = network.ask("{ region(code: \"900100\") { stock { copies } } }").await;
    assert_eq!(elsewhere.coverage_line(), "3/3");
}

#[tokio::test]
async fn the_list_of_sites_comes_with_the_header() {
    let network = Network::usual().await;
    network.behave("zhifang", Behaviour::fixed(500, "no"));
    let answer = network
        .ask_with(
            "{ region(code: \"900100\") { stock { copies } } }",
            Value::Null,
            &[("x-qianzhan-coverage", "sites")],
        )
        .await;
    assert_eq!(
        answer.coverage()["sites"],
        json!([
            { "site": "moxiang", "region": "900100", "outcome": "ANSWERED" },
            { "site": "zhujian", "region": "900101", "outcome": "ANSWERED" },
            { "site": "zhifang", "region": "900102", "outcome": "ERROR" },
        ])
    );
}

#[tokio::test]
async fn too_low_a_coverage_is_an_error_without_data() {
    let network = Network::usual().await;
    network.behave("zhifang", Behaviour::fixed(500, "no"));
    let query = |min: &str| {
        format!(
            "query @coverage(min: {min}) {{ region(code: \"900100\") {{ stock {{ copies }} }} }}"
        )
    };
    let enough = network.ask(&query("0.66")).await;
    assert_eq!(enough.errors(), &[] as &[Value]);
    assert!(enough.data()["region"]["stock"]["copies"].is_i64());
    let too_low = network.ask(&query("0.67")).await;
    assert_eq!(too_low.error_lines(), ["COVERAGE_TOO_LOW at "]);
    assert_eq!(too_low.data(), &Value::Null);
    assert_eq!(too_low.coverage_line(), "2/3 900102 ERROR", "it still says why");
    for bad in ["1.5", "-0.1"] {
        let refused = network.ask(&query(bad)).await;
        assert_eq!(refused.error_lines(), ["COVERAGE_ARGUMENT_INVALID at "]);
        assert_eq!(refused.status, 400);
    }
}

#[tokio::test]
async fn a_client_in_a_hurry_does_not_wait_for_a_silent_site() {
    let network = Network::usual().await;
    network.behave("zhujian", Behaviour::Silent);
    let answer = network
        .ask("query @coverage(within: \"1s\") { region(code: \"900100\") { stock { copies } } }")
        .await;
    assert_eq!(answer.coverage_line(), "2/3 900101 TIMEOUT");
    let elapsed_ms = answer.coverage()["elapsedMs"].as_f64().expect("a number");
    assert!((1000.0..4000.0).contains(&elapsed_ms), "{elapsed_ms} ms");
    let refused = network.ask("query @coverage(within: \"soon\") { everything { copies } }").await;
    assert_eq!(refused.error_lines(), ["COVERAGE_ARGUMENT_INVALID at "]);
}

#[tokio::test]
async fn clients_in_a_hurry_do_not_close_a_site_for_the_others() {
    let network = NetworkBuilder::new()
        .traffic(|traffic| traffic.breaker.failures = NonZeroU32::MIN)
        .start()
        .await;
    network.behave("zhujian", Behaviour::Silent);
    for _ in 0..3 {
        let answer = network
            .ask("query @coverage(within: \"20ms\") { region(code: \"900101\") { stock { copies } } }")
            .await;
        assert_eq!(answer.coverage_line(), "0/1 900101 TIMEOUT");
    }
    network.behave("zhujian", Behaviour::Well);
    network.ask("{ region(code: \"900101\") { stock { copies } } }").await.expect_whole();
}

#[tokio::test]
async fn the_breaker_of_one_site_opens_and_the_others_are_asked_on() {
    for behaviour in [Behaviour::fixed(500, "broken"), Behaviour::fixed(200, "garbage")] {
        let network = NetworkBuilder::new()
            .traffic(|traffic| {
                traffic.breaker.failures = NonZeroU32::new(3).expect("not zero");
                traffic.breaker.open_for = Duration::from_secs(600);
            })
            .start()
            .await;
        network.behave("zhujian", behaviour);
        for _ in 0..3 {
            assert_eq!(network.ask(ALL).await.coverage_line(), "7/8 900101 ERROR");
        }
        network.take_calls();
        let answer = network.ask(ALL).await;
        assert_eq!(answer.coverage_line(), "7/8 900101 BREAKER_OPEN");
        assert_eq!(
            answer.data()["region"]["stock"]["copies"],
            copies_without(&network, &["900101"])
        );
        let counts = network.take_call_counts();
        assert!(!counts.contains_key("zhujian"), "it is left alone: {counts:?}");
        assert_eq!(counts.len(), 7);
        let state = network.ask("{ sites(within: \"900101\") { id state } }").await;
        assert_eq!(state.data()["sites"], json!([{ "id": "zhujian", "state": "BREAKER_OPEN" }]));
    }
}

#[tokio::test]
async fn an_error_of_the_request_itself_is_one_entry_and_no_gap() {
    let network = Network::usual().await;
    for (arguments, code) in [
        ("after: \"nothing\"", "CURSOR_INVALID"),
        ("after: \"59ff\", order: TITLE", "CURSOR_INVALID"),
        ("first: -1", "PAGE_SIZE_INVALID"),
    ] {
        let answer = network
            .ask(&format!(
                "{{ region(code: \"900000\") {{ name stock {{ copies }} books({arguments}) {{ nodes {{ id }} }} }} }}"
            ))
            .await;
        assert_eq!(
            answer.error_lines(),
            [format!("{code} at region.books from 8 sites")],
            "{arguments}"
        );
        assert_eq!(answer.coverage_line(), "8/8", "{arguments}");
        assert_eq!(answer.data()["region"]["books"], Value::Null);
        assert_eq!(answer.data()["region"]["name"], "云书省");
        assert_eq!(answer.data()["region"]["stock"]["copies"], copies_without(&network, &[]));
    }
    let one = network.ask("{ region(code: \"900101\") { books(first: -1) { totalCount } } }").await;
    assert_eq!(one.error_lines(), ["PAGE_SIZE_INVALID at region.books from zhujian"]);
    assert_eq!(one.coverage_line(), "1/1");
}

#[tokio::test]
async fn an_error_that_only_some_sites_give_is_a_gap_there() {
    let network = Network::usual().await;
    network.behave(
        "zhifang",
        Behaviour::lying(|_, answer| {
            answer["data"]["_entities"][0]["stock"] = Value::Null;
            answer["errors"] = json!([{
                "message": "the shelf fell over", "path": ["_entities", 0, "stock"],
                "extensions": { "code": "SHELF_DOWN" },
            }]);
        }),
    );
    let answer = network.ask(ALL).await;
    assert_eq!(answer.coverage_line(), "7/8 900102 ERROR");
    assert_eq!(answer.error_lines(), ["SHELF_DOWN at region.stock from zhifang"]);
    assert_eq!(answer.data()["region"]["stock"]["copies"], copies_without(&network, &["900102"]));
}

#[tokio::test]
async fn sites_that_all_break_down_are_gaps_and_not_the_requests_fault() {
    let network = Network::usual().await;
    for site in ["moxiang", "zhujian", "zhifang"] {
        network.behave(
            site,
            Behaviour::fixed(
                200,
                "{\"data\":{\"_entities\":[null]},\"errors\":[{\"message\":\"down\"}]}",
            ),
        );
    }
    let answer = network.ask("{ region(code: \"900100\") { name stock { copies } } }").await;
    assert_eq!(answer.coverage_line(), "0/3 900100 ERROR 900101 ERROR 900102 ERROR");
    assert_eq!(answer.data()["region"], json!({ "name": "墨香市", "stock": null }));
}

#[tokio::test]
async fn what_sites_keep_back_is_named_and_lowers_nothing() {
    let network = Network::usual().await;
    for (site, withheld) in [
        (
            "zhifang",
            json!([
                { "field": "Stock.copies", "how": "ROUNDED" },
                { "field": "Region.stock", "how": "WITHHELD" },
                { "field": "Region.stock", "how": "WITHHELD" },
                { "field": "No.such", "how": "WITHHELD" },
                { "field": "Region.stock", "how": "STOLEN" },
            ]),
        ),
        ("zhujian", json!([{ "field": "Stock.copies", "how": "SUPPRESSED" }])),
        ("shuji", json!([])),
    ] {
        let lie = move |_: &Value, answer: &mut Value| {
            answer["extensions"]["withheld"] = withheld.clone();
        };
        network.site(site).behave(Behaviour::lying(lie));
    }
    let answer = network.ask(ALL).await;
    assert_eq!(answer.coverage_line(), "8/8");
    let named: Vec<_> = answer.coverage()["withheld"]
        .as_array()
        .expect("two sites kept something back")
        .iter()
        .map(|it| (it["site"].clone(), it["region"].clone(), it["fields"].clone()))
        .collect();
    assert_eq!(
        named,
        [
            (
                json!("zhujian"),
                json!("900101"),
                json!([{ "field": "Stock.copies", "how": "SUPPRESSED" }])
            ),
            (
                json!("zhifang"),
                json!("900102"),
                json!([
                    { "field": "Region.stock", "how": "WITHHELD" },
                    { "field": "Stock.copies", "how": "ROUNDED" },
                ])
            ),
        ]
    );
}
