//! Variables that `@fromContext` fills have their values from an object above the entity.

use qianzhan_gateway::planner::plan::{
    ContextVariable, FetchTarget, PlanNode, RequiredField, RequiredType,
};
use serde_json::{Value, json};

use crate::testkit::{
    Network, NetworkBuilder,
    hand_plan::{Hand, books, route},
};

const QUERY: &str = "{ book(id: \"900101-book00\") { translations { id copies \
     sequel { title region { books { nodes { id } } } } } } }";

/// Translations of which two have as many copies as each other, and every one has a sequel.
async fn network() -> Network {
    let network = NetworkBuilder::new()
        .world(|world| {
            for (region, copies, sequel) in
                [(1, 3, "900201-book00"), (5, 3, "900201-book01"), (6, 5, "900201-book00")]
            {
                let book = &mut world.rows[region].books[0];
                book.copies = copies;
                book.sequel = Some(sequel.to_owned());
            }
            let ids = [1, 5, 6].map(|region| world.rows[region].books[0].id.clone());
            world.rows[2].books[0].translations = ids.to_vec();
        })
        .start()
        .await;
    let hand = Hand(&network.gateway);
    let keys = "book(id: \"900101-book00\") { translations { __typename id } }";
    let first = hand.root("catalog", route("900101-book00"), "book", keys, &[]);
    let translations = hand.entities(
        "catalog",
        books("book.translations.@", "a"),
        "__typename copies sequel { __typename id }",
        &[],
    );
    let field = |name: &str| RequiredField::Field {
        response_key: name.into(),
        name: name.into(),
        fields: Vec::new(),
    };
    let mut sequels = hand.entities(
        "catalog",
        books("book.translations.@.sequel", "s"),
        "title region { books(first: $copies) { nodes { id } } }",
        &[("copies", "$copies: Int")],
    );
    sequels.variables.clear();
    let FetchTarget::Entities(targets) = &mut sequels.target else { unreachable!("entities") };
    targets[0].contexts = vec![ContextVariable {
        variable: "copies".to_owned(),
        depth: 3,
        selections: vec![
            RequiredType { type_name: "Branch".to_owned(), fields: vec![field("name")] },
            RequiredType { type_name: "Book".to_owned(), fields: vec![field("copies")] },
        ],
    }];
    let nodes = [first, translations, sequels].map(|fetch| PlanNode::Fetch(Box::new(fetch)));
    network.plan_by_hand(QUERY, PlanNode::Sequence(nodes.to_vec())).await;
    network
}

#[tokio::test]
async fn entities_with_different_values_go_in_different_requests() {
    let network = network().await;
    let answer = network.ask(QUERY).await;
    let translations = answer.expect_whole()["book"]["translations"].clone();
    for (translation, id, copies) in
        [(0, "900201-book00", 3), (1, "900201-book01", 3), (2, "900201-book00", 5)]
    {
        let sequel = &translations[translation]["sequel"];
        assert_eq!(sequel["title"], json!(network.world.book(id).title));
        let nodes = sequel["region"]["books"]["nodes"].as_array().expect("nodes");
        assert_eq!(nodes.len(), copies, "one sequel under two values has an answer for each");
    }
    let mut asked: Vec<Value> = network.take_calls()["shuji"]
        .iter()
        .map(|call| call.body["variables"].clone())
        .filter(|variables| !variables["s_list"].is_null())
        .collect();
    asked.sort_by_key(|variables| variables["copies"].as_i64());
    let key = |id: &str| json!({ "__typename": "Book", "id": id });
    assert_eq!(
        asked,
        [
            json!({ "copies": 3, "s_list": [key("900201-book00"), key("900201-book01")] }),
            json!({ "copies": 5, "s_list": [key("900201-book00")] }),
        ]
    );
}

#[tokio::test]
async fn a_value_that_is_not_there_is_null() {
    let network = network().await;
    network.behave(
        "moxiang",
        crate::testkit::Behaviour::lying(|_, answer| {
            if let Some(book) = answer["data"]["a"].get_mut(0) {
                book["copies"] = Value::Null;
            }
        }),
    );
    network.ask(QUERY).await;
    let mut values: Vec<String> = network.take_calls()["shuji"]
        .iter()
        .map(|call| call.body["variables"].clone())
        .filter(|variables| !variables["s_list"].is_null())
        .map(|variables| variables["copies"].to_string())
        .collect();
    values.sort();
    assert_eq!(values, ["3", "5", "null"]);
}
