//! `@fromContext`: the value is selected above, and passed as a variable of the entity request.

use insta::assert_snapshot;

use crate::testkit::Planning;

fn planning() -> Planning {
    Planning::compose(&[
        (
            "a",
            r#"
            type Query { station: Station! inn: Inn! }
            type Station @key(fields: "id") @context(name: "house") {
                id: ID! name: String! currency: String! rooms: [Room!]!
            }
            type Inn @key(fields: "id") @context(name: "house") {
                id: ID! currency: String! rooms: [Room!]!
            }
            type Room @key(fields: "id") {
                id: ID!
                price(currency: String @fromContext(field: "$house { currency }")): Int!
                size: Int!
            }
            "#,
        ),
        ("b", r#"type Station @key(fields: "id") { id: ID! stars: Int! }"#),
    ])
}

#[test]
fn the_value_is_selected_above_and_the_field_asked_by_key() {
    assert_snapshot!(planning().show("{ station { name rooms { size price } } inn { rooms { price } } }"), @r#"
    QueryPlan {
      Sequence {
        Fetch(service: "a") {
          {
            station {
              name
              rooms {
                size
                __typename
                id
              }
              currency
            }
            inn {
              rooms {
                __typename
                id
              }
              currency
            }
          }
        },
        BatchFetch(service: "a") {
          Flatten(path: "station.rooms.@"),
          _e0 {
            {
              ... on Room {
                __typename
                id
              }
            } =>
            {
              ... on Room {
                price(currency: $_qz_context_0)
              }
            }
          },
          Flatten(path: "inn.rooms.@"),
          _e1 {
            {
              ... on Room {
                __typename
                id
              }
            } =>
            {
              ... on Room {
                price(currency: $_qz_context_1)
              }
            }
          },
        },
      },
    }
    "#);
}
