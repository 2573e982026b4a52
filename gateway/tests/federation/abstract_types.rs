//! Interfaces and unions whose implementers are spread over subgraphs.

use serde_json::json;

use crate::testkit::{Federation, Subgraph};

/// Publications: one subgraph lists them, others know their price, their reviews and their makers.
fn publications() -> Federation {
    let stub = |ids: &[&str]| {
        ids.iter()
            .map(|id| ((*id).to_owned(), json!({ "id": id })))
            .collect::<serde_json::Map<_, _>>()
    };
    Federation::compose([
        Subgraph::new(
            "lists",
            r#"
            type Query { publications: [Publication!]! anything: [Anything!]! similar(id: ID!): [Publication!]! }
            interface Publication { id: ID! sizes: [Size!] }
            interface Size { height: Int }
            union Anything = Book | Journal | Publisher
            type Paper implements Size @shareable { height: Int weight: Int }
            type Screen implements Size @shareable { height: Int pixels: Int }
            type Book implements Publication @key(fields: "id") { id: ID! sizes: [Size!] }
            type Journal implements Publication @key(fields: "id") { id: ID! sizes: [Size!] }
            type Publisher @key(fields: "id") { id: ID! }
            "#,
        )
        .rows(json!({
            "Query": {
                "publications": ["Book/b1", "Journal/j1"],
                "anything": ["Publisher/p1", "Journal/j1", "Book/b1"],
            },
            "Book": {
                "b1": { "id": "b1", "sizes": [
                    { "__typename": "Paper", "height": 260, "weight": 400 },
                    { "__typename": "Screen", "height": 1080, "pixels": 2000000 },
                ] },
            },
            "Journal": { "j1": { "id": "j1", "sizes": null } },
            "Publisher": { "p1": { "id": "p1" } },
        }))
        .computed("Query", "similar", |call| {
            Ok(if call.argument("id") == "b1" { json!(["Journal/j1"]) } else { json!(["Book/b1"]) })
        }),
        Subgraph::new(
            "prices",
            r#"
            interface Priced { id: ID! price: Int hidden: Int @inaccessible }
            type Book implements Priced @key(fields: "id") { id: ID! price: Int hidden: Int @inaccessible }
            type Journal implements Priced @key(fields: "id") { id: ID! price: Int hidden: Int @inaccessible }
            type Query { priced: [Priced!]! }
            "#,
        )
        .rows(json!({
            "Query": { "priced": ["Journal/j1", "Book/b1"] },
            "Book": { "b1": { "id": "b1", "price": 88, "hidden": 1 } },
            "Journal": { "j1": { "id": "j1", "price": 12, "hidden": 2 } },
        })),
        Subgraph::new(
            "makers",
            r#"
            type Book @key(fields: "id") { id: ID! maker: Maker }
            type Journal @key(fields: "id") { id: ID! maker: Maker }
            union Maker = Publisher | Writer
            type Publisher @key(fields: "id") { id: ID! name: String! town: String }
            type Writer @key(fields: "id") { id: ID! name: String! age: Int }
            "#,
        )
        .rows(json!({
            "Book": { "b1": { "id": "b1", "maker": "Writer/w1" } },
            "Journal": { "j1": { "id": "j1", "maker": "Publisher/p1" } },
            "Publisher": { "p1": { "id": "p1", "name": "甘肃人民", "town": "兰州" } },
            "Writer": { "w1": { "id": "w1", "name": "张澍", "age": 71 } },
        })),
        Subgraph::new(
            "delivery",
            r#"
            interface Parcel { id: ID! fee(fast: Boolean = false): Int }
            interface Priced { id: ID! price: Int hidden: Int @inaccessible }
            type Book implements Parcel & Priced @key(fields: "id") {
                id: ID!
                price: Int @external
                hidden: Int @external
                fee(fast: Boolean = false): Int @requires(fields: "price hidden")
            }
            type Journal implements Parcel @key(fields: "id") {
                id: ID! price: Int @external fee(fast: Boolean = false): Int @requires(fields: "price")
            }
            "#,
        )
        .rows(json!({ "Book": stub(&["b1"]), "Journal": stub(&["j1"]) }))
        .computed("Book", "fee", |call| {
            let fast = if call.argument("fast") == true { 100 } else { 0 };
            Ok(json!(call.integer("price")? + call.integer("hidden")? + fast))
        })
        .computed("Journal", "fee", |call| {
            let fast = if call.argument("fast") == true { 100 } else { 0 };
            Ok(json!(call.integer("price")? + fast))
        }),
    ])
}

#[tokio::test]
async fn fragments_on_interfaces_of_other_subgraphs_reach_their_types() {
    let federation = publications();
    for (query, expected) in [
        (
            "{ publications { id ... on Priced { price } } }",
            json!({ "publications": [{ "id": "b1", "price": 88 }, { "id": "j1", "price": 12 }] }),
        ),
        (
            "{ publications { ... on Parcel { fee } } }",
            json!({ "publications": [{ "fee": 89 }, { "fee": 12 }] }),
        ),
        (
            "{ publications { ... on Parcel { slow: fee quick: fee(fast: true) } __typename } }",
            json!({ "publications": [
                { "slow": 89, "quick": 189, "__typename": "Book" },
                { "slow": 12, "quick": 112, "__typename": "Journal" },
            ] }),
        ),
        (
            "{ priced { price ... on Book { sizes { height } maker { __typename } } ... on Journal { cost: price } } }",
            json!({ "priced": [
                { "price": 12, "cost": 12 },
                { "price": 88, "sizes": [{ "height": 260 }, { "height": 1080 }],
                  "maker": { "__typename": "Writer" } },
            ] }),
        ),
        (
            "{ publications { sizes { height ... on Paper { weight } ... on Screen { size: pixels } } } }",
            json!({ "publications": [
                { "sizes": [{ "height": 260, "weight": 400 }, { "height": 1080, "size": 2000000 }] },
                { "sizes": null },
            ] }),
        ),
        (
            "{ publications { ... on Book { maker { ... on Writer { name age } } }
                ... on Journal { maker { ... on Publisher { name town } ... on Writer { age } } } } }",
            json!({ "publications": [
                { "maker": { "name": "张澍", "age": 71 } }, { "maker": { "name": "甘肃人民", "town": "兰州" } },
            ] }),
        ),
        (
            "{ publications { ...Card } similar(id: \"b1\") { ...Card } }
            fragment Card on Publication { id ...Cost ... on Journal { maker { ... on Publisher { town } } } }
            fragment Cost on Priced { price }",
            json!({
                "publications": [
                    { "id": "b1", "price": 88 }, { "id": "j1", "price": 12, "maker": { "town": "兰州" } },
                ],
                "similar": [{ "id": "j1", "price": 12, "maker": { "town": "兰州" } }],
            }),
        ),
    ] {
        federation.ask(query).await.is(expected);
    }
    federation.ask("{ priced { hidden } }").await.is_refused("GRAPHQL_VALIDATION_FAILED");
}

#[tokio::test]
async fn typenames_and_their_aliases_stand_on_unions_and_interfaces() {
    let federation = publications();
    for (query, expected) in [
        ("{ __typename }", json!({ "__typename": "Query" })),
        (
            "{ t: __typename anything { __typename } }",
            json!({ "t": "Query", "anything": [
                { "__typename": "Publisher" }, { "__typename": "Journal" }, { "__typename": "Book" },
            ] }),
        ),
        (
            "{ anything { kind: __typename ... on Publisher { name __typename } ... on Priced { again: __typename price } } }",
            json!({ "anything": [
                { "kind": "Publisher", "name": "甘肃人民", "__typename": "Publisher" },
                { "kind": "Journal", "again": "Journal", "price": 12 },
                { "kind": "Book", "again": "Book", "price": 88 },
            ] }),
        ),
        (
            "{ publications { sizes { __typename } } }",
            json!({ "publications": [
                { "sizes": [{ "__typename": "Paper" }, { "__typename": "Screen" }] }, { "sizes": null },
            ] }),
        ),
    ] {
        federation.ask(query).await.is(expected);
    }
}

#[tokio::test]
async fn a_node_comes_from_one_subgraph_and_its_fields_from_another() {
    let federation = Federation::compose([
        Subgraph::new(
            "nodes",
            r#"
            type Query { node: Node first: Book }
            interface Node { id: ID! }
            type Book implements Node @key(fields: "id") { id: ID! }
            type Film implements Node @key(fields: "id") { id: ID! }
            "#,
        )
        .rows(json!({
            "Query": { "node": "Book/one", "first": "Book/one" },
            "Book": { "one": { "id": "b1" } },
        })),
        Subgraph::new(
            "titles",
            r#"
            interface Node { id: ID! }
            type Book implements Node @key(fields: "id") { id: ID! title: String! }
            type Film implements Node @key(fields: "id") { id: ID! title: String! }
            "#,
        )
        .rows(json!({ "Book": { "one": { "id": "b1", "title": "陇右志" } } })),
    ]);
    federation
        .ask("{ node { __typename id ... on Book { title } ... on Film { title } } }")
        .await
        .is(json!({ "node": { "__typename": "Book", "id": "b1", "title": "陇右志" } }));
    assert_eq!(federation.take_called(), ["nodes", "titles"]);
}

/// The interface allows a null price; its implementer does not.
#[tokio::test]
async fn a_null_that_only_the_implementer_forbids_nulls_the_object() {
    let federation = Federation::compose([
        Subgraph::new(
            "lists",
            r#"
            type Query { goods: [Good] }
            interface Good { id: ID! }
            type Tea implements Good @key(fields: "id") { id: ID! }
            "#,
        )
        .rows(json!({
            "Query": { "goods": ["Tea/a", "Tea/c"] },
            "Tea": { "a": { "id": "t1" }, "c": { "id": "t2" } },
        })),
        Subgraph::new(
            "prices",
            r#"
            interface Good { id: ID! price: Int }
            type Tea implements Good @key(fields: "id") { id: ID! price: Int! }
            "#,
        )
        .rows(json!({ "Tea": { "a": { "id": "t1", "price": 30 } } })),
    ]);
    federation.ask("{ goods { id price } }").await.is_with_errors(json!({ "goods": [
        { "id": "t1", "price": 30 }, null,
    ] }));
}

/// Either subgraph answers `node`, but each knows the id of one kind only.
fn nodes() -> Federation {
    Federation::joined(
        include_str!("supergraphs/nodes.graphql"),
        [
            Subgraph::new(
                "a",
                r#"
                type Query { node(id: ID!): Node @shareable account(id: String!): Account }
                interface Node { id: ID! }
                type Account implements Node @key(fields: "id") { id: ID! username: String! }
                type Chat implements Node @key(fields: "id") { id: ID! @external account: Account! }
                "#,
            )
            .rows(json!({
                "Query": {},
                "Account": { "ma": { "id": "a1", "username": "ma" } },
                "Chat": { "one": { "id": "c1", "account": "Account/ma" } },
            }))
            .computed("Query", "account", |_| Ok(json!("Account/ma")))
            .computed("Query", "node", |call| {
                Ok(if call.argument("id") == "a1" {
                    json!("Account/ma")
                } else {
                    json!("Chat/one")
                })
            }),
            Subgraph::new(
                "b",
                r#"
                type Query { node(id: ID!): Node @shareable chat(id: String!): Chat }
                interface Node { id: ID! }
                type Account implements Node @key(fields: "id") { id: ID! @external chats: [Chat!] }
                type Chat implements Node @key(fields: "id") { id: ID! text: String! }
                "#,
            )
            .rows(json!({
                "Query": {},
                "Account": { "ma": { "id": "a1", "chats": ["Chat/one"] } },
                "Chat": { "one": { "id": "c1", "text": "问水" } },
            }))
            .computed("Query", "chat", |_| Ok(json!("Chat/one")))
            .computed("Query", "node", |call| {
                Ok(if call.argument("id") == "a1" {
                    json!("Account/ma")
                } else {
                    json!("Chat/one")
                })
            }),
        ],
    )
}

#[tokio::test]
async fn what_cannot_be_planned_fails_as_a_whole_and_what_can_does_not() {
    let federation = nodes();
    for (query, expected) in [
        (
            "{ account(id: \"a1\") { id username } }",
            json!({ "account": { "id": "a1", "username": "ma" } }),
        ),
        ("{ chat(id: \"c1\") { id text } }", json!({ "chat": { "id": "c1", "text": "问水" } })),
        (
            "{ account(id: \"a1\") { username chats { id text } } }",
            json!({ "account": { "username": "ma", "chats": [{ "id": "c1", "text": "问水" }] } }),
        ),
        (
            "{ chat(id: \"c1\") { account { id username } } }",
            json!({ "chat": { "account": { "id": "a1", "username": "ma" } } }),
        ),
        (
            "{ node(id: \"a1\") { __typename ... on Account { id username } } }",
            json!({ "node": { "__typename": "Account", "id": "a1", "username": "ma" } }),
        ),
        (
            "{ node(id: \"c1\") { ... on Chat { id text } } }",
            json!({ "node": { "id": "c1", "text": "问水" } }),
        ),
    ] {
        federation.ask(query).await.is(expected);
    }
    federation.take_called();
    federation.ask("{ node(id: \"a1\") { id } }").await.is_refused("QUERY_PLAN_FAILED");
    assert!(federation.take_called().is_empty());
}
