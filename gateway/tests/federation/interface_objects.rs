//! `@interfaceObject`: fields added to all implementers at once, by subgraphs that know none.

use serde_json::json;

use crate::testkit::{Federation, Subgraph};

/// Records of two kinds, tags and views that are added to either kind, and a shelf mark that only
/// books have.
fn records() -> Federation {
    let stubs = json!({ "b1": { "id": "b1" }, "m1": { "id": "m1" }, "b2": { "id": "b2" } });
    Federation::compose([
        Subgraph::new(
            "records",
            r#"
            type Query { records: [Record!]! }
            interface Record @key(fields: "id") { id: ID! title: String! }
            type Book implements Record @key(fields: "id") { id: ID! title: String! pages: Int! }
            type Map implements Record @key(fields: "id") { id: ID! title: String! scale: Int! }
            "#,
        )
        .rows(json!({
            "Query": { "records": ["Book/b1", "Map/m1"] },
            "Book": {
                "b1": { "id": "b1", "title": "陇右志", "pages": 300 },
                "b2": { "id": "b2", "title": "河西志", "pages": 120 },
            },
            "Map": { "m1": { "id": "m1", "title": "渭水图", "scale": 50000 } },
        })),
        Subgraph::new(
            "views",
            r#"
            type Query { mostViewed: [Record!]! related: Record }
            type Record @key(fields: "id") @interfaceObject { id: ID! views: Int! next: Record }
            "#,
        )
        .rows(json!({
            "Query": { "mostViewed": ["Record/m1", "Record/b1"], "related": "Record/b2" },
            "Record": {
                "b1": { "id": "b1", "views": 10, "next": "Record/m1" },
                "m1": { "id": "m1", "views": 99, "next": "Record/b2" },
                "b2": { "id": "b2", "views": 1, "next": null },
            },
        })),
        Subgraph::new(
            "tags",
            r#"type Record @key(fields: "id") @interfaceObject { id: ID! tag: String }"#,
        )
        .rows(json!({ "Record": stubs }))
        .computed("Record", "tag", |call| Ok(json!(format!("#{}", call.text("id")?)))),
        Subgraph::new("shelves", r#"type Book @key(fields: "id") { id: ID! shelf: String! }"#)
            .rows(json!({ "Book": {
                "b1": { "id": "b1", "shelf": "K-7" }, "b2": { "id": "b2", "shelf": "K-9" },
            } })),
    ])
}

#[tokio::test]
async fn fields_are_added_to_all_implementers_from_either_side() {
    let federation = records();
    for (query, expected) in [
        (
            "{ records { id title views tag } }",
            json!({ "records": [
                { "id": "b1", "title": "陇右志", "views": 10, "tag": "#b1" },
                { "id": "m1", "title": "渭水图", "views": 99, "tag": "#m1" },
            ] }),
        ),
        (
            "{ mostViewed { id views } }",
            json!({ "mostViewed": [
            { "id": "m1", "views": 99 }, { "id": "b1", "views": 10 },
        ] }),
        ),
        (
            "{ mostViewed { title tag views } }",
            json!({ "mostViewed": [
                { "title": "渭水图", "tag": "#m1", "views": 99 },
                { "title": "陇右志", "tag": "#b1", "views": 10 },
            ] }),
        ),
        (
            "{ records { ... on Book { pages views } ... on Map { scale tag } } }",
            json!({ "records": [{ "pages": 300, "views": 10 }, { "scale": 50000, "tag": "#m1" }] }),
        ),
        (
            "{ mostViewed { ... on Book { id pages views } } }",
            json!({ "mostViewed": [{}, { "id": "b1", "pages": 300, "views": 10 }] }),
        ),
        (
            "{ mostViewed { ...All } } fragment All on Record { id ... on Map { scale title } ... on Book { title } }",
            json!({ "mostViewed": [
                { "id": "m1", "scale": 50000, "title": "渭水图" }, { "id": "b1", "title": "陇右志" },
            ] }),
        ),
        (
            "{ related { next { id } views } mostViewed { next { id title next { title } } } }",
            json!({
                "related": { "next": null, "views": 1 },
                "mostViewed": [
                    { "next": { "id": "b2", "title": "河西志", "next": null } },
                    { "next": { "id": "m1", "title": "渭水图", "next": { "title": "河西志" } } },
                ],
            }),
        ),
    ] {
        federation.ask(query).await.is(expected);
    }
}

#[tokio::test]
async fn the_typename_is_that_of_the_implementer() {
    let federation = records();
    for (query, expected) in [
        (
            "{ records { __typename views } }",
            json!({ "records": [
            { "__typename": "Book", "views": 10 }, { "__typename": "Map", "views": 99 },
        ] }),
        ),
        (
            "{ mostViewed { __typename } }",
            json!({ "mostViewed": [
            { "__typename": "Map" }, { "__typename": "Book" },
        ] }),
        ),
        (
            "{ mostViewed { kind: __typename id ... on Map { also: __typename views } } }",
            json!({ "mostViewed": [
                { "kind": "Map", "id": "m1", "also": "Map", "views": 99 }, { "kind": "Book", "id": "b1" },
            ] }),
        ),
        (
            "{ related { views __typename next { __typename } } }",
            json!({ "related": { "views": 1, "__typename": "Book", "next": null } }),
        ),
    ] {
        federation.ask(query).await.is(expected);
    }
}

#[tokio::test]
async fn a_field_that_needs_no_concrete_type_needs_no_hop() {
    let federation = records();
    federation
        .ask("{ mostViewed { views id } }")
        .await
        .is(json!({ "mostViewed": [{ "views": 99, "id": "m1" }, { "views": 10, "id": "b1" }] }));
    assert_eq!(federation.take_called(), ["views"]);
}

#[tokio::test]
async fn an_implementer_is_extended_by_one_that_knows_no_interface() {
    let federation = records();
    federation
        .ask("{ mostViewed { id ... on Book { shelf } } }")
        .await
        .is(json!({ "mostViewed": [{ "id": "m1" }, { "id": "b1", "shelf": "K-7" }] }));
    federation
        .ask("{ records { ... on Book { shelf views } } }")
        .await
        .is(json!({ "records": [{ "shelf": "K-7", "views": 10 }, {}] }));
}

/// The interface object's key leads nowhere: what it has itself is served, the rest is refused.
#[tokio::test]
async fn a_key_that_does_not_resolve_serves_only_its_own_subgraph() {
    let federation = Federation::joined(
        include_str!("supergraphs/dead_end.graphql"),
        [
            Subgraph::new(
                "items",
                r#"
                type Query { item: Item }
                interface Item @key(fields: "id") { id: ID! price: Int }
                type Tool implements Item @key(fields: "id") { id: ID! price: Int }
                "#,
            )
            .rows(json!({
                "Query": { "item": "Tool/hoe" },
                "Tool": { "hoe": { "id": "i1", "price": 30 } },
            })),
            Subgraph::new(
                "notes",
                r#"
                type Query { noted: Item }
                type Item @key(fields: "id", resolvable: false) @interfaceObject { id: ID! note: String }
                "#,
            )
            .rows(json!({
                "Query": { "noted": "Item/hoe" },
                "Item": { "hoe": { "id": "i1", "note": "春耕" } },
            })),
        ],
    );
    for (query, expected) in [
        ("{ noted { id note } }", json!({ "noted": { "id": "i1", "note": "春耕" } })),
        ("{ noted { note price } }", json!({ "noted": { "note": "春耕", "price": 30 } })),
        (
            "{ noted { __typename ... on Tool { price } } }",
            json!({ "noted": { "__typename": "Tool", "price": 30 } }),
        ),
        (
            "{ item { id price __typename } }",
            json!({
                "item": { "id": "i1", "price": 30, "__typename": "Tool" },
            }),
        ),
    ] {
        federation.ask(query).await.is(expected);
    }
    federation.take_called();
    for query in ["{ item { note } }", "{ item { id ... on Tool { price note } } }"] {
        federation.ask(query).await.is_refused("QUERY_PLAN_FAILED");
    }
    assert!(federation.take_called().is_empty());
}

/// What is required of all implementers is known to the implementers only.
fn logins() -> Federation {
    Federation::joined(
        include_str!("supergraphs/logins.graphql"),
        [
            Subgraph::new(
                "citizens",
                r#"
                type Query { people: [Person!] }
                interface Person @key(fields: "id") { id: ID! name: String }
                type Member implements Person @key(fields: "id") { id: ID! name: String seat: Int }
                type Clerk implements Person @key(fields: "id") { id: ID! name: String desk: String }
                "#,
            )
            .rows(json!({
                "Query": { "people": ["Member/ma", "Clerk/li"] },
                "Member": { "ma": { "id": "p1", "name": "ma", "seat": 12 } },
                "Clerk": { "li": { "id": "p2", "name": "li", "desk": "东" } },
            })),
            Subgraph::new(
                "logins",
                r#"
                type Query { online: [Person!] }
                type Person @key(fields: "id") @interfaceObject {
                    id: ID! name: String @external login: String @requires(fields: "name")
                }
                "#,
            )
            .rows(json!({
                "Query": { "online": ["Person/li", "Person/ma"] },
                "Person": { "ma": { "id": "p1" }, "li": { "id": "p2" } },
            }))
            .computed("Person", "login", |call| Ok(json!(format!("{}@gs", call.text("name")?)))),
        ],
    )
}

#[tokio::test]
async fn an_interface_object_requires_what_the_implementers_hold() {
    let federation = logins();
    for (query, expected) in [
        (
            "{ people { id name login } }",
            json!({ "people": [
                { "id": "p1", "name": "ma", "login": "ma@gs" },
                { "id": "p2", "name": "li", "login": "li@gs" },
            ] }),
        ),
        ("{ people { login } }", json!({ "people": [{ "login": "ma@gs" }, { "login": "li@gs" }] })),
        ("{ online { name } }", json!({ "online": [{ "name": "li" }, { "name": "ma" }] })),
        ("{ online { login } }", json!({ "online": [{ "login": "li@gs" }, { "login": "ma@gs" }] })),
        (
            "{ people { ... on Member { login seat } } }",
            json!({ "people": [{ "login": "ma@gs", "seat": 12 }, {}] }),
        ),
        (
            "{ online { ... on Member { seat } ... on Clerk { desk login } __typename } }",
            json!({ "online": [
                { "desk": "东", "login": "li@gs", "__typename": "Clerk" },
                { "seat": 12, "__typename": "Member" },
            ] }),
        ),
        (
            "{ online { id ... on Member { name login } } }",
            json!({ "online": [{ "id": "p2" }, { "id": "p1", "name": "ma", "login": "ma@gs" }] }),
        ),
    ] {
        federation.ask(query).await.is(expected);
    }
}
