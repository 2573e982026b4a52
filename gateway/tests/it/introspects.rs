//! Clients see the API schema: what the contracts promise, without the machinery.
//! Spec: GraphQL October 2021, section 4; docs/jurisdiction-spec.md, section 2.

use serde_json::{Value, json};

use crate::testkit::Network;

fn names(list: &Value) -> Vec<&str> {
    let items = list.as_array().expect("a list").iter();
    items.map(|item| item["name"].as_str().expect("a name")).collect()
}

#[tokio::test]
async fn the_schema_hides_the_machinery_and_has_coverage() {
    let network = Network::usual().await;
    let answer = network
        .ask(
            "{ __schema { queryType { name } mutationType { name } subscriptionType { name } \
             types { name fields { name } } directives { name locations args { name } } } }",
        )
        .await;
    let schema = &answer.expect_whole()["__schema"];
    assert_eq!(schema["queryType"]["name"], "Query");
    assert_eq!(schema["mutationType"]["name"], "Mutation");
    assert_eq!(schema["subscriptionType"], Value::Null);
    let types = names(&schema["types"]);
    for visible in ["Region", "Stock", "Holding", "BookConnection", "BookOrder", "Site", "Level"] {
        assert!(types.contains(&visible), "{visible}");
    }
    for hidden in ["DistinctSet", "MergeOperation", "_Any", "_Entity", "_Service"] {
        assert!(!types.contains(&hidden), "{hidden}");
    }
    assert!(!types.iter().any(|name| name.starts_with("join__") || name.starts_with("link__")));
    let stock = schema["types"].as_array().expect("types").iter().find(|ty| ty["name"] == "Stock");
    let fields = names(&stock.expect("Stock is there")["fields"]);
    assert!(fields.contains(&"readers") && !fields.contains(&"readerSet"), "{fields:?}");
    let directives = names(&schema["directives"]);
    for hidden in ["route", "gather", "merge", "local", "join__type", "link", "inaccessible", "key"]
    {
        assert!(!directives.contains(&hidden), "{hidden}");
    }
    let coverage = schema["directives"].as_array().expect("directives").iter();
    let coverage = coverage.clone().find(|directive| directive["name"] == "coverage");
    assert_eq!(
        coverage.expect("@coverage is there"),
        &json!({ "name": "coverage", "locations": ["QUERY"], "args": [{ "name": "min" }, { "name": "within" }] })
    );
}

#[tokio::test]
async fn one_type_is_told_with_its_description_and_kinds() {
    let network = Network::usual().await;
    let answer = network
        .ask_with(
            "query($name: String!) { a: __type(name: $name) { kind name possibleTypes { name } } \
             b: __type(name: \"BookOrder\") { enumValues { name } } none: __type(name: \"DistinctSet\") { name } \
             region: __type(name: \"Region\") { fields { name type { kind ofType { name } } } } }",
            json!({ "name": "Holding" }),
            &[],
        )
        .await;
    let data = answer.expect_whole();
    assert_eq!(data["a"]["kind"], "UNION");
    assert_eq!(names(&data["a"]["possibleTypes"]), ["Book", "Branch"]);
    assert_eq!(names(&data["b"]["enumValues"]), ["TITLE", "YEAR"]);
    assert_eq!(data["none"], Value::Null, "what is hidden is not found by name");
    let fields = names(&data["region"]["fields"]);
    assert!(fields.contains(&"stock") && fields.contains(&"name"), "of both subgraphs: {fields:?}");
    assert!(network.take_calls().is_empty(), "no site is asked");
}

#[tokio::test]
async fn the_roots_typename_stands_beside_data_and_alone() {
    let network = Network::usual().await;
    for (query, expected) in [
        ("{ __typename }", json!({ "__typename": "Query" })),
        ("{ a: __typename b: __typename @skip(if: true) }", json!({ "a": "Query" })),
        (
            "{ __typename region(code: \"900101\") { __typename name } }",
            json!({ "__typename": "Query", "region": { "__typename": "Region", "name": "竹简县" } }),
        ),
        (
            "query Q { ...root } fragment root on Query { t: __typename __type(name: \"Int\") { kind } }",
            json!({ "t": "Query", "__type": { "kind": "SCALAR" } }),
        ),
        (
            "mutation { __typename lend(book: \"900101-book00\", copies: 0) { __typename } }",
            json!({ "__typename": "Mutation", "lend": { "__typename": "Loan" } }),
        ),
    ] {
        let answer = network.ask(query).await;
        assert_eq!(*answer.expect_whole(), expected, "{query}");
    }
}

#[tokio::test]
async fn hidden_fields_cannot_be_asked_for() {
    let network = Network::usual().await;
    for query in [
        "{ region(code: \"900000\") { stock { readerSet } } }",
        "{ _entities(representations: []) { __typename } }",
        "{ _service { sdl } }",
        "{ region(code: \"900000\") @route(by: \"x\") { name } }",
    ] {
        let answer = network.ask(query).await;
        assert_eq!(
            answer.errors()[0]["extensions"]["code"],
            "GRAPHQL_VALIDATION_FAILED",
            "{query}"
        );
        assert_eq!(answer.status, 400);
    }
}
