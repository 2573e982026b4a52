//! A site that says what no site can say spoils nothing but its own part.
//! Spec: docs/jurisdiction-spec.md, sections 6 and 7.

use serde_json::{Value, json};

use crate::testkit::{Behaviour, Network, answer::Answer, stock::Stock};

/// Asks the city's figures while `zhifang` changes its part of them.
async fn with_liar(
    network: &Network,
    change: impl Fn(&mut Value) + Send + Sync + 'static,
) -> Answer {
    network.behave(
        "zhifang",
        Behaviour::lying(move |_, answer| change(&mut answer["data"]["_entities"][0])),
    );
    network
        .ask(
            "{ region(code: \"900100\") { stock { copies readers anyRare shelves scheme \
             byGenre { genre copies } } books(first: 50) { totalCount nodes { id } edges { cursor } } } }",
        )
        .await
}

/// What the honest sites say.
fn honest(network: &Network) -> Stock {
    let books = network.world.books_within("900100");
    let honest: Vec<_> =
        books.into_iter().filter(|book| book.region.as_str() != "900102").collect();
    Stock::of(&honest)
}

#[tokio::test]
async fn a_value_of_the_wrong_type_is_left_out_with_an_error() {
    let network = Network::usual().await;
    let expected = honest(&network);
    for (field, value, code) in [
        ("copies", json!("many"), "MERGE_VALUE_INVALID"),
        ("copies", json!({ "a": 1 }), "MERGE_VALUE_INVALID"),
        ("anyRare", json!("yes"), "MERGE_VALUE_INVALID"),
        ("shelves", json!("shelf"), "MERGE_VALUE_INVALID"),
        ("byGenre", json!(7), "MERGE_VALUE_INVALID"),
        ("_qz_readerSet", json!("not a set"), "DISTINCT_SET_INVALID"),
        ("_qz_readerSet", json!(12), "DISTINCT_SET_INVALID"),
    ] {
        let answer =
            with_liar(&network, move |entity| entity["stock"][field] = value.clone()).await;
        let stock = &answer.data()["region"]["stock"];
        let (name, right) = match field {
            "copies" => ("copies", json!(expected.copies)),
            "anyRare" => ("anyRare", json!(expected.any_rare)),
            "shelves" => ("shelves", json!(expected.shelves)),
            "byGenre" => (
                "byGenre",
                json!(
                    expected
                        .by_genre
                        .iter()
                        .map(|genre| json!({
                            "genre": genre.genre, "copies": genre.copies,
                        }))
                        .collect::<Vec<_>>()
                ),
            ),
            _ => ("readers", json!(expected.readers)),
        };
        assert_eq!(stock[name], right, "{field}: {}", answer.body);
        let codes: Vec<&str> = answer
            .errors()
            .iter()
            .map(|error| error["extensions"]["code"].as_str().expect("a code"))
            .collect();
        assert_eq!(codes, [code], "{field}");
    }
}

#[tokio::test]
async fn sites_that_disagree_are_an_error_and_the_first_in_region_order_stands() {
    let network = Network::usual().await;
    let answer = with_liar(&network, |entity| entity["stock"]["scheme"] = json!("五部")).await;
    assert_eq!(answer.data()["region"]["stock"]["scheme"], "四部");
    assert_eq!(answer.errors()[0]["extensions"]["code"], "MERGE_CONFLICT");
    assert_eq!(answer.errors().len(), 1);
    assert_eq!(answer.coverage()["complete"], true);
}

#[tokio::test]
async fn an_uneven_page_is_left_out() {
    let network = Network::usual().await;
    let answer = with_liar(&network, |entity| {
        entity["books"]["nodes"].as_array_mut().expect("nodes").pop();
    })
    .await;
    let nodes = answer.data()["region"]["books"]["nodes"].as_array().expect("nodes");
    assert_eq!(nodes.len(), honest(&network).shelves.len());
    assert!(
        nodes.iter().all(|node| !node["id"].as_str().unwrap_or_default().starts_with("900102-"))
    );
    assert_eq!(answer.errors()[0]["extensions"]["code"], "CONNECTION_UNEVEN");
}

#[tokio::test]
async fn a_gathered_entity_that_is_null_is_a_gap() {
    let network = Network::usual().await;
    let expected = honest(&network).copies;
    for value in [json!(null), json!(5), json!("text")] {
        let answer = with_liar(&network, move |entity| *entity = value.clone()).await;
        assert_eq!(answer.coverage_line(), "2/3 900102 ERROR");
        assert_eq!(answer.data()["region"]["stock"]["copies"], expected);
    }
}

#[tokio::test]
async fn too_few_or_too_many_entities_are_no_answer() {
    let network = Network::usual().await;
    for entities in [json!([]), json!([{}, {}]), json!({}), json!("list")] {
        let body = json!({ "data": { "_entities": entities } }).to_string();
        network.behave("zhifang", Behaviour::fixed(200, body));
        let answer = network.ask("{ region(code: \"900100\") { stock { copies } } }").await;
        assert_eq!(answer.coverage_line(), "2/3 900102 ERROR");
        assert_eq!(answer.data()["region"]["stock"]["copies"], honest(&network).copies);
    }
}

#[tokio::test]
async fn more_fields_than_were_asked_for_do_not_reach_the_client() {
    let network = Network::usual().await;
    let answer = with_liar(&network, |entity| {
        entity["stock"]["secret"] = json!("x");
        entity["password"] = json!("y");
    })
    .await;
    answer.expect_whole();
    let text = answer.body.to_string();
    assert!(!text.contains("secret") && !text.contains("password"), "{text}");
}
