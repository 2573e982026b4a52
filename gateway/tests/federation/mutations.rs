//! Mutations: strictly in order over subgraphs, each once, with all that hangs on one of them done
//! before the next begins.

use serde_json::{Value, json};

use crate::testkit::{Federation, Rows, Subgraph};

/// One ledger of goods and of a number that each mutation changes, served by three subgraphs.
fn ledger() -> Federation {
    let numbers = Rows::new(json!({ "Number": { "one": { "value": 0 } }, "Good": {} }));
    let change = |rows: &Rows, apply: fn(i64, i64) -> i64| {
        let rows = rows.clone();
        move |call: &crate::testkit::Call<'_>| {
            let by = call.argument("by").as_i64().ok_or("`by` is a number")?;
            let value = apply(rows.number("Number", "one", "value"), by);
            rows.put("Number", "one", json!({ "value": value }));
            Ok(json!(value))
        }
    };
    let added = numbers.clone();
    Federation::compose([
        Subgraph::new(
            "goods",
            r#"
            type Query { good(id: ID!): Good }
            type Mutation { addGood(name: String!, price: Int!): Good! add(by: Int!): Int! }
            type Good @key(fields: "id") { id: ID! name: String! price: Int! }
            "#,
        )
        .shared_rows(&numbers)
        .computed("Query", "good", |call| Ok(json!(format!("Good/{}", id(&call.argument("id"))))))
        .computed("Mutation", "add", change(&numbers, |value, by| value + by))
        .computed("Mutation", "addGood", move |call| {
            let name = format!("g{}", added.len("Good") + 1);
            let row = json!({ "id": name, "name": call.argument("name"), "price": call.argument("price") });
            added.put("Good", &name, row);
            Ok(json!(format!("Good/{name}")))
        }),
        Subgraph::new(
            "taxes",
            r#"
            type Mutation { multiply(by: Int!): Int! @shareable }
            type Good @key(fields: "id") {
                id: ID!
                price: Int! @external
                isDear: Boolean! @requires(fields: "price")
                seen: Int!
            }
            "#,
        )
        .shared_rows(&numbers)
        .computed("Mutation", "multiply", change(&numbers, |value, by| value * by))
        .computed("Good", "isDear", |call| Ok(json!(call.integer("price")? > 100)))
        .computed("Good", "seen", {
            let rows = numbers.clone();
            move |_| Ok(json!(rows.number("Number", "one", "value")))
        }),
        Subgraph::new(
            "tests",
            r#"
            type Mutation { multiply(by: Int!): Int! @shareable subtract(by: Int!): Int! }
            type Good @key(fields: "id") { id: ID! isDear: Boolean! @external label: String! @requires(fields: "isDear") }
            "#,
        )
        .shared_rows(&numbers)
        .computed("Mutation", "multiply", change(&numbers, |value, by| value * by))
        .computed("Mutation", "subtract", change(&numbers, |value, by| value - by))
        .computed("Good", "label", |call| Ok(json!(format!("dear: {}", call.field("isDear")?)))),
    ])
}

fn id(value: &Value) -> &str {
    value.as_str().unwrap_or_default()
}

#[tokio::test]
async fn root_fields_of_several_subgraphs_run_in_order() {
    let federation = ledger();
    federation
        .ask("mutation { five: add(by: 5) ten: multiply(by: 2) seven: subtract(by: 3) eight: add(by: 1) }")
        .await
        .is(json!({ "five": 5, "ten": 10, "seven": 7, "eight": 8 }));
    let called = federation.take_called();
    assert_eq!(called.first(), Some(&"goods"));
    assert_eq!(called.last(), Some(&"goods"));
}

#[tokio::test]
async fn a_shared_mutation_is_called_once() {
    let federation = ledger();
    federation
        .ask("mutation { add(by: 3) multiply(by: 4) }")
        .await
        .is(json!({ "add": 3, "multiply": 12 }));
    assert_eq!(federation.take_called().len(), 2);
}

#[tokio::test]
async fn an_entity_goes_on_to_other_subgraphs_after_its_mutation() {
    let federation = ledger();
    federation
        .ask("mutation { addGood(name: \"茶\", price: 128) { id name isDear label } }")
        .await
        .is(json!({ "addGood": { "id": "g1", "name": "茶", "isDear": true, "label": "dear: true" } }));
    let called = federation.take_called();
    assert_eq!(called, ["goods", "taxes", "tests"], "the price comes with the mutation itself");
    federation
        .ask("mutation { addGood(name: \"盐\", price: 3) { name price } }")
        .await
        .is(json!({ "addGood": { "name": "盐", "price": 3 } }));
    assert_eq!(federation.take_called(), ["goods"], "no entity is asked for needlessly");
}

#[tokio::test]
async fn what_hangs_on_a_mutation_is_done_before_the_next_begins() {
    let federation = ledger();
    federation
        .ask(
            "mutation {
                a: add(by: 1)
                first: addGood(name: \"茶\", price: 128) { isDear seen }
                b: add(by: 1)
                second: addGood(name: \"盐\", price: 3) { seen label }
                c: multiply(by: 10)
            }",
        )
        .await
        .is(json!({
            "a": 1,
            "first": { "isDear": true, "seen": 1 },
            "b": 2,
            "second": { "seen": 2, "label": "dear: false" },
            "c": 20,
        }));
}

#[tokio::test]
async fn a_failed_mutation_fails_alone_and_the_next_still_runs() {
    let federation = Federation::compose([
        Subgraph::new(
            "a",
            r#"
            type Query { ok: Boolean }
            type Mutation { fail: Int one: Int }
            "#,
        )
        .rows(json!({ "Query": { "ok": true }, "Mutation": { "one": 1 } }))
        .computed("Mutation", "fail", |_| Err("refused".to_owned())),
        Subgraph::new("b", "type Mutation { two: Int }").rows(json!({ "Mutation": { "two": 2 } })),
    ]);
    federation
        .ask("mutation { fail two one }")
        .await
        .is_with_errors(json!({ "fail": null, "two": 2, "one": 1 }));
    assert_eq!(federation.take_called(), ["a", "b", "a"]);
}
