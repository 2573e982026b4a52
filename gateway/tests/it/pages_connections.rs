//! Pages of several sites become pages of one list.
//! Spec: docs/jurisdiction-spec.md, section 6 "Connections".

use serde_json::{Value, json};

use crate::testkit::{
    Network, NetworkBuilder,
    paging::{BookOrder, cursor},
    world::World,
};

/// Ids of the region's books in the order of their cursors.
fn in_order(world: &World, region: &str, order: BookOrder) -> Vec<String> {
    let mut books = world.books_within(region);
    books.sort_by_key(|book| cursor(book, order));
    books.iter().map(|book| book.id.clone()).collect()
}

fn ids(list: &Value) -> Vec<String> {
    let items = list.as_array().expect("a list").iter();
    items.map(|item| item["id"].as_str().expect("an id").to_owned()).collect()
}

#[tokio::test]
async fn forward_pages_give_each_book_once_and_in_order() {
    for (seed, region, order, name, size) in [
        (1, "900000", BookOrder::Title, "TITLE", 7),
        (2, "900000", BookOrder::Year, "YEAR", 1),
        (3, "900100", BookOrder::Year, "YEAR", 4),
        (4, "900101001", BookOrder::Title, "TITLE", 2),
        (5, "900000", BookOrder::Title, "TITLE", 500),
    ] {
        let network = NetworkBuilder::new().seed(seed).start().await;
        let expected = in_order(&network.world, region, order);
        let query = format!(
            "query($first: Int, $after: String) {{ region(code: \"{region}\") {{ \
             books(order: {name}, first: $first, after: $after) {{ totalCount nodes {{ id }} \
             pageInfo {{ hasNextPage hasPreviousPage endCursor }} }} }} }}"
        );
        let mut seen = Vec::new();
        let mut after = Value::Null;
        loop {
            let variables = json!({ "first": size, "after": after });
            let answer = network.ask_with(&query, variables, &[]).await;
            let page = answer.expect_whole()["region"]["books"].clone();
            assert_eq!(page["totalCount"], expected.len(), "the whole list is counted");
            assert_eq!(page["pageInfo"]["hasPreviousPage"], !seen.is_empty());
            seen.extend(ids(&page["nodes"]));
            assert_eq!(page["pageInfo"]["hasNextPage"], seen.len() < expected.len());
            assert!(seen.len() <= expected.len(), "{region}: a book came twice");
            after = page["pageInfo"]["endCursor"].clone();
            if page["pageInfo"]["hasNextPage"] == false {
                break;
            }
        }
        assert_eq!(seen, expected, "{region} by {name}");
    }
}

#[tokio::test]
async fn backward_pages_give_each_book_once_and_in_order() {
    let network = Network::usual().await;
    let expected = in_order(&network.world, "900000", BookOrder::Year);
    let mut seen: Vec<String> = Vec::new();
    let mut before = Value::Null;
    loop {
        let answer = network
            .ask_with(
                "query($before: String) { region(code: \"900000\") { books(order: YEAR, first: null, last: 6, \
                 before: $before) { edges { node { id } } pageInfo { hasPreviousPage startCursor } } } }",
                json!({ "before": before }),
                &[],
            )
            .await;
        let page = answer.expect_whole()["region"]["books"].clone();
        let edges = page["edges"].as_array().expect("edges").iter();
        let mut ids: Vec<String> =
            edges.map(|edge| edge["node"]["id"].as_str().expect("an id").to_owned()).collect();
        assert!(!ids.is_empty() && ids.len() <= 6);
        ids.append(&mut seen);
        seen = ids;
        before = page["pageInfo"]["startCursor"].clone();
        if page["pageInfo"]["hasPreviousPage"] == false {
            break;
        }
    }
    assert_eq!(seen, expected);
}

#[tokio::test]
async fn every_part_of_a_connection_may_have_another_name_or_stand_alone() {
    let network = Network::usual().await;
    let order = in_order(&network.world, "900000", BookOrder::Title);
    let first = network.world.book(&order[0]);
    let place = cursor(first, BookOrder::Title);
    let title = json!(first.title);
    for (case, selection, expected) in [
        (
            "only the count",
            "books { totalCount }",
            json!({ "books": { "totalCount": order.len() } }),
        ),
        (
            "aliases everywhere",
            "page: books(first: 1) { all: totalCount lines: edges { at: cursor it: node { name: title } } \
             info: pageInfo { more: hasNextPage begin: startCursor } }",
            json!({ "page": {
                "all": order.len(),
                "lines": [{ "at": place, "it": { "name": title } }],
                "info": { "more": true, "begin": place },
            } }),
        ),
        (
            "edges twice under two names",
            "books(first: 1) { a: edges { node { id } } b: edges { node { title } } nodes { id } }",
            json!({ "books": {
                "a": [{ "node": { "id": order[0] } }],
                "b": [{ "node": { "title": title } }],
                "nodes": [{ "id": order[0] }],
            } }),
        ),
        (
            "only whether there is more",
            "books(first: 100) { pageInfo { hasNextPage } }",
            json!({ "books": { "pageInfo": { "hasNextPage": false } } }),
        ),
        (
            "only nodes",
            "books(first: 2) { nodes { id __typename } __typename }",
            json!({ "books": {
                "nodes": [
                    { "id": order[0], "__typename": "Book" },
                    { "id": order[1], "__typename": "Book" },
                ],
                "__typename": "BookConnection",
            } }),
        ),
        ("an empty page", "books(first: 0) { nodes { id } }", json!({ "books": { "nodes": [] } })),
    ] {
        let query = format!("{{ region(code: \"900000\") {{ {selection} }} }}");
        let answer = network.ask(&query).await;
        assert_eq!(answer.expect_whole()["region"], expected, "{case}");
    }
}

#[tokio::test]
async fn the_page_size_may_be_given_defaulted_or_left_out() {
    let network = Network::usual().await;
    let total = network.world.books().count();
    let query =
        "query($size: Int) { region(code: \"900000\") { books(first: $size) { nodes { id } } } }";
    let defaulted = "query($size: Int = 5) { region(code: \"900000\") { books(first: $size) { nodes { id } } } }";
    let fixed = "{ region(code: \"900000\") { books { nodes { id } } } }";
    for (case, query, variables, expected) in [
        ("given", query, json!({ "size": 4 }), 4),
        ("no value, so the argument's default", query, json!({}), 3),
        ("null is no bound", query, json!({ "size": null }), total),
        ("the variable's default", defaulted, json!({}), 5),
        ("the argument's default", fixed, json!({}), 3),
    ] {
        let answer = network.ask_with(query, variables, &[]).await;
        let nodes = &answer.expect_whole()["region"]["books"]["nodes"];
        assert_eq!(ids(nodes).len(), expected, "{case}");
    }
}

#[tokio::test]
async fn a_page_stays_right_when_a_site_drops_out_between_two() {
    let mut network = Network::usual().await;
    let order = in_order(&network.world, "900000", BookOrder::Title);
    let query = "query($after: String) { region(code: \"900000\") { books(first: 10, after: $after) \
        { nodes { id } pageInfo { endCursor hasNextPage } } } }";
    let first = network.ask(query).await;
    let page = first.expect_whole()["region"]["books"].clone();
    assert_eq!(ids(&page["nodes"]), order[..10]);
    network.site_mut("zhujian").close().await;
    let mut seen = Vec::new();
    let mut after = page["pageInfo"]["endCursor"].clone();
    loop {
        let answer = network.ask_with(query, json!({ "after": after }), &[]).await;
        let page = answer.data()["region"]["books"].clone();
        seen.extend(ids(&page["nodes"]));
        after = page["pageInfo"]["endCursor"].clone();
        if page["pageInfo"]["hasNextPage"] == false {
            break;
        }
    }
    let rest: Vec<String> =
        order[10..].iter().filter(|id| !id.starts_with("900101-")).cloned().collect();
    assert_eq!(seen, rest);
}
