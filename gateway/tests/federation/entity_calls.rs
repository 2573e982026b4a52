//! `_entities` hops: other keys, compound and nested keys, keys that lead nowhere, and children
//! without a key that are reached through their parent.

use serde_json::json;

use crate::testkit::{Federation, Subgraph};

#[tokio::test]
async fn a_hop_uses_the_key_that_both_sides_know() {
    let federation = Federation::compose([
        Subgraph::new(
            "members",
            r#"
            type Query { member: Member }
            type Member @key(fields: "id") @key(fields: "email") { id: ID! email: String! }
            "#,
        )
        .rows(json!({
            "Query": { "member": "Member/ma" },
            "Member": { "ma": { "id": "m1", "email": "ma@example.test" } },
        })),
        Subgraph::new(
            "nicknames",
            r#"type Member @key(fields: "email") { email: String! nickname: String! }"#,
        )
        .rows(json!({
            "Member": { "ma": { "email": "ma@example.test", "nickname": "老马" } },
        })),
    ]);
    federation
        .ask("{ member { id nickname } }")
        .await
        .is(json!({ "member": { "id": "m1", "nickname": "老马" } }));
    assert_eq!(federation.take_called(), ["members", "nicknames"]);
}

/// A prescription is known by its herbs; what each subgraph must know of a herb grows hop by hop.
fn prescriptions() -> Federation {
    let huangqi = json!({ "id": "h1", "code": "A-01", "family": "Family/bean" });
    let danggui = json!({ "id": "h2", "code": "B-02", "family": "Family/parsley" });
    let families = json!({
        "bean": { "id": "f1", "tag": "豆科", "head": "Herb/huangqi" },
        "parsley": { "id": "f2", "tag": "伞形科", "head": "Herb/danggui" },
    });
    let herbs = json!({ "huangqi": huangqi, "danggui": danggui });
    let herbs_of = json!(["Herb/huangqi", "Herb/danggui"]);
    Federation::compose([
        Subgraph::new(
            "garden",
            r#"
            type Query { prescription: Prescription! }
            type Prescription @key(fields: "herbs { id }") { herbs: [Herb!]! @shareable }
            type Herb @key(fields: "id") { id: ID! @shareable family: Family @shareable }
            type Family @key(fields: "id") { id: ID! @shareable tag: String @shareable head: Herb! @shareable }
            "#,
        )
        .rows(json!({
            "Query": { "prescription": "Prescription/one" },
            "Prescription": { "one": { "herbs": herbs_of } },
            "Herb": herbs,
            "Family": families,
        })),
        Subgraph::new(
            "codes",
            r#"type Herb @key(fields: "id") @key(fields: "id code") { id: ID! @shareable code: String! @shareable }"#,
        )
        .rows(json!({ "Herb": herbs })),
        Subgraph::new(
            "choices",
            r#"
            type Prescription @key(fields: "herbs { id code }") {
                herbs: [Herb!]! @shareable first: Herb @shareable chosen: Herb @shareable
            }
            type Herb @key(fields: "id code") { id: ID! @shareable code: String! @shareable }
            "#,
        )
        .rows(json!({
            "Prescription": { "one": {
                "herbs": herbs_of, "first": "Herb/huangqi", "chosen": "Herb/danggui",
            } },
            "Herb": herbs,
        })),
        Subgraph::new(
            "prices",
            r#"
            type Prescription @key(fields: "herbs { id code family { id tag } } chosen { id }") {
                herbs: [Herb!]! @shareable chosen: Herb @shareable total: Int!
            }
            type Herb @key(fields: "id code family { id tag }") {
                id: ID! @shareable code: String! @shareable family: Family @shareable price: Int!
            }
            type Family @key(fields: "id tag") { id: ID! @shareable tag: String @shareable }
            "#,
        )
        .rows(json!({
            "Prescription": { "one": {
                "herbs": herbs_of, "chosen": "Herb/danggui", "total": 90,
            } },
            "Herb": {
                "huangqi": { "id": "h1", "code": "A-01", "family": "Family/bean", "price": 30 },
                "danggui": { "id": "h2", "code": "B-02", "family": "Family/parsley", "price": 60 },
            },
            "Family": families,
        })),
    ])
}

#[tokio::test]
async fn compound_and_nested_keys_are_gathered_hop_by_hop() {
    prescriptions()
        .ask(
            "{ prescription {
                total
                first { id }
                chosen { id }
                herbs { id code price family { id tag head { id } } }
            } }",
        )
        .await
        .is(json!({ "prescription": {
            "total": 90,
            "first": { "id": "h1" },
            "chosen": { "id": "h2" },
            "herbs": [
                { "id": "h1", "code": "A-01", "price": 30,
                  "family": { "id": "f1", "tag": "豆科", "head": { "id": "h1" } } },
                { "id": "h2", "code": "B-02", "price": 60,
                  "family": { "id": "f2", "tag": "伞形科", "head": { "id": "h2" } } },
            ],
        } }));
}

#[tokio::test]
async fn a_child_without_a_key_is_reached_through_its_parent() {
    let federation = Federation::compose([
        Subgraph::new(
            "stations",
            r#"
            type Query { stations: [Station!]! }
            type Station @key(fields: "id town") { id: ID! town: String! }
            "#,
        )
        .rows(json!({
            "Query": { "stations": ["Station/a", "Station/b"] },
            "Station": { "a": { "id": "s1", "town": "文峰" }, "b": { "id": "s2", "town": "首阳" } },
        })),
        Subgraph::new(
            "rooms",
            r#"
            type Station @key(fields: "id town") { id: ID! town: String! room: Room @shareable }
            type Room { doors: Int! }
            "#,
        )
        .rows(json!({ "Station": {
            "a": { "id": "s1", "town": "文峰", "room": { "doors": 2 } },
            "b": { "id": "s2", "town": "首阳", "room": { "doors": 1 } },
        } })),
        Subgraph::new(
            "furniture",
            r#"
            type Station @key(fields: "id town") { id: ID! town: String! room: Room @shareable }
            type Room { chairs: Chairs! }
            type Chairs { count: Int! }
            "#,
        )
        .rows(json!({ "Station": {
            "a": { "id": "s1", "town": "文峰", "room": { "chairs": { "count": 12 } } },
            "b": { "id": "s2", "town": "首阳", "room": { "chairs": { "count": 8 } } },
        } })),
    ]);
    federation.ask("{ stations { id room { doors chairs { count } } } }").await.is(
        json!({ "stations": [
            { "id": "s1", "room": { "doors": 2, "chairs": { "count": 12 } } },
            { "id": "s2", "room": { "doors": 1, "chairs": { "count": 8 } } },
        ] }),
    );
    let mut called = federation.take_called();
    called[1..].sort_unstable();
    assert_eq!(called, ["stations", "furniture", "rooms"]);
}

#[tokio::test]
async fn a_child_is_assembled_from_several_entries_through_its_parent_and_a_hop_of_its_own() {
    let federation = Federation::compose([
        Subgraph::new(
            "topics",
            r#"
            type Query { topic: Topic }
            type Topic @key(fields: "id") { id: ID! title: String! }
            "#,
        )
        .rows(json!({
            "Query": { "topic": "Topic/well" },
            "Topic": { "well": { "id": "t1", "title": "机井" } },
        })),
        Subgraph::new(
            "notes",
            r#"
            type Topic @key(fields: "id") { id: ID! sector: Sector @shareable }
            type Sector { note: String }
            "#,
        )
        .rows(json!({ "Topic": { "well": { "id": "t1", "sector": { "note": "常议" } } } })),
        Subgraph::new(
            "sectors",
            r#"
            type Topic @key(fields: "id") { id: ID! sector: Sector @shareable }
            type Sector @key(fields: "id", resolvable: false) { id: ID! }
            "#,
        )
        .rows(json!({ "Topic": { "well": { "id": "t1", "sector": { "id": "farm" } } } })),
        Subgraph::new("names", r#"type Sector @key(fields: "id") { id: ID! name: String }"#)
            .rows(json!({ "Sector": { "farm": { "id": "farm", "name": "农业界" } } })),
    ]);
    federation.ask("{ topic { id title sector { id name note } } }").await.is(json!({ "topic": {
            "id": "t1", "title": "机井",
            "sector": { "id": "farm", "name": "农业界", "note": "常议" },
        } }));
}

#[tokio::test]
async fn of_many_keys_the_one_that_resolves_is_used() {
    let number = |n: u8| json!({ "one": format!("{n}-1"), "two": format!("{n}-2"), "three": format!("{n}-3") });
    let federation = Federation::compose([
        Subgraph::new(
            "plaques",
            r#"
            type Plaque
                @key(fields: "id", resolvable: false)
                @key(fields: "serial", resolvable: false)
                @key(fields: "number { one }", resolvable: false)
                @key(fields: "number { two three }")
            { id: ID! serial: ID! number: Number! text: String! }
            type Number { one: ID! two: ID! @shareable three: ID! @shareable }
            "#,
        )
        .rows(json!({ "Plaque": {
            "a": { "id": "p1", "serial": "x1", "number": number(1), "text": "委员会客室" },
            "b": { "id": "p2", "serial": "x2", "number": number(2), "text": "联络站" },
        } })),
        Subgraph::new(
            "places",
            r#"
            type Query { place: Place }
            type Place @key(fields: "id") { id: ID! plaques: [Plaque!]! }
            type Plaque @key(fields: "id") @key(fields: "number { two three }") {
                id: ID!
                number: Number!
                text: String! @external
                engraved: String! @requires(fields: "text")
            }
            type Number { two: ID! @shareable three: ID! @shareable }
            "#,
        )
        .rows(json!({
            "Query": { "place": "Place/hall" },
            "Place": { "hall": { "id": "l1", "plaques": ["Plaque/a", "Plaque/b"] } },
            "Plaque": { "a": { "id": "p1", "number": number(1) }, "b": { "id": "p2", "number": number(2) } },
        }))
        .computed("Plaque", "engraved", |call| Ok(json!(format!("《{}》", call.text("text")?)))),
    ]);
    federation.ask("{ place { id plaques { id text engraved } } }").await.is(
        json!({ "place": { "id": "l1", "plaques": [
            { "id": "p1", "text": "委员会客室", "engraved": "《委员会客室》" },
            { "id": "p2", "text": "联络站", "engraved": "《联络站》" },
        ] } }),
    );
    assert_eq!(federation.take_called(), ["places", "plaques", "places"]);
}

#[tokio::test]
async fn a_null_on_the_way_nulls_what_follows_and_no_sibling() {
    let federation = Federation::compose([
        Subgraph::new(
            "shelves",
            r#"
            type Query { shelves: [Shelf] }
            type Shelf { book: Book }
            type Book @key(fields: "upc") { upc: ID! }
            "#,
        )
        .rows(json!({
            "Query": { "shelves": [{ "book": "Book/a" }, { "book": "Book/b" }, { "book": "Book/c" }, { "book": null }] },
            "Book": { "a": { "upc": "b1" }, "b": { "upc": "b2" }, "c": { "upc": "b3" } },
        })),
        Subgraph::new(
            "catalogue",
            r#"type Book @key(fields: "id") @key(fields: "upc") { id: ID! upc: ID! }"#,
        )
        .rows(json!({ "Book": { "a": { "id": "1", "upc": "b1" }, "c": { "id": "3", "upc": "b3" } } })),
        Subgraph::new(
            "authors",
            r#"
            type Book @key(fields: "id") { id: ID! author: Author }
            type Author { name: String! }
            "#,
        )
        .rows(json!({ "Book": { "c": { "id": "3", "author": { "name": "张澍" } } } })),
    ]);
    federation.ask("{ shelves { book { upc author { name } } } }").await.is(json!({ "shelves": [
            { "book": { "upc": "b1", "author": null } },
            { "book": { "upc": "b2", "author": null } },
            { "book": { "upc": "b3", "author": { "name": "张澍" } } },
            { "book": null },
        ] }));
    let calls = federation.take_calls();
    let (name, last) = calls.last().expect("calls");
    assert_eq!(*name, "authors");
    assert_eq!(
        last["variables"]["representations"].as_array().map(Vec::len),
        Some(2),
        "the catalogue does not know b2, so no author is asked for: {last}"
    );
}
