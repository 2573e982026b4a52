//! Mutations go to the owner's site, one after the other, and their answers may cross sites.

use serde_json::{Value, json};

use crate::testkit::Network;

#[tokio::test]
async fn mutations_of_several_sites_run_in_order_and_follow_references() {
    let network = Network::usual().await;
    let loan = |id: &str| {
        format!("lend(book: \"{id}\", copies: 0) {{ place book {{ title sequel {{ title }} }} }}")
    };
    let ids = ["900201-book00", "900101-book01", "900201-book01", "900000-book00"];
    let fields: Vec<String> =
        ids.iter().enumerate().map(|(place, id)| format!("m{place}: {}", loan(id))).collect();
    let answer = network.ask(&format!("mutation {{ {} }}", fields.join(" "))).await;
    let data = answer.expect_whole();
    for (place, id) in ids.iter().enumerate() {
        let book = network.world.book(id);
        let sequel =
            book.sequel.as_deref().map(|id| json!({ "title": network.world.book(id).title }));
        assert_eq!(
            data[format!("m{place}")],
            json!({ "place": place, "book": { "title": book.title, "sequel": sequel } })
        );
    }
}

#[tokio::test]
async fn a_refused_mutation_keeps_its_code_and_the_next_one_runs() {
    let network = Network::usual().await;
    let answer = network
        .ask_with(
            "mutation($id: ID!, $copies: Int!) { a: lend(book: $id, copies: $copies) { place } \
             b: lend(book: $id, copies: 0) { place } c: lend(book: \"nowhere\") { place } }",
            json!({ "id": "900300-book00", "copies": 1000 }),
            &[],
        )
        .await;
    assert_eq!(
        answer.error_lines(),
        ["COPIES_MISSING at a from juanzhou", "REGION_CODE_INVALID at c"]
    );
    assert_eq!(*answer.data(), json!({ "a": null, "b": { "place": 0 }, "c": null }));
    assert_eq!(answer.coverage_line(), "1/1");
}

#[tokio::test]
async fn a_mutation_selected_twice_under_one_name_runs_once() {
    let network = Network::usual().await;
    let answer = network
        .ask_with(
            "mutation($yes: Boolean!) { a: lend(book: \"900201-book00\", copies: 0) { place } \
             ... @include(if: $yes) { a: lend(book: \"900201-book00\", copies: 0) { copies } } }",
            json!({ "yes": true }),
            &[],
        )
        .await;
    assert_eq!(answer.expect_whole()["a"], json!({ "place": 0, "copies": 0 }));
    let next = network.ask("mutation { lend(book: \"900201-book00\", copies: 0) { place } }").await;
    assert_eq!(next.expect_whole()["lend"]["place"], 1, "the first request lent once");
}

#[tokio::test]
async fn a_mutation_under_a_false_condition_does_not_run() {
    let network = Network::usual().await;
    let answer = network
        .ask_with(
            "mutation($yes: Boolean!) { lend(book: \"900201-book00\", copies: 0) @include(if: $yes) { place } \
             other: lend(book: \"900202-book00\", copies: 0) @skip(if: $yes) { place } }",
            json!({ "yes": false }),
            &[],
        )
        .await;
    assert_eq!(*answer.expect_whole(), json!({ "other": { "place": 0 } }));
    assert_eq!(network.take_call_counts().into_iter().collect::<Vec<_>>(), [("feiye", 1)]);
    assert_eq!(answer.data().get("lend"), None::<&Value>);
}
