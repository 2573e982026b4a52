//! The habits of Federation 1: extensions, `@external` keys, and the same written in Federation 2.

use serde_json::{Value, json};

use crate::testkit::{Federation, Subgraph};

/// Members, and appeals that provide their member's name; `member` says how the appeals' side
/// declares the member that it extends.
fn appeals(member: &str, federation_2: bool) -> Federation {
    let subgraph = |name, sdl: &str| {
        if federation_2 { Subgraph::new(name, sdl) } else { Subgraph::federation_1(name, sdl) }
    };
    let members: Value = json!({
        "ma": { "id": "m1", "name": "马秀兰", "rid": "r1" },
        "li": { "id": "m2", "name": "李林", "rid": "r2" },
    });
    let name = if federation_2 { "name: String! @shareable" } else { "name: String!" };
    Federation::compose([
        subgraph(
            "appeals",
            &format!(
                r#"
                extend type Query {{ randomMember: Member providedMember: Member @provides(fields: "name") }}
                {member} {{ id: ID! @external name: String! @external rid: ID appeals: Int }}
                "#
            ),
        )
        .rows(json!({
            "Query": { "randomMember": "Member/ma", "providedMember": "Member/li" },
            "Member": {
                "ma": { "id": "m1", "rid": "r1", "appeals": 3 },
                "li": { "id": "m2", "name": "李林", "rid": "r2", "appeals": 0 },
            },
        })),
        subgraph(
            "members",
            &format!(
                r#"
                type Query {{ memberById(id: ID): Member }}
                type Member @key(fields: "id") {{ id: ID! {name} nick: String }}
                "#
            ),
        )
        .rows(json!({ "Query": {}, "Member": members }))
        .computed("Query", "memberById", |call| {
            Ok(json!(if call.argument("id") == "m1" { "Member/ma" } else { "Member/li" }))
        })
        .computed("Member", "nick", |call| Ok(json!(format!("阿{}", call.text("name")?)))),
    ])
}

#[tokio::test]
async fn an_extension_resolves_its_external_key_and_provides_other_fields() {
    for (member, is_federation_2) in [
        ("extend type Member @key(fields: \"id\")", false),
        ("type Member @extends @key(fields: \"id\")", false),
        ("extend type Member @key(fields: \"id\")", true),
        ("type Member @extends @key(fields: \"id\")", true),
    ] {
        let federation = appeals(member, is_federation_2);
        for (query, expected, called) in [
            (
                "{ randomMember { id name rid } }",
                json!({ "randomMember": { "id": "m1", "name": "马秀兰", "rid": "r1" } }),
                vec!["appeals", "members"],
            ),
            (
                "{ providedMember { id name } }",
                json!({ "providedMember": { "id": "m2", "name": "李林" } }),
                vec!["appeals"],
            ),
            (
                "{ memberById(id: \"m1\") { id name appeals nick } }",
                json!({ "memberById": { "id": "m1", "name": "马秀兰", "appeals": 3, "nick": "阿马秀兰" } }),
                vec!["members", "appeals"],
            ),
            (
                "{ providedMember { rid nick name } }",
                json!({ "providedMember": { "rid": "r2", "nick": "阿李林", "name": "李林" } }),
                vec!["appeals", "members"],
            ),
        ] {
            federation.ask(query).await.is(expected);
            assert_eq!(federation.take_called(), called, "{member}: {query}");
        }
    }
}

#[tokio::test]
async fn an_extension_with_several_external_keys_still_resolves() {
    let federation = Federation::compose([
        Subgraph::federation_1(
            "towns",
            r#"
            extend type Query { place: Place }
            extend type Place
                @key(fields: "id") @key(fields: "code") @key(fields: "county { id } name")
            {
                id: ID! @external
                code: String @external
                county: County @external
                name: String @external
                rooms: Int
            }
            extend type County @key(fields: "id") { id: ID! @external }
            "#,
        )
        .rows(json!({
            "Query": { "place": "Place/wenfeng" },
            "Place": { "wenfeng": {
                "id": "t1", "code": "621122100", "county": { "id": "c1" }, "name": "文峰镇", "rooms": 6,
            } },
        })),
        Subgraph::federation_1(
            "registry",
            r#"
            type Place @key(fields: "id") @key(fields: "code") @key(fields: "county { id } name") {
                id: ID! code: String county: County name: String
            }
            type County @key(fields: "id") { id: ID! title: String }
            "#,
        )
        .rows(json!({
            "Place": { "wenfeng": {
                "id": "t1", "code": "621122100", "county": "County/longxi", "name": "文峰镇",
            } },
            "County": { "longxi": { "id": "c1", "title": "陇西县" } },
        })),
    ]);
    federation.ask("{ place { id rooms name county { id title } } }").await.is(json!({ "place": {
            "id": "t1", "rooms": 6, "name": "文峰镇", "county": { "id": "c1", "title": "陇西县" },
        } }));
}

/// The key is `@external` on the extension, which answers it all the same.
#[tokio::test]
async fn an_external_key_of_an_extension_needs_no_hop() {
    let federation = Federation::compose([
        Subgraph::federation_1(
            "goods",
            r#"
            type Query { good: Good }
            type Good @key(fields: "id") { id: ID! name: String }
            "#,
        )
        .rows(json!({
            "Query": { "good": "Good/tea" },
            "Good": { "tea": { "id": "g1", "name": "茶具" } },
        })),
        Subgraph::federation_1(
            "prices",
            r#"
            extend type Query { cheapest: Good }
            extend type Good @key(fields: "id") { id: ID! @external price: Float }
            "#,
        )
        .rows(json!({
            "Query": { "cheapest": "Good/tea" },
            "Good": { "tea": { "id": "g1", "price": 12.5 } },
        })),
    ]);
    federation
        .ask("{ cheapest { id price } }")
        .await
        .is(json!({ "cheapest": { "id": "g1", "price": 12.5 } }));
    assert_eq!(federation.take_called(), ["prices"]);
    federation.ask("{ good { id name price } cheapest { name } }").await.is(json!({
        "good": { "id": "g1", "name": "茶具", "price": 12.5 },
        "cheapest": { "name": "茶具" },
    }));
}
