//! `@override(from:)`: the overridden subgraph is never asked for the field again.

use serde_json::json;

use crate::testkit::{Federation, Subgraph};

fn posts(from: &str) -> Federation {
    Federation::compose([
        Subgraph::new(
            "old",
            r#"
            type Query { feed: [Post] @shareable oldFeed: [Post] }
            type Post @key(fields: "id") { id: ID! @shareable title: String created: String @shareable }
            "#,
        )
        .rows(json!({
            "Query": { "feed": ["Post/one"], "oldFeed": ["Post/one"] },
            "Post": { "one": { "id": "p1", "title": "旧题", "created": "2022" } },
        })),
        Subgraph::new(
            "new",
            &format!(
                r#"
                type Query {{ feed: [Post] @shareable newFeed: [Post] }}
                type Post @key(fields: "id") {{
                    id: ID! @shareable
                    created: String @override(from: "{from}") @shareable
                    length: Int
                }}
                "#
            ),
        )
        .rows(json!({
            "Query": { "feed": ["Post/one"], "newFeed": ["Post/one"] },
            "Post": { "one": { "id": "p1", "created": "2024", "length": 9 } },
        })),
    ])
}

#[tokio::test]
async fn an_overridden_field_comes_from_the_one_that_overrides() {
    let federation = posts("old");
    for (query, expected) in [
        ("{ oldFeed { created } }", json!({ "oldFeed": [{ "created": "2024" }] })),
        ("{ newFeed { created } }", json!({ "newFeed": [{ "created": "2024" }] })),
        ("{ feed { created } }", json!({ "feed": [{ "created": "2024" }] })),
        (
            "{ oldFeed { id title created length } feed { title created } }",
            json!({
                "oldFeed": [{ "id": "p1", "title": "旧题", "created": "2024", "length": 9 }],
                "feed": [{ "title": "旧题", "created": "2024" }],
            }),
        ),
    ] {
        federation.ask(query).await.is(expected);
    }
}

#[tokio::test]
async fn an_override_of_an_unknown_subgraph_changes_nothing() {
    let federation = posts("nowhere");
    federation
        .ask("{ newFeed { created } }")
        .await
        .is(json!({ "newFeed": [{ "created": "2024" }] }));
    assert_eq!(federation.take_called(), ["new"]);
    federation.ask("{ oldFeed { title created } }").await.is(json!({
        "oldFeed": [{ "title": "旧题", "created": "2022" }]
    }));
    assert_eq!(federation.take_called(), ["old"]);
}

#[tokio::test]
async fn a_required_field_may_be_overridden() {
    let federation = Federation::compose([
        Subgraph::new(
            "names",
            r#"
            type Query { member: Member }
            type Member @key(fields: "id") { id: ID! name: String score: Int! }
            "#,
        )
        .rows(json!({
            "Query": { "member": "Member/ma" },
            "Member": { "ma": { "id": "m1", "name": "马秀兰", "score": 1 } },
        })),
        Subgraph::new(
            "scores",
            r#"
            type Query { scored: Member }
            type Member @key(fields: "id") { id: ID! score: Int! @override(from: "names") }
            "#,
        )
        .rows(json!({
            "Query": { "scored": "Member/ma" },
            "Member": { "ma": { "id": "m1", "score": 90 } },
        })),
        Subgraph::new(
            "grades",
            r#"
            type Query { graded: Member }
            type Member @key(fields: "id") {
                id: ID!
                name: String @external
                score: Int! @external
                grade: String! @requires(fields: "score")
                line: String! @requires(fields: "name score")
            }
            "#,
        )
        .rows(json!({
            "Query": { "graded": "Member/ma" },
            "Member": { "ma": { "id": "m1" } },
        }))
        .computed("Member", "grade", |call| {
            Ok(json!(if call.integer("score")? >= 80 { "优" } else { "良" }))
        })
        .computed("Member", "line", |call| {
            Ok(json!(format!("{}{}", call.text("name")?, call.integer("score")?)))
        }),
    ]);
    for (query, expected) in [
        ("{ member { grade } }", json!({ "member": { "grade": "优" } })),
        ("{ scored { grade score } }", json!({ "scored": { "grade": "优", "score": 90 } })),
        ("{ graded { grade } }", json!({ "graded": { "grade": "优" } })),
        (
            "{ graded { line name score } member { line } }",
            json!({
                "graded": { "line": "马秀兰90", "name": "马秀兰", "score": 90 },
                "member": { "line": "马秀兰90" },
            }),
        ),
    ] {
        federation.ask(query).await.is(expected);
    }
}

/// The type implements an interface of its own on either side.
#[tokio::test]
async fn an_overridden_field_is_found_through_either_interface() {
    let federation = Federation::compose([
        Subgraph::new(
            "old",
            r#"
            type Query { feed: [Post] @shareable oldFeed: [Post] }
            interface Post { id: ID! created: String }
            type ImagePost implements Post @key(fields: "id") { id: ID! created: String }
            "#,
        )
        .rows(json!({
            "Query": { "feed": ["ImagePost/one"], "oldFeed": ["ImagePost/one"] },
            "ImagePost": { "one": { "id": "i1", "created": "2022" } },
        })),
        Subgraph::new(
            "new",
            r#"
            type Query { another: [AnotherPost] }
            interface AnotherPost { id: ID! created: String }
            type TextPost implements AnotherPost @key(fields: "id") { id: ID! created: String body: String! }
            type ImagePost implements AnotherPost @key(fields: "id") {
                id: ID! created: String @override(from: "old") width: Int
            }
            "#,
        )
        .rows(json!({
            "Query": { "another": ["TextPost/two", "ImagePost/one"] },
            "TextPost": { "two": { "id": "t1", "created": "2021", "body": "正文" } },
            "ImagePost": { "one": { "id": "i1", "created": "2024", "width": 640 } },
        })),
    ]);
    for (query, expected) in [
        ("{ feed { id created } }", json!({ "feed": [{ "id": "i1", "created": "2024" }] })),
        (
            "{ feed { __typename id ... on ImagePost { created width } } }",
            json!({ "feed": [{ "__typename": "ImagePost", "id": "i1", "created": "2024", "width": 640 }] }),
        ),
        (
            "{ another { id created ... on TextPost { body } } }",
            json!({ "another": [
                { "id": "t1", "created": "2021", "body": "正文" }, { "id": "i1", "created": "2024" },
            ] }),
        ),
    ] {
        federation.ask(query).await.is(expected);
    }
}
