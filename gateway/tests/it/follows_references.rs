//! References that cross sites are fetched from their owners: grouped, once each, one call a site.
//! Spec: docs/jurisdiction-spec.md, sections 4 "Where a fetch ends" and 5 "Owner".

use std::collections::BTreeSet;

use serde_json::{Value, json};

use crate::testkit::{Network, NetworkBuilder, world::World};

fn titled(world: &World, id: Option<&str>) -> Value {
    id.map_or(Value::Null, |id| json!({ "title": world.book(id).title }))
}

#[tokio::test]
async fn keys_of_several_owners_are_grouped_and_asked_once_each() {
    // A book with the same translations several times over, of several owners.
    let id = "900101-book00".to_owned();
    let translations = ["900102-book00", "900201-book01", "900102-book02", "900101-book01"];
    let twice = [translations, translations].concat();
    let network = NetworkBuilder::new()
        .world(|world| {
            world.rows[2].books[0].translations = twice.iter().map(|id| (*id).to_owned()).collect();
        })
        .start()
        .await;
    let book = network.world.book(&id);
    let answer =
        network.ask(&format!("{{ book(id: \"{id}\") {{ translations {{ id title }} }} }}")).await;
    let expected: Vec<Value> = book
        .translations
        .iter()
        .map(|id| json!({ "id": id, "title": network.world.book(id).title }))
        .collect();
    assert_eq!(answer.expect_whole()["book"]["translations"], json!(expected));
    let mut asked: Vec<String> = Vec::new();
    for (site, calls) in network.take_calls() {
        let entities: Vec<_> =
            calls.iter().filter(|call| call.document().contains("_entities")).collect();
        assert!(entities.len() <= 1, "{site} is called once for all its books");
        for representation in entities.iter().flat_map(|call| call.representations()) {
            assert_eq!(representation["__typename"], "Book");
            asked.push(representation["id"].as_str().expect("an id").to_owned());
        }
    }
    let distinct: BTreeSet<&String> = book.translations.iter().collect();
    assert_eq!(asked.len(), distinct.len(), "no key is asked for twice: {asked:?}");
    assert_eq!(asked.iter().collect::<BTreeSet<_>>(), distinct);
}

#[tokio::test]
async fn a_reference_beyond_a_reference_is_followed() {
    let network = Network::usual().await;
    let world = &network.world;
    for region in ["900101", "900103", "900300", "900000"] {
        let book = world.book_with_foreign_sequel(region);
        let answer = network
            .ask(&format!(
                "{{ book(id: \"{}\") {{ branch {{ name parent {{ name }} }} \
                 sequel {{ title branch {{ id }} sequel {{ title }} }} }} }}",
                book.id
            ))
            .await;
        let data = &answer.expect_whole()["book"];
        let sequel = world.book(book.sequel.as_deref().expect("it has one"));
        assert_eq!(data["sequel"]["title"], json!(sequel.title));
        assert_eq!(data["sequel"]["branch"]["id"], json!(sequel.branch));
        assert_eq!(data["sequel"]["sequel"], titled(world, sequel.sequel.as_deref()));
        let parent =
            if region == "900000" { Value::Null } else { json!({ "name": "900000 图书馆" }) };
        assert_eq!(data["branch"]["parent"], parent);
    }
}

#[tokio::test]
async fn a_key_alone_asks_no_other_site() {
    let network = Network::usual().await;
    let book = network.world.book_with_foreign_sequel("900201");
    let query = format!(
        "{{ book(id: \"{}\") {{ sequel {{ id __typename }} region {{ code }} }} }}",
        book.id
    );
    let answer = network.ask(&query).await;
    assert_eq!(
        answer.expect_whole()["book"],
        json!({ "sequel": { "id": book.sequel, "__typename": "Book" }, "region": { "code": "900201" } })
    );
    assert_eq!(network.take_call_counts().into_iter().collect::<Vec<_>>(), [("shuji", 1)]);
}

#[tokio::test]
async fn local_references_need_no_second_call() {
    let network = Network::usual().await;
    let answer = network
        .ask("{ region(code: \"900102\") { books(first: 2) { nodes { title branch { name books { id } } } } } }")
        .await;
    let nodes = &answer.expect_whole()["region"]["books"]["nodes"];
    assert_eq!(nodes[1]["branch"]["name"], "900102 图书馆");
    let own = network.world.books_within("900102").len();
    assert_eq!(nodes[0]["branch"]["books"].as_array().map(Vec::len), Some(own));
    assert_eq!(network.take_call_counts().into_iter().collect::<Vec<_>>(), [("zhifang", 1)]);
}

#[tokio::test]
async fn a_dangling_reference_is_null_and_its_neighbours_stand() {
    let network = NetworkBuilder::new()
        .world(|world| {
            let book = &mut world.rows[2].books[0];
            book.translations = vec!["900201-gone".to_owned(), "900102-book00".to_owned()];
            book.sequel = Some("900201-gone".to_owned());
        })
        .start()
        .await;
    let id = &network.world.rows[2].books[0].id;
    let answer = network
        .ask(&format!(
            "{{ book(id: \"{id}\") {{ copies sequel {{ title }} translations {{ title }} }} }}"
        ))
        .await;
    let data = &answer.data()["book"];
    assert_eq!(data["copies"], network.world.book(id).copies);
    assert_eq!(data["sequel"], Value::Null);
    assert_eq!(data["translations"], json!([null, titled(&network.world, Some("900102-book00"))]));
    assert_eq!(answer.coverage()["complete"], true, "a record that is not there is no gap");
    assert_eq!(
        answer.error_lines(),
        [
            "NON_NULL_FIELD_MISSING at book.sequel.title",
            "NON_NULL_FIELD_MISSING at book.translations.0.title",
        ]
    );
}

#[tokio::test]
async fn members_of_a_union_go_to_their_own_owners() {
    let network = Network::usual().await;
    let world = &network.world;
    let answer = network
        .ask(
            "{ holding(id: \"900101-house\") { __typename ... on Branch { name parent { name } } ... on Book { title } } \
             other: holding(id: \"900101-book00\") { ... on Book { title } ... on Branch { name } } \
             region(code: \"900200\") { holdings { __typename ... on Book { id title } ... on Branch { name } } } }",
        )
        .await;
    let data = answer.expect_whole();
    assert_eq!(
        data["holding"],
        json!({ "__typename": "Branch", "name": "900101 图书馆", "parent": { "name": "900000 图书馆" } })
    );
    assert_eq!(data["other"], titled(world, Some("900101-book00")));
    let mut expected = Vec::new();
    for rows in &world.rows[4..7] {
        let book = &rows.books[0];
        expected.push(json!({ "__typename": "Book", "id": book.id, "title": book.title }));
        let names = rows.branches.iter().map(|branch| branch.name.clone());
        expected.extend(names.map(|name| json!({ "__typename": "Branch", "name": name })));
    }
    assert_eq!(data["region"]["holdings"], json!(expected));
}

#[tokio::test]
async fn what_a_gathered_region_names_is_fetched_from_its_owner() {
    let network = Network::usual().await;
    let world = &network.world;
    let answer = network
        .ask("{ region(code: \"900100\") { branches { id name parent { name } } newest { title year } } }")
        .await;
    let data = &answer.expect_whole()["region"];
    let names: Vec<&str> = world.rows[1..4]
        .iter()
        .flat_map(|rows| &rows.branches)
        .map(|branch| branch.name.as_str())
        .collect();
    let branches = data["branches"].as_array().expect("a list");
    let actual: Vec<&str> =
        branches.iter().map(|branch| branch["name"].as_str().expect("a name")).collect();
    assert_eq!(actual, names, "in region order");
    assert!(branches.iter().all(|branch| branch["parent"]["name"] == "900000 图书馆"));
    let newest = world.rows[1].books.iter().max_by_key(|book| book.year).expect("books");
    assert_eq!(data["newest"], json!({ "title": newest.title, "year": newest.year }));
}

#[tokio::test]
async fn an_entity_without_a_region_is_gathered_from_the_whole_network() {
    let network = Network::usual().await;
    let world = &network.world;
    let book = world.book_of("900202");
    let answer = network
        .ask(&format!(
            "{{ book(id: \"{}\") {{ author {{ id works titles books {{ id copies }} }} }} }}",
            book.id
        ))
        .await;
    let works: Vec<_> = world.books().filter(|other| other.author == book.author).collect();
    assert_eq!(
        answer.expect_whole()["book"]["author"],
        json!({
            "id": book.author,
            "works": works.len(),
            "titles": works.iter().map(|work| &work.title).collect::<Vec<_>>(),
            "books": works.iter().map(|work| json!({ "id": work.id, "copies": work.copies })).collect::<Vec<_>>(),
        })
    );
    assert_eq!(answer.coverage()["asked"], 8);
}

#[tokio::test]
async fn a_contract_of_one_level_is_asked_of_the_owner_at_that_level() {
    let network = Network::usual().await;
    for (region, prize) in [
        ("900101", json!("900100")),
        ("900103", json!("900100")),
        ("900202", json!("900200")),
        ("900300", json!("900300")),
        ("900000", Value::Null),
    ] {
        let id = &network.world.book_of(region).id;
        let answer = network.ask(&format!("{{ book(id: \"{id}\") {{ cityPrize }} }}")).await;
        let expected = match prize {
            Value::String(city) => json!(format!("prize of {city} for {id}")),
            _ => Value::Null,
        };
        assert_eq!(answer.expect_whole()["book"]["cityPrize"], expected, "{region}");
    }
}

#[tokio::test]
async fn another_field_may_take_the_name_of_the_key() {
    let network = Network::usual().await;
    let book = network.world.book_with_foreign_sequel("900101");
    let sequel = network.world.book(book.sequel.as_deref().expect("it has one"));
    let query = format!("{{ book(id: \"{}\") {{ sequel {{ id: title key: id }} }} }}", book.id);
    let answer = network.ask(&query).await;
    assert_eq!(
        answer.expect_whole()["book"]["sequel"],
        json!({ "id": sequel.title, "key": sequel.id })
    );
}
