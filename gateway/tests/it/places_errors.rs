//! What goes wrong stands in `errors` with a code and its place; everything beside it is answered.
//! Spec: docs/jurisdiction-spec.md, section 10; GraphQL October 2021, sections 6.4.4 and 7.1.2.

use serde_json::{Value, json};

use crate::testkit::{Behaviour, Network, NetworkBuilder};

#[tokio::test]
async fn a_key_that_leads_nowhere_is_an_error_at_its_field() {
    let network = Network::usual().await;
    for (field, line) in [
        ("x: book(id: \"900199-a\") { title }", "REGION_UNKNOWN at x"),
        ("x: book(id: \"110000-a\") { title }", "REGION_UNKNOWN at x"),
        ("x: book(id: \"900199001-a\") { title }", "REGION_UNKNOWN at x"),
        ("x: book(id: \"book\") { title }", "REGION_CODE_INVALID at x"),
        ("x: book(id: \"\") { title }", "REGION_CODE_INVALID at x"),
        ("x: book(id: \"9001\") { title }", "REGION_CODE_INVALID at x"),
        ("x: book(id: \"九〇〇一〇一-a\") { title }", "REGION_CODE_INVALID at x"),
        ("x: desk { name }", "REGION_CODE_INVALID at x"),
        ("x: desk(id: null) { name }", "REGION_CODE_INVALID at x"),
        ("x: book(id: \"900101-nothing\") { title }", "RECORD_NOT_FOUND at x from zhujian"),
        ("x: stock(within: \"100000\") { copies }", "REGION_UNKNOWN at x"),
        ("x: stock(within: \"0\") { copies }", "REGION_CODE_INVALID at x"),
        ("x: region(code: \"910000\") { stock { copies } }", "REGION_UNKNOWN at x from directory"),
        (
            "x: region(code: \"cat\") { stock { copies } }",
            "REGION_CODE_INVALID at x from directory",
        ),
    ] {
        let answer = network
            .ask(&format!("{{ {field} beside: stock(within: \"900101\") {{ copies }} }}"))
            .await;
        assert_eq!(answer.status, 200);
        assert_eq!(answer.error_lines(), [line], "{field}");
        assert_eq!(answer.data()["x"], Value::Null, "{field}");
        assert!(answer.data()["beside"]["copies"].is_i64(), "{field}: {}", answer.body);
        assert_eq!(answer.coverage()["complete"], true, "{field}");
    }
}

#[tokio::test]
async fn a_variable_key_is_checked_alike() {
    let network = Network::usual().await;
    let query = "query($id: ID!) { book(id: $id) { title } }";
    let answer = network.ask_with(query, json!({ "id": 900101 }), &[]).await;
    assert_eq!(
        answer.error_lines(),
        ["RECORD_NOT_FOUND at book from zhujian"],
        "an ID may be a number"
    );
    let answer = network.ask_with(query, json!({ "id": "1-1" }), &[]).await;
    assert_eq!(answer.error_lines(), ["REGION_CODE_INVALID at book"]);
}

#[tokio::test]
async fn an_id_of_a_region_without_a_site_says_so() {
    let network = NetworkBuilder::new().unregistered("feiye").start().await;
    let id = &network.world.book_of("900202").id;
    let answer = network
        .ask(&format!(
            "{{ book(id: \"{id}\") {{ title }} beside: stock(within: \"900101\") {{ copies }} }}"
        ))
        .await;
    assert_eq!(answer.error_lines(), ["SITE_NOT_REGISTERED at book"]);
    assert_eq!(answer.data()["book"], Value::Null);
    assert_eq!(answer.coverage_line(), "1/2 900202 NOT_REGISTERED");
}

#[tokio::test]
async fn a_reference_to_a_dead_site_loses_only_itself() {
    let mut network = NetworkBuilder::new()
        .world(|world| {
            let book = &mut world.rows[2].books[0];
            book.sequel = Some("900201-book00".to_owned());
            book.translations =
                ["900201-book01", "900102-book00", "900201-book00"].map(str::to_owned).to_vec();
        })
        .start()
        .await;
    network.site_mut("shuji").close().await;
    let book = network.world.rows[2].books[0].clone();
    let answer = network
        .ask(&format!(
            "{{ book(id: \"{}\") {{ title sequel {{ id title }} translations {{ title }} }} }}",
            book.id
        ))
        .await;
    let other = &network.world.book("900102-book00").title;
    assert_eq!(
        answer.data()["book"],
        json!({ "title": book.title, "sequel": null, "translations": [null, { "title": other }, null] })
    );
    assert_eq!(answer.coverage_line(), "2/3 900201 UNREACHABLE");
    let mut lines = answer.error_lines();
    lines.sort();
    assert_eq!(
        lines,
        ["SITE_UNREACHABLE at book.sequel from shuji",],
        "one for each fetch, and none for the nulls that follow from it"
    );
}

#[tokio::test]
async fn a_root_record_of_a_dead_site_is_null_with_the_reason() {
    let mut network = Network::usual().await;
    network.site_mut("zhujian").close().await;
    network.behave("zhifang", Behaviour::fixed(401, ""));
    let answer = network
        .ask(
            "{ a: book(id: \"900101-book00\") { title } b: book(id: \"900102-book00\") { title } \
             c: book(id: \"900201-book00\") { title } }",
        )
        .await;
    let mut lines = answer.error_lines();
    lines.sort();
    assert_eq!(lines, ["SITE_REFUSED at b from zhifang", "SITE_UNREACHABLE at a from zhujian"]);
    assert_eq!(answer.coverage_line(), "1/3 900101 UNREACHABLE 900102 REFUSED");
    let title = &network.world.book("900201-book00").title;
    assert_eq!(*answer.data(), json!({ "a": null, "b": null, "c": { "title": title } }));
}

#[tokio::test]
async fn an_error_within_an_entity_keeps_its_path() {
    let network = Network::usual().await;
    network.behave(
        "shuji",
        Behaviour::lying(|_, answer| {
            answer["data"]["_entities"][0] = Value::Null;
            answer["errors"] = json!([{
                "message": "worn off", "path": ["_entities", 0, "title"],
                "extensions": { "code": "TITLE_UNREADABLE", "internal": "not for clients" },
            }]);
        }),
    );
    let world = &network.world;
    let book = world
        .books()
        .find(|book| book.sequel.as_deref().is_some_and(|id| id.starts_with("900201-")))
        .filter(|book| book.region.as_str() != "900201")
        .or_else(|| {
            world.books().find(|book| {
                book.region.as_str() != "900201"
                    && book.sequel.as_deref().is_some_and(|id| id.starts_with("900201-"))
            })
        })
        .expect("some sequel is there");
    let answer = network
        .ask(&format!("{{ book(id: \"{}\") {{ title sequel {{ title }} }} }}", book.id))
        .await;
    assert_eq!(answer.error_lines(), ["TITLE_UNREADABLE at book.sequel.title from shuji"]);
    assert_eq!(answer.errors()[0]["message"], "worn off");
    assert_eq!(answer.errors()[0]["extensions"].get("internal"), None);
    assert_eq!(answer.data()["book"], json!({ "title": book.title, "sequel": null }));
}

#[tokio::test]
async fn a_value_of_the_wrong_type_nulls_what_may_be_null() {
    let network = Network::usual().await;
    for (case, value, selection, expected, line) in [
        (
            "a number for a text",
            json!(5),
            "title",
            json!(null),
            "RESPONSE_TYPE_MISMATCH at book.title",
        ),
        (
            "null for a text",
            json!(null),
            "title",
            json!(null),
            "NON_NULL_FIELD_MISSING at book.title",
        ),
        (
            "a list for a text",
            json!(["a"]),
            "title",
            json!(null),
            "RESPONSE_TYPE_MISMATCH at book.title",
        ),
        (
            "an object for a text",
            json!({}),
            "title",
            json!(null),
            "RESPONSE_TYPE_MISMATCH at book.title",
        ),
    ] {
        network.behave(
            "zhujian",
            Behaviour::lying(move |_, answer| answer["data"]["book"]["title"] = value.clone()),
        );
        let answer = network
            .ask(&format!("{{ book(id: \"900101-book00\") {{ {selection} copies }} }}"))
            .await;
        assert_eq!(answer.data()["book"], expected, "{case}");
        assert_eq!(answer.error_lines(), [line], "{case}");
    }
    network.behave(
        "zhujian",
        Behaviour::lying(|_, answer| answer["data"]["book"]["copies"] = json!(1.5)),
    );
    let answer = network.ask("{ book(id: \"900101-book00\") { copies } __typename }").await;
    assert_eq!(*answer.data(), json!({ "book": null, "__typename": "Query" }));
}
