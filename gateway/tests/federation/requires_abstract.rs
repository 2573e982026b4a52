//! `@requires` of fields that are interfaces.

use serde_json::json;

use crate::testkit::{Federation, Subgraph};

/// Members have a contact of one of three kinds, of which cards know two.
fn cards() -> Federation {
    Federation::compose([
        Subgraph::new(
            "cards",
            r#"
            type Query { card(id: ID!): Member }
            type Member @key(fields: "id") {
                id: ID!
                title: String!
                contact: Contact @external
                line: String @requires(fields: "contact { id }")
                phone: String @requires(fields: "contact { ... on Phone { id } }")
            }
            interface Contact { id: ID! }
            type Phone implements Contact @key(fields: "id") { id: ID! area: String @shareable }
            type Mail implements Contact @key(fields: "id") { id: ID! area: String @shareable }
            "#,
        )
        .rows(json!({ "Member": {
            "ma": { "id": "m1", "title": "委员" },
            "li": { "id": "m2", "title": "常委" },
            "hu": { "id": "m3", "title": "委员" },
            "no": { "id": "m4", "title": "委员" },
        } }))
        .computed("Query", "card", |call| {
            let rows = [("m1", "ma"), ("m2", "li"), ("m3", "hu"), ("m4", "no")];
            let row = rows.iter().find(|(id, _)| call.argument("id") == *id);
            Ok(row.map_or(json!(null), |(_, row)| json!(format!("Member/{row}"))))
        })
        .computed("Member", "line", |call| Ok(call.field("contact")?["id"].clone()))
        .computed("Member", "phone", |call| {
            let contact = call.field("contact")?;
            Ok(if contact["__typename"] == "Phone" { contact["id"].clone() } else { json!(null) })
        }),
        Subgraph::new(
            "contacts",
            r#"
            type Query { members: [Member!]! }
            type Member @key(fields: "id") { id: ID! contact: Contact }
            interface Contact { id: ID! }
            type Phone implements Contact @key(fields: "id") { id: ID! area: String @shareable }
            type Mail implements Contact @key(fields: "id") { id: ID! area: String @shareable }
            type Fax implements Contact @key(fields: "id") { id: ID! area: String @shareable }
            "#,
        )
        .rows(json!({
            "Query": { "members": ["Member/ma", "Member/li", "Member/hu", "Member/no"] },
            "Member": {
                "ma": { "id": "m1", "contact": "Phone/p" },
                "li": { "id": "m2", "contact": "Mail/m" },
                "hu": { "id": "m3", "contact": "Fax/f" },
                "no": { "id": "m4", "contact": null },
            },
            "Phone": { "p": { "id": "p-0932", "area": "定西" } },
            "Mail": { "m": { "id": "m-743", "area": "陇西" } },
            "Fax": { "f": { "id": "f-1", "area": "兰州" } },
        })),
    ])
}

#[tokio::test]
async fn a_field_of_an_interface_is_required_of_every_implementer() {
    let federation = cards();
    federation.ask("{ members { id line } }").await.is(json!({ "members": [
            { "id": "m1", "line": "p-0932" },
            { "id": "m2", "line": "m-743" },
            { "id": "m3", "line": "f-1" },
            { "id": "m4", "line": null },
        ] }));
    federation
        .ask("{ card(id: \"m1\") { line } }")
        .await
        .is(json!({ "card": { "line": "p-0932" } }));
}

#[tokio::test]
async fn a_fragment_is_required_of_its_type_only() {
    let federation = cards();
    federation.ask("{ members { phone } }").await.is(json!({ "members": [
            { "phone": "p-0932" }, { "phone": null }, { "phone": null }, { "phone": null },
        ] }));
    for (id, phone, line) in [
        ("m1", json!("p-0932"), "p-0932"),
        ("m2", json!(null), "m-743"),
        ("m3", json!(null), "f-1"),
    ] {
        federation
            .ask(&format!("{{ card(id: \"{id}\") {{ phone line contact {{ __typename id }} }} }}"))
            .await
            .is(json!({ "card": {
                "phone": phone,
                "line": line,
                "contact": {
                    "__typename": match id { "m1" => "Phone", "m2" => "Mail", _ => "Fax" }, "id": line,
                },
            } }));
    }
}

#[tokio::test]
async fn an_implementer_that_one_side_lacks_answers_from_the_other() {
    let federation = cards();
    federation
        .ask("{ card(id: \"m3\") { title contact { ... on Fax { area } ... on Mail { id } } line } }")
        .await
        .is(json!({ "card": { "title": "委员", "contact": { "area": "兰州" }, "line": "f-1" } }));
}

/// Signs are written from the place of a case: interfaces in interfaces, down to each kind.
fn signs() -> Federation {
    let places = r#"
        interface Place { name: String! }
        interface Hall implements Place { name: String! seats: Int! }
        type Room implements Place & Hall { name: String! seats: Int! floor: Int! }
        type Tent implements Place & Hall @inaccessible { name: String! seats: Int! poles: Int! }
        type Meadow implements Place { name: String! }
    "#;
    Federation::joined(
        include_str!("supergraphs/places.graphql"),
        [
            Subgraph::new(
                "cases",
                &format!(
                    r#"
                    type Query {{ cases: [Case!]! }}
                    type Case @key(fields: "id") {{ id: ID! place: Place }}
                    {places}
                    "#
                ),
            )
            .rows(json!({
                "Query": { "cases": ["Case/room", "Case/tent", "Case/meadow"] },
                "Case": {
                    "room": { "id": "c1", "place": { "__typename": "Room", "name": "议事厅", "seats": 30, "floor": 2 } },
                    "tent": { "id": "c2", "place": { "__typename": "Tent", "name": "帐篷", "seats": 9, "poles": 4 } },
                    "meadow": { "id": "c3", "place": { "__typename": "Meadow", "name": "草场" } },
                },
            })),
            Subgraph::new(
                "signs",
                &format!(
                    r#"
                    type Query {{ signed: Case }}
                    type Case @key(fields: "id") {{
                        id: ID!
                        place: Place @external
                        sign: String @requires(fields: "place {{ name ... on Hall {{ seats ... on Room {{ floor }} ... on Tent {{ poles }} }} }}")
                        short: String @requires(fields: "place {{ ... on Hall {{ seats }} }}")
                    }}
                    {places}
                    "#
                ),
            )
            .rows(json!({
                "Query": { "signed": "Case/tent" },
                "Case": { "room": { "id": "c1" }, "tent": { "id": "c2" }, "meadow": { "id": "c3" } },
            }))
            .computed("Case", "sign", |call| {
                let place = call.field("place")?;
                let own = match place["__typename"].as_str() {
                    Some("Room") => &place["floor"],
                    Some("Tent") => &place["poles"],
                    Some("Meadow") => &place["nothing"],
                    other => return Err(format!("a place of type {other:?}")),
                };
                Ok(json!(format!("{}/{}/{own}", place["name"].as_str().unwrap_or("?"), place["seats"])))
            })
            .computed("Case", "short", |call| Ok(json!(call.field("place")?["seats"].to_string()))),
        ],
    )
}

#[tokio::test]
async fn nested_fragments_are_required_even_of_a_hidden_type() {
    let federation = signs();
    for (query, expected) in [
        (
            "{ cases { sign } }",
            json!({ "cases": [
                { "sign": "议事厅/30/2" }, { "sign": "帐篷/9/4" }, { "sign": "草场/null/null" },
            ] }),
        ),
        (
            "{ cases { id short } }",
            json!({ "cases": [
                { "id": "c1", "short": "30" }, { "id": "c2", "short": "9" }, { "id": "c3", "short": "null" },
            ] }),
        ),
        ("{ signed { id sign } }", json!({ "signed": { "id": "c2", "sign": "帐篷/9/4" } })),
        ("{ signed { sign short } }", json!({ "signed": { "sign": "帐篷/9/4", "short": "9" } })),
    ] {
        federation.ask(query).await.is(expected);
    }
}

#[tokio::test]
async fn an_object_of_a_hidden_type_is_null_with_an_error() {
    let federation = signs();
    federation
        .ask("{ cases { sign place { name ... on Hall { seats } ... on Room { floor } } } }")
        .await
        .is_with_errors(json!({ "cases": [
            { "sign": "议事厅/30/2", "place": { "name": "议事厅", "seats": 30, "floor": 2 } },
            { "sign": "帐篷/9/4", "place": null },
            { "sign": "草场/null/null", "place": { "name": "草场" } },
        ] }));
    federation
        .ask("{ cases { place { ... on Tent { name } } } }")
        .await
        .is_refused("GRAPHQL_VALIDATION_FAILED");
}
