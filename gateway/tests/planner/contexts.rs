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
    assert_snapshot!(planning().show("{ station { name rooms { size price } } inn { rooms { price } } }"), @"");
}

#[test]
fn a_field_without_its_context_cannot_be_planned() {
    // Composition sees to it that each way to the field sets the context; a change of mind does not.
    let refused = planning().plan_with("{ station { rooms { price } } }", |_| {});
    assert!(refused.is_ok());
}
