//! `@skip`, `@include` and variables reach as far as the client meant them to.
//! Spec: GraphQL October 2021, sections 3.13 and 6.3.2.

use serde_json::{Value, json};

use crate::testkit::Network;

#[tokio::test]
async fn what_is_left_out_is_neither_asked_for_nor_answered() {
    let network = Network::usual().await;
    let query = "query($a: Boolean!, $b: Boolean! = true) { \
        book(id: \"900101-book00\") @include(if: $a) { title } \
        ... @include(if: $b) { other: book(id: \"900201-book00\") @skip(if: $a) { title } } }";
    let world = &network.world;
    let one = json!({ "title": world.book("900101-book00").title });
    let two = json!({ "title": world.book("900201-book00").title });
    for (variables, expected, asked) in [
        (json!({ "a": true }), json!({ "book": one }), vec!["zhujian"]),
        (json!({ "a": false }), json!({ "other": two }), vec!["shuji"]),
        (json!({ "a": false, "b": false }), json!({}), vec![]),
    ] {
        let answer = network.ask_with(query, variables.clone(), &[]).await;
        assert_eq!(*answer.expect_whole(), expected, "{variables}");
        let sites: Vec<&str> = network.take_calls().into_keys().collect();
        assert_eq!(sites, asked, "{variables}");
    }
}

#[tokio::test]
async fn conditions_hold_below_references_and_gathered_objects() {
    let network = Network::usual().await;
    let book = network.world.book_with_foreign_sequel("900101");
    let sequel = network.world.book(book.sequel.as_deref().expect("it has one"));
    let query = format!(
        "query($yes: Boolean!) {{ book(id: \"{}\") {{ id ... @include(if: $yes) {{ year sequel {{ ...part }} }} \
         region {{ stock {{ scheme years {{ __typename }} ... @include(if: $yes) {{ years {{ oldest }} }} }} }} }} }} \
         fragment part on Book {{ title copies @skip(if: $yes) }}",
        book.id
    );
    let answer = network.ask_with(&query, json!({ "yes": true }), &[]).await;
    let region = network.world.books_within("900101");
    let oldest = region.iter().map(|book| book.year).min();
    assert_eq!(
        answer.expect_whole()["book"],
        json!({
            "id": book.id, "year": book.year, "sequel": { "title": sequel.title },
            "region": { "stock": { "scheme": "四部", "years": { "__typename": "Years", "oldest": oldest } } },
        })
    );
    let answer = network.ask_with(&query, json!({ "yes": false }), &[]).await;
    assert_eq!(
        answer.expect_whole()["book"],
        json!({ "id": book.id, "region": { "stock": { "scheme": "四部", "years": { "__typename": "Years" } } } })
    );
}

#[tokio::test]
async fn a_connection_selected_in_parts_is_one_page() {
    let network = Network::usual().await;
    let query = "query($yes: Boolean!) { region(code: \"900100\") { books(first: 2) { \
        edges { cursor } pageInfo { hasNextPage } ... @include(if: $yes) { \
        edges { node { id } } pageInfo { endCursor } nodes { title } totalCount } } } }";
    let whole = network.ask_with(query, json!({ "yes": true }), &[]).await;
    let page = &whole.expect_whole()["region"]["books"];
    let edges = page["edges"].as_array().expect("edges");
    assert_eq!(edges.len(), 2);
    assert_eq!(page["pageInfo"], json!({ "hasNextPage": true, "endCursor": edges[1]["cursor"] }));
    assert_eq!(page["totalCount"], network.world.books_within("900100").len());
    for (edge, node) in edges.iter().zip(page["nodes"].as_array().expect("nodes")) {
        let id = edge["node"]["id"].as_str().expect("an id");
        assert_eq!(node["title"], json!(network.world.book(id).title));
    }
    let part = network.ask_with(query, json!({ "yes": false }), &[]).await;
    assert_eq!(
        part.expect_whole()["region"]["books"],
        json!({
            "edges": edges.iter().map(|edge| json!({ "cursor": edge["cursor"] })).collect::<Vec<_>>(),
            "pageInfo": { "hasNextPage": true },
        })
    );
}

#[tokio::test]
async fn a_gathered_object_selected_in_parts_is_merged_in_all_of_them() {
    let network = Network::usual().await;
    let query = "query($yes: Boolean!) { stock(within: \"900000\") { years { oldest } byGenre { genre } \
        ... @include(if: $yes) { years { newest } byGenre { copies } } } }";
    let answer = network.ask_with(query, json!({ "yes": true }), &[]).await;
    let stock = &answer.expect_whole()["stock"];
    let stock_of = crate::testkit::stock::Stock::of(&network.world.books_within("900000"));
    assert_eq!(
        stock["years"],
        json!({ "oldest": stock_of.oldest_year, "newest": stock_of.newest_year })
    );
    let genres: Vec<Value> = stock_of
        .by_genre
        .iter()
        .map(|genre| json!({ "genre": genre.genre, "copies": genre.copies }))
        .collect();
    assert_eq!(stock["byGenre"], json!(genres));
}

#[tokio::test]
async fn a_site_gets_only_the_variables_that_its_request_uses() {
    let network = Network::usual().await;
    let query = "query($id: ID!, $size: Int!, $code: ID!) { book(id: $id) { title } \
        region(code: $code) { books(first: $size) { totalCount } } }";
    let variables = json!({ "id": "900201-book00", "size": 2, "code": "900101" });
    network.ask_with(query, variables, &[]).await.expect_whole();
    let calls = network.take_calls();
    assert_eq!(calls["shuji"][0].body["variables"], json!({ "id": "900201-book00" }));
    assert_eq!(
        calls["zhujian"][0].body["variables"],
        json!({ "size": 2, "representations": [{ "__typename": "Region", "code": "900101" }] })
    );
}
