//! What only some subgraphs define or what is `@inaccessible`: hidden in inputs, null with an error
//! in outputs.

use serde_json::json;

use crate::testkit::{Federation, Subgraph};

/// Two subgraphs know user kinds; `ANONYMOUS` is hidden, and a `GUEST` is known to one side only.
fn kinds() -> Federation {
    Federation::compose([
        Subgraph::new(
            "accounts",
            r#"
            type Query {
                users: [User!]!
                usersByKind(kind: Kind!): [User!]!
                listed: [[Kind]]
            }
            type User @key(fields: "id") { id: ID! kind: Kind @shareable strict: Kind! }
            enum Kind { ANONYMOUS @inaccessible REGULAR LEADER }
            "#,
        )
        .rows(json!({
            "Query": {
                "users": ["User/a", "User/b"],
                "listed": [["REGULAR", "ANONYMOUS"], ["LEADER"]],
            },
            "User": {
                "a": { "id": "u1", "kind": "REGULAR", "strict": "REGULAR" },
                "b": { "id": "u2", "kind": "ANONYMOUS", "strict": "ANONYMOUS" },
            },
        }))
        .computed("Query", "usersByKind", |call| {
            Ok(json!(if call.argument("kind") == "REGULAR" { vec!["User/a"] } else { vec![] }))
        }),
        Subgraph::new(
            "clubs",
            r#"
            type Query { club: User }
            type User @key(fields: "id") { id: ID! kind: Kind @shareable }
            enum Kind { REGULAR LEADER }
            "#,
        )
        .rows(json!({
            "Query": { "club": "User/a" },
            "User": { "a": { "id": "u1", "kind": "LEADER" } },
        })),
    ])
}

#[tokio::test]
async fn a_hidden_enum_value_is_null_with_an_error_in_output() {
    let federation = kinds();
    federation
        .ask("{ club { id kind } }")
        .await
        .is(json!({ "club": { "id": "u1", "kind": "LEADER" } }));
    let answer = federation.ask("{ users { id kind } }").await;
    answer.is_with_errors(json!({ "users": [
        { "id": "u1", "kind": "REGULAR" }, { "id": "u2", "kind": null },
    ] }));
    assert_eq!(answer.codes(), ["RESPONSE_TYPE_MISMATCH"]);
    let answer = federation.ask("{ listed }").await;
    answer.is_with_errors(json!({ "listed": [["REGULAR", null], ["LEADER"]] }));
    let answer = federation.ask("{ users { id strict } }").await;
    answer.is_with_errors(json!(null));
    assert_eq!(answer.codes(), ["RESPONSE_TYPE_MISMATCH"]);
}

#[tokio::test]
async fn a_hidden_enum_value_is_refused_in_input() {
    let federation = kinds();
    federation
        .ask("{ usersByKind(kind: REGULAR) { id } }")
        .await
        .is(json!({ "usersByKind": [{ "id": "u1" }] }));
    federation
        .ask("{ usersByKind(kind: ANONYMOUS) { id } }")
        .await
        .is_refused("GRAPHQL_VALIDATION_FAILED");
    federation
        .ask_with(
            "query ($kind: Kind!) { usersByKind(kind: $kind) { id } }",
            json!({ "kind": "ANONYMOUS" }),
        )
        .await
        .is_refused("VARIABLES_INVALID");
}

#[tokio::test]
async fn a_hidden_argument_keeps_its_default_and_takes_nothing_else() {
    let federation = Federation::compose([
        Subgraph::new(
            "figures",
            r#"
            type Query { figures(limit: Int = 1 @inaccessible, unit: Unit = PIECE): [Figure] }
            type Figure @key(fields: "id") { id: ID! unit: Unit secret: Int @inaccessible }
            enum Unit { PIECE BOX DRAFT @inaccessible }
            "#,
        )
        .rows(json!({ "Figure": {
            "a": { "id": "f1", "unit": "PIECE", "secret": 7 },
            "b": { "id": "f2", "unit": "BOX", "secret": 9 },
        } }))
        .computed("Query", "figures", |call| {
            let all = json!(["Figure/a", "Figure/b"]);
            let limit = usize::try_from(call.argument("limit").as_u64().unwrap_or(2))
                .map_err(|error| error.to_string())?;
            Ok(all.as_array().into_iter().flatten().take(limit).cloned().collect())
        }),
        Subgraph::new(
            "notes",
            r#"
            type Figure @key(fields: "id") {
                id: ID! secret: Int @external note: String @requires(fields: "secret")
            }
            "#,
        )
        .rows(json!({ "Figure": { "a": { "id": "f1" }, "b": { "id": "f2" } } }))
        .computed("Figure", "note", |call| Ok(json!(format!("#{}", call.integer("secret")?)))),
    ]);
    federation
        .ask("{ figures { id unit note } }")
        .await
        .is(json!({ "figures": [{ "id": "f1", "unit": "PIECE", "note": "#7" }] }));
    for query in [
        "{ figures(limit: 2) { id } }",
        "{ figures(unit: DRAFT) { id } }",
        "{ figures { secret } }",
    ] {
        federation.ask(query).await.is_refused("GRAPHQL_VALIDATION_FAILED");
    }
    federation
        .ask("{ __type(name: \"Unit\") { enumValues { name } } }")
        .await
        .is(json!({ "__type": { "enumValues": [{ "name": "PIECE" }, { "name": "BOX" }] } }));
}

#[tokio::test]
async fn an_input_field_that_one_subgraph_lacks_is_no_input_field() {
    let subgraph = |name, root: &str, fields: &str| {
        let root: &'static str = if root == "members" { "members" } else { "seats" };
        Subgraph::new(
            name,
            &format!(
                r#"
                type Query {{ {root}(filter: Filter): [String!]! }}
                input Filter {{ {fields} }}
                "#
            ),
        )
        .computed("Query", root, |call| {
            let filter = call.argument("filter");
            let texts = [&filter["from"], &filter["first"]].map(ToString::to_string);
            Ok(json!(texts))
        })
    };
    let federation = Federation::compose([
        subgraph("a", "members", "from: Int first: Int!"),
        subgraph("b", "seats", "first: Int! until: Int"),
    ]);
    federation
        .ask("{ members(filter: { first: 3 }) seats(filter: { first: 4 }) }")
        .await
        .is(json!({ "members": ["null", "3"], "seats": ["null", "4"] }));
    federation
        .ask("query ($f: Filter = { first: 5 }) { members(filter: $f) }")
        .await
        .is(json!({ "members": ["null", "5"] }));
    federation
        .ask("{ members(filter: { from: 1, first: 3 }) }")
        .await
        .is_refused("GRAPHQL_VALIDATION_FAILED");
    federation
        .ask_with(
            "query ($f: Filter) { members(filter: $f) }",
            json!({ "f": { "from": 1, "first": 3 } }),
        )
        .await
        .is_refused("VARIABLES_INVALID");
}
