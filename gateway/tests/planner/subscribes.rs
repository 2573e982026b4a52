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
    assert_snapshot!(planning().show(query), @r#"
    QueryPlan {
      Subscription {
        Primary {
          Fetch(service: "events") {
            subscription($kind: String) {
              happened(kind: $kind) {
                kind
                __typename
                id
              }
            }
          },
        },
        Rest {
          Flatten(path: "happened") {
            Fetch(service: "titles") {
              {
                ... on Event {
                  __typename
                  id
                }
              } =>
              {
                ... on Event {
                  title
                }
              }
            },
          },
        },
      },
    }
    "#);
}

#[test]
fn a_source_that_has_all_needs_no_more() {
    assert_snapshot!(planning().show("subscription { happened { id kind } }"), @r#"
    QueryPlan {
      Subscription {
        Primary {
          Fetch(service: "events") {
            subscription {
              happened {
                id
                kind
              }
            }
          },
        },
      },
    }
    "#);
}
