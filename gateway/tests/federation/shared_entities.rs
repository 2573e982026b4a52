//! Entities that stand at several places of an answer: what is below them is fetched once, and is right
//! at each place, whatever fails.

use serde_json::{Value, json};

use crate::testkit::{Federation, Subgraph};

/// Three shelves, of which two hold the same book; its author comes from a third subgraph, and writes
/// with a friend, whose name comes from there too.
fn shelves() -> Federation {
    let author = "type Author @key(fields: \"id\") { id: ID! }";
    Federation::compose([
        Subgraph::new(
            "shelves",
            r#"
            type Query { shelves: [Shelf!]! things: [Thing!]! }
            type Shelf { number: Int! book: Book }
            interface Thing { book: Book }
            type Gift implements Thing { book: Book }
            type Loan implements Thing { book: Book }
            type Book @key(fields: "id") { id: ID! }
            "#,
        )
        .rows(json!({
            "Query": {
                "shelves": ["Shelf/one", "Shelf/two", "Shelf/three"],
                "things": ["Gift/one", "Loan/one", "Gift/two"],
            },
            "Shelf": {
                "one": { "number": 1, "book": "Book/tea" },
                "two": { "number": 2, "book": "Book/felt" },
                "three": { "number": 3, "book": "Book/tea" },
            },
            "Gift": { "one": { "book": "Book/tea" }, "two": { "book": "Book/tea" } },
            "Loan": { "one": { "book": "Book/tea" } },
            "Book": { "tea": { "id": "b1" }, "felt": { "id": "b2" } },
        })),
        Subgraph::new(
            "books",
            &format!("type Book @key(fields: \"id\") {{ id: ID! title: String! author: Author }} {author}"),
        )
        .rows(json!({
            "Book": {
                "tea": { "id": "b1", "title": "罐罐茶", "author": "Author/ma" },
                "felt": { "id": "b2", "title": "羊毛毡", "author": "Author/li" },
            },
            "Author": { "ma": { "id": "a1" }, "li": { "id": "a2" } },
        })),
        Subgraph::new(
            "authors",
            r#"
            type Author @key(fields: "id") {
                id: ID! name: String! motto: String! debt: Int! friends: [Author!]!
            }
            "#,
        )
        .rows(json!({ "Author": {
            "ma": { "id": "a1", "name": "马秀兰", "motto": "慢慢来", "friends": ["Author/li"] },
            "li": { "id": "a2", "name": "李林", "motto": "快些走", "friends": [] },
        } }))
        .computed("Author", "debt", |call| match call.text("id")?.as_str() {
            "a1" => Err("nobody may know".to_owned()),
            _ => Ok(json!(7)),
        }),
    ])
}

#[tokio::test]
async fn what_is_below_is_asked_once_and_stands_at_each_place() {
    let federation = shelves();
    let tea = json!({ "title": "罐罐茶", "author": {
        "name": "马秀兰", "friends": [{ "name": "李林", "motto": "快些走" }],
    } });
    let felt = json!({ "title": "羊毛毡", "author": { "name": "李林", "friends": [] } });
    federation
        .ask("{ shelves { number book { title author { name friends { name motto } } } } }")
        .await
        .is(json!({ "shelves": [
            { "number": 1, "book": tea },
            { "number": 2, "book": felt },
            { "number": 3, "book": tea },
        ] }));
    let calls = federation.take_calls();
    let called: Vec<&str> = calls.iter().map(|(name, _)| *name).collect();
    assert_eq!(called, ["shelves", "books", "authors"]);
    for (_, request) in &calls[1..] {
        let variables = request["variables"].as_object().expect("variables");
        let list = variables.values().find_map(Value::as_array).expect("representations");
        assert_eq!(list.len(), 2, "{request}");
    }
}

#[tokio::test]
async fn an_error_below_is_told_once_and_explains_every_place() {
    let federation = shelves();
    let answer = federation.ask("{ shelves { book { author { name debt } } } }").await;
    let failed = json!({ "book": { "author": null } });
    answer.is_with_errors(json!({ "shelves": [
        failed,
        { "book": { "author": { "name": "李林", "debt": 7 } } },
        failed,
    ] }));
    assert_eq!(answer.codes(), ["SUBGRAPH_ERROR"], "one error, and no other for the other place");
}

/// Below the same book the same key means one thing in a gift and another in a loan.
#[tokio::test]
async fn what_is_below_may_differ_by_the_type_above() {
    let federation = shelves();
    federation
        .ask(
            "{ things {
                __typename
                book { title author { id } }
                ... on Gift { book { author { word: name } } }
                ... on Loan { book { author { word: motto } } }
            } }",
        )
        .await
        .is(json!({ "things": [
            { "__typename": "Gift", "book": { "title": "罐罐茶", "author": { "id": "a1", "word": "马秀兰" } } },
            { "__typename": "Loan", "book": { "title": "罐罐茶", "author": { "id": "a1", "word": "慢慢来" } } },
            { "__typename": "Gift", "book": { "title": "罐罐茶", "author": { "id": "a1", "word": "马秀兰" } } },
        ] }));
}
