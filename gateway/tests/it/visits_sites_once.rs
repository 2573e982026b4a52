//! Fetches that begin at once are one request to each site that has part in several of them.

use qianzhan_gateway::planner::plan::{
    FetchNode, FieldMerge, FieldShape, ObjectShape, PlanNode, RootSpread,
};
use serde_json::{Value, json};

use crate::testkit::{
    Behaviour, Network, NetworkBuilder,
    hand_plan::{Hand, books, route},
    stock::Stock,
};

/// Of a county, of the city that also serves `award` for that county, and of another city.
const TRANSLATIONS: [&str; 3] = ["900201-book00", "900200-book00", "900300-book00"];
const QUERY: &str = "query($yes: Boolean!) { book(id: \"900101-book00\") { translations { \
     title @include(if: $yes) cityPrize @include(if: $yes) } } everything { copies } }";

async fn network() -> Network {
    NetworkBuilder::new()
        .world(|world| {
            let translations = TRANSLATIONS.map(str::to_owned).to_vec();
            world.rows[2].books[0].translations = translations;
        })
        .start()
        .await
}

/// Titles from `catalog`, prizes from `award`, and a gathered root field of `catalog`.
fn fetches(network: &Network) -> [FetchNode; 3] {
    let hand = Hand(&network.gateway);
    let path = "book.translations.@";
    let yes = [("yes", "$yes: Boolean!")];
    let copies = FieldShape { response_key: "copies".into(), merge: FieldMerge::Sum };
    let stock = ObjectShape { fields: vec![copies] };
    let everything =
        FieldShape { response_key: "everything".into(), merge: FieldMerge::Object(stock) };
    let gather = RootSpread::Gather { key: None, shape: ObjectShape { fields: vec![everything] } };
    [
        hand.entities("catalog", books(path, "a"), "title @include(if: $yes)", &yes),
        hand.entities("award", books(path, "b"), "cityPrize @include(if: $yes)", &yes),
        hand.root("catalog", gather, "everything", "everything { copies }", &[]),
    ]
}

async fn plan(network: &Network, visit: Vec<FetchNode>) {
    let keys = "book(id: \"900101-book00\") { translations { __typename id } }";
    let first = Hand(&network.gateway).root("catalog", route("900101-book00"), "book", keys, &[]);
    let nodes = vec![PlanNode::Fetch(Box::new(first)), PlanNode::Visit(visit)];
    network.plan_by_hand(QUERY, PlanNode::Sequence(nodes)).await;
}

fn expected(network: &Network) -> Value {
    let prizes = ["900200", "900200", "900300"];
    let translations: Vec<Value> = TRANSLATIONS
        .iter()
        .zip(prizes)
        .map(|(id, city)| {
            let title = &network.world.book(id).title;
            json!({ "title": title, "cityPrize": format!("prize of {city} for {id}") })
        })
        .collect();
    let books: Vec<_> = network.world.books().collect();
    json!({
        "book": { "translations": translations },
        "everything": { "copies": Stock::of(&books).copies },
    })
}

fn variables() -> Value {
    json!({ "yes": true })
}

#[tokio::test]
async fn a_site_is_asked_once_for_what_several_fetches_want_of_it() {
    let network = network().await;
    plan(&network, fetches(&network).to_vec()).await;
    let answer = network.ask_with(QUERY, variables(), &[]).await;
    assert_eq!(*answer.expect_whole(), expected(&network));
    assert_eq!(answer.coverage()["asked"], 8);
    let calls = network.take_calls();
    let of = |site: &str| calls[site].iter().map(|call| call.body.clone()).collect::<Vec<_>>();
    assert_eq!(of("zhujian").len(), 2, "for the book, then for its part of everything");
    for (site, calls) in &calls {
        assert!(*site == "zhujian" || calls.len() == 1, "{site}: {calls:?}");
    }
    assert_eq!(
        of("diancang"),
        [json!({
            "query": "query($yes: Boolean!, $a_list: [_Any!]!, $b_list: [_Any!]!){\
                a: _entities(representations: $a_list) { ... on Book { title @include(if: $yes) } } \
                b: _entities(representations: $b_list) { ... on Book { cityPrize @include(if: $yes) } } \
                everything { copies }}",
            "variables": {
                "yes": true,
                "a_list": [{ "__typename": "Book", "id": "900200-book00" }],
                "b_list": [
                    { "__typename": "Book", "id": "900201-book00" },
                    { "__typename": "Book", "id": "900200-book00" },
                ],
            },
        })],
        "the city has part in all three"
    );
    assert_eq!(
        of("moxiang"),
        [json!({ "query": "{everything { copies }}" })],
        "another city has part in one of them only"
    );
}

#[tokio::test]
async fn the_order_of_the_fetches_changes_nothing() {
    for order in [[0, 1, 2], [0, 2, 1], [1, 0, 2], [1, 2, 0], [2, 0, 1], [2, 1, 0]] {
        let network = network().await;
        let fetches = fetches(&network);
        plan(&network, order.map(|place: usize| fetches[place].clone()).to_vec()).await;
        let answer = network.ask_with(QUERY, variables(), &[]).await;
        assert_eq!(*answer.expect_whole(), expected(&network), "{order:?}");
    }
}

#[tokio::test]
async fn a_site_that_lacks_one_contract_still_answers_for_the_other() {
    let network = network().await;
    plan(&network, fetches(&network).to_vec()).await;
    network.behave(
        "diancang",
        Behaviour::lying(|request, answer| {
            if request["query"].as_str().is_some_and(|query| query.contains("cityPrize")) {
                let message = "Unknown field \"cityPrize\" on type \"Book\"";
                *answer = json!({ "errors": [{ "message": message }] });
            }
        }),
    );
    let answer = network.ask_with(QUERY, variables(), &[]).await;
    let mut expected = expected(&network);
    expected["book"]["translations"][0]["cityPrize"] = Value::Null;
    expected["book"]["translations"][1]["cityPrize"] = Value::Null;
    assert_eq!(*answer.data(), expected, "{}", answer.body);
    assert_eq!(answer.error_lines(), ["SITE_INCOMPATIBLE at book.translations.0 from diancang"]);
    assert_eq!(answer.coverage_line(), "7/8 900200 INCOMPATIBLE");
}

#[tokio::test]
async fn errors_stand_where_the_part_that_they_are_of_would_put_them() {
    let network = network().await;
    plan(&network, fetches(&network).to_vec()).await;
    network.behave(
        "diancang",
        Behaviour::lying(|_, answer| {
            if !answer["data"]["b"].is_null() {
                answer["data"]["b"][1]["cityPrize"] = Value::Null;
                answer["errors"] = json!([{
                    "message": "no prize",
                    "path": ["b", 1, "cityPrize"],
                    "extensions": { "code": "PRIZE_LOST" },
                }]);
            }
        }),
    );
    let answer = network.ask_with(QUERY, variables(), &[]).await;
    assert_eq!(answer.error_lines(), ["PRIZE_LOST at book.translations.1.cityPrize from diancang"]);
    let mut expected = expected(&network);
    expected["book"]["translations"][1]["cityPrize"] = Value::Null;
    assert_eq!(*answer.data(), expected);
}

#[tokio::test]
async fn a_silent_site_is_one_gap_for_all_of_its_parts() {
    let mut network = network().await;
    plan(&network, fetches(&network).to_vec()).await;
    network.site_mut("diancang").close().await;
    let answer = network.ask_with(QUERY, variables(), &[]).await;
    assert_eq!(answer.coverage_line(), "7/8 900200 UNREACHABLE");
    let translations = &answer.data()["book"]["translations"];
    assert_eq!(translations[0]["cityPrize"], Value::Null);
    assert_eq!(translations[2], expected(&network)["book"]["translations"][2]);
    assert!(answer.data()["everything"]["copies"].is_i64());
}
