//! Subscriptions: a source, and what runs for each event.

use insta::assert_snapshot;

use crate::testkit::Planning;

fn planning() -> Planning {
    Planning::compose(&[
        (
            "events",
            r#"
            type Query { last: Event }
            type Subscription { happened(kind: String): Event! }
            type Event @key(fields: "id") { id: ID! kind: String! }
            "#,
        ),
        ("titles", r#"type Event @key(fields: "id") { id: ID! title: String! }"#),
    ])
}

#[test]
fn events_are_completed_from_other_subgraphs() {
    let query = "subscription($kind: String) { happened(kind: $kind) { kind title } }";
    assert_snapshot!(planning().show(query), @"");
}

#[test]
fn a_source_that_has_all_needs_no_more() {
    assert_snapshot!(planning().show("subscription { happened { id kind } }"), @"");
}
