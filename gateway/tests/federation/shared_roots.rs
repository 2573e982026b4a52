//! `@shareable` root fields whose value is split over subgraphs: each is asked, and answers merge.

use serde_json::json;

use crate::testkit::{Federation, Subgraph};

fn catalogue() -> Federation {
    let part = |name, field: &str, ty: &str, fields: &str, values: [serde_json::Value; 2]| {
        let [first, second] = values;
        let root = json!({ "id": "p1", field: first });
        let others = json!([{ "id": "p1", field: first }, { "id": "p2", field: second }]);
        Subgraph::new(
            name,
            &format!(
                r#"
                type Query {{ product: Product @shareable products: [Product] @shareable }}
                type Product {{ id: ID! @shareable {field}: {ty} }}
                type {ty} {{ {fields} }}
                "#
            ),
        )
        .rows(json!({ "Query": { "product": root, "products": others } }))
    };
    Federation::compose([
        part(
            "names",
            "name",
            "Name",
            "text: String",
            [json!({ "text": "苹果" }), json!({ "text": "羊毛" })],
        ),
        part(
            "prices",
            "price",
            "Price",
            "amount: Int currency: String",
            [json!({ "amount": 5, "currency": "CNY" }), json!({ "amount": 90, "currency": "CNY" })],
        ),
        part(
            "categories",
            "category",
            "Category",
            "title: String",
            [json!({ "title": "果" }), json!(null)],
        ),
    ])
}

#[tokio::test]
async fn each_subgraph_is_asked_for_its_part_and_lists_merge_by_index() {
    let federation = catalogue();
    federation
        .ask("{ product { id name { text } category { title } price { amount } } }")
        .await
        .is(json!({ "product": {
            "id": "p1", "name": { "text": "苹果" }, "category": { "title": "果" }, "price": { "amount": 5 },
        } }));
    let mut called = federation.take_called();
    called.sort_unstable();
    assert_eq!(called, ["categories", "names", "prices"]);
    federation
        .ask("{ products { id name { text } price { currency amount } category { title } } }")
        .await
        .is(json!({ "products": [
            { "id": "p1", "name": { "text": "苹果" }, "price": { "currency": "CNY", "amount": 5 },
              "category": { "title": "果" } },
            { "id": "p2", "name": { "text": "羊毛" }, "price": { "currency": "CNY", "amount": 90 },
              "category": null },
        ] }));
}

#[tokio::test]
async fn only_those_that_have_a_part_are_asked() {
    let federation = catalogue();
    federation
        .ask("{ a: product { id price { amount } } b: product { price { currency } } }")
        .await
        .is(json!({
            "a": { "id": "p1", "price": { "amount": 5 } },
            "b": { "price": { "currency": "CNY" } },
        }));
    assert_eq!(federation.take_called(), ["prices"]);
}

#[tokio::test]
async fn the_query_root_below_a_field_is_asked_of_all_that_have_it() {
    // Composition refuses this for a false want of satisfiability; others compose it.
    let supergraph = r#"
extend schema { mutation: Mutation }
enum join__Graph {
  NOTES @join__graph(name: "notes", url: "http://notes.invalid/")
  HOURS @join__graph(name: "hours", url: "http://hours.invalid/")
}
type Query @join__type(graph: NOTES) @join__type(graph: HOURS) {
  noted: Int @join__field(graph: NOTES)
  hour: Int! @join__field(graph: HOURS)
  open: Boolean @join__field(graph: HOURS)
}
type Mutation @join__type(graph: NOTES) { note: Noted absent: Noted }
type Noted @join__type(graph: NOTES) { text: String query: Query }
"#;
    let federation = Federation::joined(supergraph, [
        Subgraph::new(
            "notes",
            r#"
            type Query { noted: Int }
            type Mutation { note: Noted absent: Noted }
            type Noted { text: String query: Query }
            "#,
        )
        .rows(json!({
            "Query": { "noted": 3 },
            "Mutation": {
                "note": { "__typename": "Noted", "text": "一", "query": { "__typename": "Query", "noted": 3 } },
                "absent": null,
            },
        })),
        Subgraph::new("hours", "type Query { hour: Int! open: Boolean }")
            .rows(json!({ "Query": { "hour": 9, "open": true } })),
    ]);
    federation
        .ask("mutation { note { text query { noted hour open } } }")
        .await
        .is(json!({ "note": { "text": "一", "query": { "noted": 3, "hour": 9, "open": true } } }));
    assert_eq!(federation.take_called(), ["notes", "hours"]);
    federation.ask("mutation { absent { query { hour } } }").await.is(json!({ "absent": null }));
    assert_eq!(federation.take_called(), ["notes"]);
}
