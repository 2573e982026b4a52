//! `@provides`: on nested selections, interfaces and unions, and roots that do not provide.

use serde_json::json;

use crate::testkit::{Federation, Subgraph};

/// Two subgraphs answer `catalogue`, and only one of them provides what is below it.
#[tokio::test]
async fn a_nested_selection_is_provided_on_one_way_only() {
    let federation = Federation::compose([
        Subgraph::new(
            "sector",
            r#"
            type Query { herbs: [Herb] @provides(fields: "families { id name }") }
            type Herb @key(fields: "id") { id: ID! families: [Family] @external }
            type Family @key(fields: "id") { id: ID! name: String @external }
            "#,
        )
        .rows(json!({
            "Query": { "herbs": ["Herb/huangqi", "Herb/danggui"] },
            "Herb": {
                "huangqi": { "id": "h1", "families": ["Family/bean"] },
                "danggui": { "id": "h2", "families": ["Family/parsley"] },
            },
            "Family": {
                "bean": { "id": "f1", "name": "豆科" },
                "parsley": { "id": "f2", "name": "伞形科" },
            },
        })),
        Subgraph::new(
            "families",
            r#"
            type Herb @key(fields: "id") { id: ID! families: [Family] @shareable }
            type Family @key(fields: "id") { id: ID! name: String @shareable rank: Int }
            "#,
        )
        .rows(json!({
            "Herb": {
                "huangqi": { "id": "h1", "families": ["Family/bean"] },
                "danggui": { "id": "h2", "families": ["Family/parsley"] },
            },
            "Family": {
                "bean": { "id": "f1", "name": "豆科", "rank": 1 },
                "parsley": { "id": "f2", "name": "伞形科", "rank": 2 },
            },
        })),
        Subgraph::new(
            "children",
            r#"
            type Family @key(fields: "id") { id: ID! parts: [Family] }
            "#,
        )
        .rows(json!({ "Family": {
            "bean": { "id": "f1", "parts": ["Family/parsley"] },
            "parsley": { "id": "f2", "parts": [] },
        } })),
    ]);
    federation.ask("{ herbs { id families { id name } } }").await.is(json!({ "herbs": [
            { "id": "h1", "families": [{ "id": "f1", "name": "豆科" }] },
            { "id": "h2", "families": [{ "id": "f2", "name": "伞形科" }] },
        ] }));
    assert_eq!(federation.take_called(), ["sector"]);
    federation
        .ask("{ herbs { id families { id name rank parts { id name } } } }")
        .await
        .is(json!({ "herbs": [
            { "id": "h1", "families": [
                { "id": "f1", "name": "豆科", "rank": 1, "parts": [{ "id": "f2", "name": "伞形科" }] },
            ] },
            { "id": "h2", "families": [{ "id": "f2", "name": "伞形科", "rank": 2, "parts": [] }] },
        ] }));
}

fn libraries() -> Federation {
    Federation::compose([
        Subgraph::new(
            "lists",
            r#"
            type Query {
                media: Media @shareable @provides(fields: "animals { id name }")
                anything: [Anything] @provides(fields: "... on Book { title }")
            }
            interface Media { id: ID! animals: [Animal] }
            type Book implements Media @key(fields: "id") {
                id: ID! title: String @external animals: [Animal] @external
            }
            type Film implements Media @key(fields: "id") { id: ID! animals: [Animal] @external }
            union Anything = Book | Film
            interface Animal { id: ID! name: String }
            type Sheep implements Animal @key(fields: "id") { id: ID! name: String @external }
            type Horse implements Animal @key(fields: "id") { id: ID! name: String @external }
            "#,
        )
        .rows(json!({
            "Query": { "media": "Book/herding", "anything": ["Book/herding", "Film/valley"] },
            "Book": { "herding": { "id": "b1", "title": "牧羊记", "animals": ["Sheep/dolly", "Horse/red"] } },
            "Film": { "valley": { "id": "m1", "animals": ["Horse/red"] } },
            "Sheep": { "dolly": { "id": "a1", "name": "小白" } },
            "Horse": { "red": { "id": "a2", "name": "赤兔" } },
        })),
        Subgraph::new(
            "catalogue",
            r#"
            interface Media { id: ID! animals: [Animal] }
            type Book implements Media @key(fields: "id") {
                id: ID! title: String @shareable animals: [Animal] @shareable
            }
            type Film implements Media @key(fields: "id") {
                id: ID! title: String @shareable animals: [Animal] @shareable
            }
            interface Animal { id: ID! name: String }
            type Sheep implements Animal @key(fields: "id") { id: ID! name: String @shareable age: Int }
            type Horse implements Animal @key(fields: "id") { id: ID! name: String @shareable age: Int }
            "#,
        )
        .rows(json!({
            "Book": { "herding": { "id": "b1", "title": "牧羊记", "animals": ["Sheep/dolly", "Horse/red"] } },
            "Film": { "valley": { "id": "m1", "title": "河谷", "animals": ["Horse/red"] } },
            "Sheep": { "dolly": { "id": "a1", "name": "小白", "age": 3 } },
            "Horse": { "red": { "id": "a2", "name": "赤兔", "age": 7 } },
        })),
    ])
}

#[tokio::test]
async fn an_interface_field_is_provided_with_all_below_it() {
    let federation = libraries();
    federation.ask("{ media { id animals { id name } } }").await.is(json!({ "media": {
            "id": "b1", "animals": [{ "id": "a1", "name": "小白" }, { "id": "a2", "name": "赤兔" }],
        } }));
    assert_eq!(federation.take_called(), ["lists"]);
    federation.ask("{ media { animals { id name ... on Horse { age } } } }").await.is(
        json!({ "media": { "animals": [
            { "id": "a1", "name": "小白" }, { "id": "a2", "name": "赤兔", "age": 7 },
        ] } }),
    );
}

#[tokio::test]
async fn a_field_is_provided_for_one_member_of_a_union() {
    let federation = libraries();
    federation
        .ask("{ anything { ... on Book { title } ... on Film { id } } }")
        .await
        .is(json!({ "anything": [{ "title": "牧羊记" }, { "id": "m1" }] }));
    assert_eq!(federation.take_called(), ["lists"]);
    federation
        .ask("{ anything { __typename ... on Book { title } ... on Film { title } } }")
        .await
        .is(json!({ "anything": [
            { "__typename": "Book", "title": "牧羊记" }, { "__typename": "Film", "title": "河谷" },
        ] }));
    let calls = federation.take_calls();
    let (_, last) = &calls[1];
    assert_eq!(
        last["variables"]["representations"],
        json!([{ "__typename": "Film", "id": "m1" }]),
        "the book's title is there already: {last}"
    );
}

#[tokio::test]
async fn a_shared_root_field_that_does_not_provide_is_followed_by_a_hop() {
    let product = json!({ "tea": { "id": "p1", "maker": "Maker/ma" } });
    let federation = Federation::compose([
        Subgraph::new(
            "bare",
            r#"
            type Query { product: Product @shareable }
            type Product @key(fields: "id") { id: ID! maker: Maker @shareable }
            type Maker @key(fields: "id") { id: ID! }
            "#,
        )
        .rows(json!({
            "Query": { "product": "Product/tea" },
            "Product": product,
            "Maker": { "ma": { "id": "k1" } },
        })),
        Subgraph::new(
            "full",
            r#"
            type Query { product: Product @shareable @provides(fields: "maker { address { town } }") }
            type Product @key(fields: "id") { id: ID! maker: Maker @shareable }
            type Maker @key(fields: "id") { id: ID! address: Address @external }
            type Address { town: String @shareable }
            "#,
        )
        .rows(json!({
            "Query": { "product": "Product/tea" },
            "Product": product,
            "Maker": { "ma": { "id": "k1", "address": { "town": "文峰" } } },
        })),
        Subgraph::new(
            "makers",
            r#"
            type Maker @key(fields: "id") { id: ID! address: Address name: String }
            type Address { town: String @shareable street: String }
            "#,
        )
        .rows(json!({ "Maker": {
            "ma": { "id": "k1", "name": "马家", "address": { "town": "文峰", "street": "东街" } },
        } })),
    ]);
    federation
        .ask("{ product { id maker { address { town } } } }")
        .await
        .is(json!({ "product": { "id": "p1", "maker": { "address": { "town": "文峰" } } } }));
    assert_eq!(federation.take_called(), ["full"]);
    federation
        .ask("{ product { maker { name address { street } } } }")
        .await
        .is(json!({ "product": { "maker": { "name": "马家", "address": { "street": "东街" } } } }));
}

#[tokio::test]
async fn an_interface_that_returns_itself_goes_round_through_fragments() {
    let federation = Federation::compose([
        Subgraph::new(
            "graph",
            r#"
            type Query { nodes: [Node!]! @provides(fields: "... on Pass { next { id } }") }
            interface Node { id: ID! next: Node }
            type Pass implements Node @key(fields: "id") { id: ID! next: Node @external }
            type Ford implements Node @key(fields: "id") { id: ID! next: Node }
            "#,
        )
        .rows(json!({
            "Query": { "nodes": ["Pass/a", "Ford/b"] },
            "Pass": { "a": { "id": "n1", "next": "Ford/b" }, "c": { "id": "n3", "next": null } },
            "Ford": { "b": { "id": "n2", "next": "Pass/c" } },
        })),
        Subgraph::new(
            "passes",
            r#"
            interface Node { id: ID! next: Node }
            type Pass implements Node @key(fields: "id") { id: ID! next: Node height: Int }
            type Ford implements Node @key(fields: "id") { id: ID! next: Node @external depth: Int }
            "#,
        )
        .rows(json!({
            "Pass": {
                "a": { "id": "n1", "next": "Ford/b", "height": 2400 },
                "c": { "id": "n3", "next": "Pass/a", "height": 1900 },
            },
            "Ford": { "b": { "id": "n2", "depth": 1 } },
        })),
    ]);
    federation
        .ask(
            "{ nodes { ...Step next { ...Step next { ...Step next { __typename id } } } } }
            fragment Step on Node { __typename id ... on Pass { height } ... on Ford { depth } }",
        )
        .await
        .is(json!({ "nodes": [
            { "__typename": "Pass", "id": "n1", "height": 2400, "next": {
                "__typename": "Ford", "id": "n2", "depth": 1, "next": {
                    "__typename": "Pass", "id": "n3", "height": 1900,
                    "next": { "__typename": "Pass", "id": "n1" },
                },
            } },
            { "__typename": "Ford", "id": "n2", "depth": 1, "next": {
                "__typename": "Pass", "id": "n3", "height": 1900, "next": {
                    "__typename": "Pass", "id": "n1", "height": 2400,
                    "next": { "__typename": "Ford", "id": "n2" },
                },
            } },
        ] }));
}
