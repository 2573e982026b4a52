//! Unions that differ by subgraph, and fields of one name and several types.

use serde_json::json;

use crate::testkit::{Federation, Subgraph};

/// Value types without keys; the second subgraph's union lacks a member.
fn actions() -> Federation {
    Federation::compose([
        Subgraph::new(
            "a",
            r#"
            type Query { fromA: [Action!]! wrapped: Wrapper @shareable }
            union Action = Visit | Call
            type Visit { place: String! @shareable }
            type Call { number: String! }
            type Wrapper { action: Action @shareable a: Int }
            "#,
        )
        .rows(json!({ "Query": {
            "fromA": [{ "__typename": "Visit", "place": "文峰" }, { "__typename": "Call", "number": "12345" }],
            "wrapped": { "action": { "__typename": "Visit", "place": "首阳" }, "a": 1 },
        } })),
        Subgraph::new(
            "b",
            r#"
            type Query { fromB: Action wrapped: Wrapper @shareable }
            union Action = Visit
            type Visit { place: String! @shareable }
            type Wrapper { action: Action @shareable b: Int }
            "#,
        )
        .rows(json!({ "Query": {
            "fromB": { "__typename": "Visit", "place": "马河" },
            "wrapped": { "action": { "__typename": "Visit", "place": "首阳" }, "b": 2 },
        } })),
    ])
}

#[tokio::test]
async fn a_member_that_a_subgraph_lacks_is_not_asked_of_it() {
    let federation = actions();
    let fragments = "__typename ... on Visit { place } ... on Call { number }";
    federation
        .ask(&format!("{{ fromA {{ {fragments} }} fromB {{ {fragments} }} }}"))
        .await
        .is(json!({
            "fromA": [
                { "__typename": "Visit", "place": "文峰" }, { "__typename": "Call", "number": "12345" },
            ],
            "fromB": { "__typename": "Visit", "place": "马河" },
        }));
    federation.ask("{ fromB { ... on Call { number } } }").await.is(json!({ "fromB": {} }));
    federation
        .ask("{ wrapped { a b action { ... on Visit { place } } } }")
        .await
        .is(json!({ "wrapped": { "a": 1, "b": 2, "action": { "place": "首阳" } } }));
}

/// Entities with unions of other members on either side.
fn attachments() -> Federation {
    Federation::compose([
        Subgraph::new(
            "office",
            r#"
            type Query { case: Case kept: Keeper @shareable }
            type Keeper { last: Case @shareable }
            type Case @key(fields: "id") { id: ID! attachment: Attachment @shareable }
            union Attachment = Letter | Photo
            type Letter { pages: Int! @shareable }
            type Photo { width: Int! }
            "#,
        )
        .rows(json!({
            "Query": { "case": "Case/one", "kept": { "last": "Case/one" } },
            "Case": {
                "one": { "id": "c1", "attachment": { "__typename": "Letter", "pages": 3 } },
            },
        })),
        Subgraph::new(
            "archive",
            r#"
            type Query { filed: [Case!]! kept: Keeper @shareable }
            type Keeper { last: Case @shareable }
            type Case @key(fields: "id") {
                id: ID! attachment: Attachment @shareable reel: Attachment year: Int
            }
            union Attachment = Letter | Film
            type Letter { pages: Int! @shareable }
            type Film { seconds: Int! }
            "#,
        )
        .rows(json!({
            "Query": { "filed": ["Case/one", "Case/three"], "kept": { "last": "Case/one" } },
            "Case": {
                "one": {
                    "id": "c1", "year": 2022, "reel": null,
                    "attachment": { "__typename": "Letter", "pages": 3 },
                },
                "three": {
                    "id": "c3", "year": 2024, "reel": { "__typename": "Film", "seconds": 90 },
                    "attachment": { "__typename": "Letter", "pages": 8 },
                },
            },
        })),
    ])
}

#[tokio::test]
async fn each_entry_answers_with_the_members_it_knows() {
    let federation = attachments();
    let fragments = "... on Letter { pages } ... on Photo { width } ... on Film { seconds }";
    for (query, expected) in [
        (
            format!("{{ case {{ id attachment {{ {fragments} }} }} }}"),
            json!({ "case": { "id": "c1", "attachment": { "pages": 3 } } }),
        ),
        (
            format!("{{ filed {{ year attachment {{ __typename {fragments} }} }} }}"),
            json!({ "filed": [
                { "year": 2022, "attachment": { "__typename": "Letter", "pages": 3 } },
                { "year": 2024, "attachment": { "__typename": "Letter", "pages": 8 } },
            ] }),
        ),
        (
            "{ case { year attachment { ... on Letter { pages } } } }".to_owned(),
            json!({ "case": { "year": 2022, "attachment": { "pages": 3 } } }),
        ),
        (
            "{ case { attachment { ... on Photo { width } } } }".to_owned(),
            json!({ "case": { "attachment": {} } }),
        ),
        (
            format!(
                "{{ filed {{ reel {{ {fragments} }} attachment {{ ... on Film {{ seconds }} }} id }} }}"
            ),
            json!({ "filed": [
                { "reel": null, "attachment": {}, "id": "c1" },
                { "reel": { "seconds": 90 }, "attachment": {}, "id": "c3" },
            ] }),
        ),
        (
            format!(
                "{{ kept {{ last {{ attachment {{ {fragments} }} reel {{ {fragments} }} }} }} }}"
            ),
            json!({ "kept": { "last": { "attachment": { "pages": 3 }, "reel": null } } }),
        ),
    ] {
        federation.ask(&query).await.is(expected);
    }
}

/// `id` is nullable in one type and not in the other, so one request cannot hold both under one key.
#[tokio::test]
async fn fields_of_one_name_and_other_nullability_stand_side_by_side() {
    let federation = Federation::compose([
        Subgraph::new(
            "accounts",
            r#"
            union Account = User | Admin
            type User @key(fields: "id") { id: ID @shareable name: String @shareable friends: [Account!]! }
            type Admin @key(fields: "name") { id: ID! @shareable name: String! @shareable level: Level }
            type Level { n: Int }
            type Query { accounts: [Account!]! }
            "#,
        )
        .rows(json!({
            "Query": { "accounts": ["User/u", "Admin/a", "User/nobody"] },
            "User": {
                "u": { "id": "u1", "name": null, "friends": ["Admin/a", "User/u"] },
                "nobody": { "id": null, "name": "无", "friends": [] },
            },
            "Admin": { "a": { "id": "a1", "name": "管", "level": { "n": 4 } } },
        })),
        Subgraph::new(
            "users",
            r#"
            type Query { users: [User!]! admin: Admin }
            type Admin @key(fields: "name") { id: ID @shareable name: String @shareable }
            type User @key(fields: "id") { id: ID @shareable age: Int name: String @shareable }
            "#,
        )
        .rows(json!({
            "Query": { "users": ["User/u"], "admin": { "id": null, "name": "空" } },
            "User": { "u": { "id": "u1", "age": 40, "name": null } },
        })),
    ]);
    federation
        .ask("{ accounts { ... on User { id name } ... on Admin { id name } } }")
        .await
        .is(json!({ "accounts": [
            { "id": "u1", "name": null }, { "id": "a1", "name": "管" }, { "id": null, "name": "无" },
        ] }));
    federation
        .ask(
            "{ accounts {
                __typename
                ... on User { id name age friends { ... on User { id age } ... on Admin { id name } } }
                ... on Admin { id name level { n } }
            } users { id age } admin { id name } }",
        )
        .await
        .is(json!({
            "accounts": [
                { "__typename": "User", "id": "u1", "name": null, "age": 40,
                  "friends": [{ "id": "a1", "name": "管" }, { "id": "u1", "age": 40 }] },
                { "__typename": "Admin", "id": "a1", "name": "管", "level": { "n": 4 } },
                { "__typename": "User", "id": null, "name": "无", "age": null, "friends": [] },
            ],
            "users": [{ "id": "u1", "age": 40 }],
            "admin": { "id": null, "name": "空" },
        }));
}

/// `Stove` is a node on one side only, `Kettle` on both.
fn appliances() -> Federation {
    Federation::compose([
        Subgraph::new(
            "a",
            r#"
            type Query { products: [Product] node(id: ID!): Node broken: Node }
            union Product = Stove | Kettle
            interface Node { id: ID! }
            type Stove { id: ID! @shareable warranty: Int @shareable }
            type Kettle implements Node @key(fields: "id") { id: ID! @shareable warranty: Int @shareable }
            "#,
        )
        .rows(json!({
            "Query": { "products": ["Stove/s", "Kettle/k"] },
            "Stove": { "s": { "id": "s1", "warranty": 1 } },
            "Kettle": { "k": { "id": "k1", "warranty": 2 } },
        }))
        .computed("Query", "node", |call| {
            Ok(if call.argument("id") == "k1" { json!("Kettle/k") } else { json!("Stove/s") })
        })
        .computed("Query", "broken", |_| Err("out of order".to_owned())),
        Subgraph::new(
            "b",
            r#"
            type Query { nodes: [Node!]! }
            interface Node { id: ID! }
            type Stove implements Node { id: ID! @shareable warranty: Int @shareable }
            type Kettle implements Node @key(fields: "id") { id: ID! @shareable warranty: Int @shareable size: Int }
            "#,
        )
        .rows(json!({
            "Query": { "nodes": ["Stove/s", "Kettle/k"] },
            "Stove": { "s": { "id": "s1", "warranty": 1 } },
            "Kettle": { "k": { "id": "k1", "warranty": 2, "size": 5 } },
        })),
    ])
}

#[tokio::test]
async fn conditions_narrow_to_what_each_subgraph_knows() {
    let federation = appliances();
    for (query, expected) in [
        (
            "{ products { ... on Node { id } } }",
            json!({ "products": [{ "id": "s1" }, { "id": "k1" }] }),
        ),
        (
            "{ products { ... on Stove { warranty } ... on Node { id ... on Kettle { size } } } }",
            json!({ "products": [{ "warranty": 1, "id": "s1" }, { "id": "k1", "size": 5 }] }),
        ),
        (
            "{ node(id: \"k1\") { id ... on Kettle { warranty size } ... on Stove { warranty } } }",
            json!({ "node": { "id": "k1", "warranty": 2, "size": 5 } }),
        ),
        (
            "{ nodes { __typename id ... on Stove { warranty } } }",
            json!({ "nodes": [
                { "__typename": "Stove", "id": "s1", "warranty": 1 },
                { "__typename": "Kettle", "id": "k1" },
            ] }),
        ),
        (
            "{ products { __typename ... on Kettle { ... on Node { ... on Kettle { id size } } } } }",
            json!({ "products": [
                { "__typename": "Stove" }, { "__typename": "Kettle", "id": "k1", "size": 5 },
            ] }),
        ),
    ] {
        federation.ask(query).await.is(expected);
    }
}

#[tokio::test]
async fn a_subgraphs_own_error_is_passed_on_even_where_no_fragment_can_match() {
    let federation = appliances();
    // `a` returns a stove as a node, which its own schema forbids.
    federation
        .ask("{ node(id: \"s1\") { ... on Stove { warranty } } }")
        .await
        .is_with_errors(json!({ "node": null }));
    assert_eq!(federation.take_called(), ["a"]);
    federation
        .ask("{ broken { ... on Stove { warranty } } }")
        .await
        .is_with_errors(json!({ "broken": null }));
    assert_eq!(federation.take_called(), ["a"]);
}

/// `book` is an object on one side and a union on the other; the unions share one member.
fn media() -> Federation {
    let book = |id: &str| json!({ "id": id, "title": "陇右志", "pages": 300, "shelf": "K-7" });
    Federation::joined(
        include_str!("supergraphs/media.graphql"),
        [
            Subgraph::new(
                "a",
                r#"
                type Query { media: Media @shareable book: Book @shareable song: Media viewer: Viewer @shareable }
                type Viewer { media: Media @shareable book: Media @shareable song: Media }
                union Media = Book | Song
                type Book @key(fields: "id") { id: ID! title: String! @shareable pages: Int }
                type Song { title: String! }
                "#,
            )
            .rows(json!({
                "Query": {
                    "media": "Book/one",
                    "book": "Book/one",
                    "song": { "__typename": "Song", "title": "花儿" },
                    "viewer": {
                        "media": "Book/one", "book": "Book/one",
                        "song": { "__typename": "Song", "title": "花儿" },
                    },
                },
                "Book": { "one": book("b1") },
            })),
            Subgraph::new(
                "b",
                r#"
                type Query { media: Media @shareable book: Media @shareable films: [Media!] viewer: Viewer @shareable }
                type Viewer { media: Media @shareable book: Book @shareable film: Media }
                union Media = Book | Film
                type Book @key(fields: "id") { id: ID! title: String! @shareable shelf: String }
                type Film { title: String! minutes: Int! }
                "#,
            )
            .rows(json!({
                "Query": {
                    "media": "Book/one",
                    "book": "Book/one",
                    "films": [{ "__typename": "Film", "title": "河谷", "minutes": 90 }, "Book/one"],
                    "viewer": {
                        "media": "Book/one", "book": "Book/one",
                        "film": { "__typename": "Film", "title": "河谷", "minutes": 90 },
                    },
                },
                "Book": { "one": book("b1") },
            })),
        ],
    )
}

#[tokio::test]
async fn a_field_may_be_an_object_here_and_a_union_there() {
    let federation = media();
    for (query, expected) in [
        ("{ book { ... on Book { title } } }", json!({ "book": { "title": "陇右志" } })),
        (
            "{ book { __typename ... on Book { title pages shelf } ... on Song { title } } }",
            json!({ "book": { "__typename": "Book", "title": "陇右志", "pages": 300, "shelf": "K-7" } }),
        ),
        (
            "{ media { __typename ... on Book { title } ... on Song { title } ... on Film { minutes } } }",
            json!({ "media": { "__typename": "Book", "title": "陇右志" } }),
        ),
        (
            "{ song { __typename ... on Song { title } ... on Film { title minutes } ... on Book { pages } } }",
            json!({ "song": { "__typename": "Song", "title": "花儿" } }),
        ),
        (
            "{ films { ... on Film { title minutes } ... on Song { title } ... on Book { pages shelf } } }",
            json!({ "films": [{ "title": "河谷", "minutes": 90 }, { "pages": 300, "shelf": "K-7" }] }),
        ),
        (
            "{ viewer { song { __typename } film { __typename ... on Film { minutes } } } }",
            json!({ "viewer": { "song": { "__typename": "Song" }, "film": { "__typename": "Film", "minutes": 90 } } }),
        ),
        (
            "{ viewer {
                media { ... on Book { title } ... on Song { title } }
                book { ... on Book { title shelf } ... on Film { minutes } }
                song { ... on Song { title } }
            } }",
            json!({ "viewer": {
                "media": { "title": "陇右志" },
                "book": { "title": "陇右志", "shelf": "K-7" },
                "song": { "title": "花儿" },
            } }),
        ),
        ("{ song { ... on Film { minutes } } }", json!({ "song": {} })),
    ] {
        federation.ask(query).await.is(expected);
    }
}
