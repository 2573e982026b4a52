//! `@requires`: chains, circles, arguments, and conditions that leave a link of a chain out.

use serde_json::json;

use crate::testkit::{Federation, Subgraph};

/// Members write minutes of items that a store sells and an office sends.
fn shop() -> Federation {
    Federation::compose([
        Subgraph::new(
            "accounts",
            r#"
            type Query { me: Person }
            type Person @key(fields: "id") { id: ID! name: String username: String @shareable }
            "#,
        )
        .rows(json!({
            "Query": { "me": "Person/ma" },
            "Person": {
                "ma": { "id": "u1", "name": "马秀兰", "username": "ma" },
                "li": { "id": "u2", "name": "李林", "username": "li" },
            },
        })),
        Subgraph::new(
            "items",
            r#"
            type Query { items: [Item!]! }
            type Item @key(fields: "upc") { upc: ID! name: String price: Int weight: Int }
            "#,
        )
        .rows(json!({
            "Query": { "items": ["Item/tea", "Item/felt"] },
            "Item": {
                "tea": { "upc": "i1", "name": "茶具", "price": 128, "weight": 900 },
                "felt": { "upc": "i2", "name": "羊毛毡", "price": 680, "weight": 2400 },
            },
        })),
        Subgraph::new(
            "stock",
            r#"
            type Item @key(fields: "upc") {
                upc: ID!
                price: Int @external
                weight: Int @external
                inStock: Boolean
                postage: Int @requires(fields: "price weight")
                label: String @requires(fields: "weight")
            }
            "#,
        )
        .rows(json!({ "Item": {
            "tea": { "upc": "i1", "inStock": true },
            "felt": { "upc": "i2", "inStock": false },
        } }))
        .computed("Item", "postage", |call| {
            let (price, weight) = (call.integer("price")?, call.integer("weight")?);
            Ok(json!(if price > 500 { 0 } else { weight / 10 }))
        })
        .computed("Item", "label", |call| Ok(json!(format!("{}g", call.integer("weight")?)))),
        Subgraph::new(
            "minutes",
            r#"
            type Minute @key(fields: "id") {
                id: ID! body: String item: Item author: Person @provides(fields: "username")
            }
            type Person @key(fields: "id") { id: ID! username: String @external minutes: [Minute] }
            type Item @key(fields: "upc") { upc: ID! minutes: [Minute] }
            "#,
        )
        .rows(json!({
            "Minute": {
                "a": { "id": "n1", "body": "好用", "item": "Item/tea", "author": "Person/ma" },
                "b": { "id": "n2", "body": "厚实", "item": "Item/felt", "author": "Person/li" },
                "c": { "id": "n3", "body": "略小", "item": "Item/tea", "author": "Person/li" },
            },
            "Person": {
                "ma": { "id": "u1", "username": "ma", "minutes": ["Minute/a"] },
                "li": { "id": "u2", "username": "li", "minutes": ["Minute/b", "Minute/c"] },
            },
            "Item": {
                "tea": { "upc": "i1", "minutes": ["Minute/a", "Minute/c"] },
                "felt": { "upc": "i2", "minutes": ["Minute/b"] },
            },
        })),
    ])
}

#[tokio::test]
async fn required_fields_are_fetched_and_shown_only_where_asked_for() {
    let federation = shop();
    for (query, expected) in [
        ("{ items { postage } }", json!({ "items": [{ "postage": 90 }, { "postage": 0 }] })),
        (
            "{ items { postage label weight } }",
            json!({ "items": [
                { "postage": 90, "label": "900g", "weight": 900 },
                { "postage": 0, "label": "2400g", "weight": 2400 },
            ] }),
        ),
        (
            "{ items { price: name cost: price postage fee: postage inStock inStock } }",
            json!({ "items": [
                { "price": "茶具", "cost": 128, "postage": 90, "fee": 90, "inStock": true },
                { "price": "羊毛毡", "cost": 680, "postage": 0, "fee": 0, "inStock": false },
            ] }),
        ),
        (
            "{ me { minutes { item { postage minutes { author { name } } } } } }",
            json!({ "me": { "minutes": [{ "item": {
                "postage": 90,
                "minutes": [{ "author": { "name": "马秀兰" } }, { "author": { "name": "李林" } }],
            } }] } }),
        ),
    ] {
        federation.ask(query).await.is(expected);
    }
}

#[tokio::test]
async fn a_provided_field_is_not_fetched_again() {
    let federation = shop();
    federation.ask("{ items { minutes { author { username id } } } }").await.is(json!({ "items": [
            { "minutes": [
                { "author": { "username": "ma", "id": "u1" } },
                { "author": { "username": "li", "id": "u2" } },
            ] },
            { "minutes": [{ "author": { "username": "li", "id": "u2" } }] },
        ] }));
    assert_eq!(federation.take_called(), ["items", "minutes"]);
}

#[tokio::test]
async fn fragments_and_duplicate_fields_are_one_request_each() {
    let federation = shop();
    federation
        .ask(
            "query { items { ...Named ...Stocked name } first: items { minutes { id } } }
            fragment Named on Item { name minutes { body } }
            fragment Stocked on Item { inStock minutes { id } ...Named }",
        )
        .await
        .is(json!({
            "items": [
                { "name": "茶具", "inStock": true,
                  "minutes": [{ "body": "好用", "id": "n1" }, { "body": "略小", "id": "n3" }] },
                { "name": "羊毛毡", "inStock": false, "minutes": [{ "body": "厚实", "id": "n2" }] },
            ],
            "first": [
                { "minutes": [{ "id": "n1" }, { "id": "n3" }] },
                { "minutes": [{ "id": "n2" }] },
            ],
        }));
    let mut called = federation.take_called();
    called.sort_unstable();
    assert_eq!(called, ["items", "minutes", "stock"], "one request for each subgraph");
}

/// Each subgraph needs what the one before it works out; the first link is hidden from clients.
fn chain() -> Federation {
    Federation::compose([
        Subgraph::new(
            "fields",
            r#"
            type Query { field: Field }
            type Field @key(fields: "id") { id: ID! area: Int! @inaccessible soil: String! }
            "#,
        )
        .rows(json!({
            "Query": { "field": "Field/terrace" },
            "Field": { "terrace": { "id": "d1", "area": 40, "soil": "黄绵土" } },
        })),
        Subgraph::new(
            "sizes",
            r#"
            type Field @key(fields: "id") {
                id: ID! area: Int! @external isLarge: Boolean! @requires(fields: "area")
            }
            "#,
        )
        .rows(json!({ "Field": { "terrace": { "id": "d1" } } }))
        .computed("Field", "isLarge", |call| Ok(json!(call.integer("area")? > 30))),
        Subgraph::new(
            "crews",
            r#"
            type Field @key(fields: "id") {
                id: ID! isLarge: Boolean! @external crew: Int! @requires(fields: "isLarge")
            }
            "#,
        )
        .rows(json!({ "Field": { "terrace": { "id": "d1" } } }))
        .computed("Field", "crew", |call| {
            Ok(json!(if call.field("isLarge")? == json!(true) { 8 } else { 3 }))
        }),
        Subgraph::new(
            "costs",
            r#"
            type Field @key(fields: "id") {
                id: ID!
                crew: Int! @external
                isLarge: Boolean! @external
                cost: Int! @requires(fields: "crew")
                plan: String! @requires(fields: "isLarge crew")
            }
            "#,
        )
        .rows(json!({ "Field": { "terrace": { "id": "d1" } } }))
        .computed("Field", "cost", |call| Ok(json!(call.integer("crew")? * 120)))
        .computed("Field", "plan", |call| {
            Ok(json!(format!("{}/{}", call.field("isLarge")?, call.integer("crew")?)))
        }),
    ])
}

#[tokio::test]
async fn a_required_field_may_require_others_in_turn() {
    let federation = chain();
    for (query, expected, called) in [
        ("{ field { isLarge } }", json!({ "field": { "isLarge": true } }), vec!["fields", "sizes"]),
        ("{ field { crew } }", json!({ "field": { "crew": 8 } }), vec!["fields", "sizes", "crews"]),
        (
            "{ field { cost } }",
            json!({ "field": { "cost": 960 } }),
            vec!["fields", "sizes", "crews", "costs"],
        ),
        (
            "{ field { plan cost crew isLarge soil } }",
            json!({ "field": {
                "plan": "true/8", "cost": 960, "crew": 8, "isLarge": true, "soil": "黄绵土",
            } }),
            vec!["fields", "sizes", "crews", "costs"],
        ),
    ] {
        federation.ask(query).await.is(expected);
        assert_eq!(federation.take_called(), called, "{query}");
    }
    federation.ask("{ field { area } }").await.is_refused("GRAPHQL_VALIDATION_FAILED");
    assert!(federation.take_called().is_empty());
}

#[tokio::test]
async fn requirements_go_to_and_fro_between_two_subgraphs() {
    let federation = Federation::compose([
        Subgraph::new(
            "cases",
            r#"
            type Query { cases: [Case!]! }
            type Case @key(fields: "id") {
                id: ID!
                years: Int!
                stage: String @external
                grade: String! @requires(fields: "stage")
            }
            "#,
        )
        .rows(json!({
            "Query": { "cases": ["Case/a", "Case/b"] },
            "Case": { "a": { "id": "c1", "years": 5 }, "b": { "id": "c2", "years": 1 } },
        }))
        .computed("Case", "grade", |call| {
            Ok(json!(if call.text("stage")? == "成熟" { "甲" } else { "乙" }))
        }),
        Subgraph::new(
            "awards",
            r#"
            type Case @key(fields: "id") {
                id: ID!
                years: Int! @external
                grade: String! @external
                stage: String @requires(fields: "years")
                award: String! @requires(fields: "grade")
            }
            "#,
        )
        .rows(json!({ "Case": { "a": { "id": "c1" }, "b": { "id": "c2" } } }))
        .computed("Case", "stage", |call| {
            Ok(json!(if call.integer("years")? > 3 { "成熟" } else { "试点" }))
        })
        .computed("Case", "award", |call| Ok(json!(format!("{}等奖", call.text("grade")?)))),
    ]);
    federation
        .ask("{ cases { award } }")
        .await
        .is(json!({ "cases": [{ "award": "甲等奖" }, { "award": "乙等奖" }] }));
    assert_eq!(federation.take_called(), ["cases", "awards", "cases", "awards"]);
    federation.ask("{ cases { id award grade } }").await.is(json!({ "cases": [
            { "id": "c1", "award": "甲等奖", "grade": "甲" },
            { "id": "c2", "award": "乙等奖", "grade": "乙" },
        ] }));
}

/// Prices by currency, and comments by number; what is required has arguments of its own.
fn priced() -> Federation {
    Federation::compose([
        Subgraph::new(
            "catalogue",
            r#"
            type Query { goods: [Good!]! }
            type Good @key(fields: "upc") { upc: ID! price(currency: String!): Int name: String }
            "#,
        )
        .rows(json!({
            "Query": { "goods": ["Good/apple", "Good/wool"] },
            "Good": {
                "apple": { "upc": "g1", "name": "苹果", "usd": 10, "eur": 9, "cny": 70 },
                "wool": { "upc": "g2", "name": "羊毛", "usd": 200, "eur": 180, "cny": 1400 },
            },
        }))
        .computed("Good", "price", |call| {
            let currency = call.argument("currency");
            call.field(&currency.as_str().unwrap_or_default().to_lowercase())
        }),
        Subgraph::new(
            "customs",
            r#"
            type Good @key(fields: "upc") {
                upc: ID!
                price(currency: String!): Int @external
                isDear: Boolean @requires(fields: "price(currency: \"USD\")")
                duty: Int @requires(fields: "price(currency: \"EUR\")")
            }
            "#,
        )
        .rows(json!({ "Good": { "apple": { "upc": "g1" }, "wool": { "upc": "g2" } } }))
        .computed("Good", "isDear", |call| Ok(json!(call.integer("price")? > 100)))
        .computed("Good", "duty", |call| Ok(json!(call.integer("price")? / 9))),
        Subgraph::new(
            "comments",
            r#"
            type Query { feed: [Post!]! }
            type Post @key(fields: "id") { id: ID! comments(limit: Int = 1): [Comment] }
            type Comment @key(fields: "id") { id: ID! body: String }
            "#,
        )
        .rows(json!({
            "Query": { "feed": ["Post/a"] },
            "Post": { "a": { "id": "p1", "all": ["Comment/a", "Comment/b", "Comment/c"] } },
            "Comment": {
                "a": { "id": "c1", "body": "一" },
                "b": { "id": "c2", "body": "二" },
                "c": { "id": "c3", "body": "三" },
            },
        }))
        .computed("Post", "comments", |call| {
            let limit = call.argument("limit").as_u64().unwrap_or(0);
            let limit = usize::try_from(limit).map_err(|error| error.to_string())?;
            let all = call.field("all")?;
            Ok(all.as_array().into_iter().flatten().take(limit).cloned().collect())
        }),
        Subgraph::new(
            "digests",
            r#"
            type Post @key(fields: "id") {
                id: ID!
                comments(limit: Int): [Comment] @external
                digest: String @requires(fields: "comments(limit: 3) { body }")
            }
            type Comment @key(fields: "id") { id: ID! body: String @external length: Int }
            "#,
        )
        .rows(json!({
            "Post": { "a": { "id": "p1" } },
            "Comment": { "a": { "id": "c1", "length": 1 }, "b": { "id": "c2", "length": 1 }, "c": { "id": "c3", "length": 1 } },
        }))
        .computed("Post", "digest", |call| {
            let comments = call.field("comments")?;
            let bodies = comments.as_array().into_iter().flatten();
            Ok(bodies.filter_map(|comment| comment["body"].as_str()).collect::<String>().into())
        }),
    ])
}

#[tokio::test]
async fn required_arguments_stand_beside_the_clients_own() {
    let federation = priced();
    for (query, expected) in [
        ("{ goods { isDear } }", json!({ "goods": [{ "isDear": false }, { "isDear": true }] })),
        (
            "{ goods { price(currency: \"CNY\") isDear } }",
            json!({ "goods": [{ "price": 70, "isDear": false }, { "price": 1400, "isDear": true }] }),
        ),
        (
            "{ goods { price(currency: \"USD\") isDear name } }",
            json!({ "goods": [
                { "price": 10, "isDear": false, "name": "苹果" },
                { "price": 200, "isDear": true, "name": "羊毛" },
            ] }),
        ),
        (
            "query ($c: String! = \"CNY\") { goods { price: name cny: price(currency: $c) isDear } }",
            json!({ "goods": [
                { "price": "苹果", "cny": 70, "isDear": false },
                { "price": "羊毛", "cny": 1400, "isDear": true },
            ] }),
        ),
        (
            "{ feed { digest comments(limit: 1) { id } } }",
            json!({ "feed": [{ "digest": "一二三", "comments": [{ "id": "c1" }] }] }),
        ),
        (
            "{ feed { comments { id length } digest } }",
            json!({ "feed": [{ "comments": [{ "id": "c1", "length": 1 }], "digest": "一二三" }] }),
        ),
        (
            "{ feed { comments(limit: 3) { length } digest } }",
            json!({ "feed": [{
                "comments": [{ "length": 1 }, { "length": 1 }, { "length": 1 }], "digest": "一二三",
            }] }),
        ),
    ] {
        federation.ask(query).await.is(expected);
    }
}

#[tokio::test]
async fn two_requirements_of_one_field_with_other_arguments_do_not_mix() {
    let federation = priced();
    federation.ask("{ goods { isDear duty price(currency: \"CNY\") } }").await.is(
        json!({ "goods": [
            { "isDear": false, "duty": 1, "price": 70 },
            { "isDear": true, "duty": 20, "price": 1400 },
        ] }),
    );
}

#[tokio::test]
async fn a_skipped_field_calls_no_subgraph() {
    let federation = chain();
    for (query, variables, expected, called) in [
        (
            "query ($yes: Boolean = true) { field { soil cost @skip(if: $yes) } }",
            json!(null),
            json!({ "field": { "soil": "黄绵土" } }),
            vec!["fields"],
        ),
        (
            "query ($no: Boolean = false) { field { soil crew @include(if: $no) isLarge } }",
            json!(null),
            json!({ "field": { "soil": "黄绵土", "isLarge": true } }),
            vec!["fields", "sizes"],
        ),
        (
            "query ($no: Boolean = false) { field { soil crew @include(if: $no) } }",
            json!({ "no": true }),
            json!({ "field": { "soil": "黄绵土", "crew": 8 } }),
            vec!["fields", "sizes", "crews"],
        ),
        (
            "query ($yes: Boolean = true) { field { soil ... on Field @skip(if: $yes) { plan crew } } }",
            json!({ "yes": false }),
            json!({ "field": { "soil": "黄绵土", "plan": "true/8", "crew": 8 } }),
            vec!["fields", "sizes", "crews", "costs"],
        ),
        (
            "query ($a: Boolean = true, $b: Boolean = true) {
                field { soil crew @include(if: $a) @skip(if: $b) cost @include(if: false) }
            }",
            json!(null),
            json!({ "field": { "soil": "黄绵土" } }),
            vec!["fields"],
        ),
    ] {
        federation.ask_with(query, variables).await.is(expected);
        assert_eq!(federation.take_called(), called, "{query}");
    }
}
