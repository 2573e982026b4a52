//! `@override(label:)`: one plan for each set of active labels.

use std::collections::BTreeSet;

use insta::assert_snapshot;

use crate::testkit::Planning;

fn planning() -> Planning {
    Planning::compose(&[
        (
            "old",
            r#"
            type Query { station: Station }
            type Station @key(fields: "id") { id: ID! name: String! members: Int! }
            "#,
        ),
        (
            "new",
            r#"type Station @key(fields: "id") {
                id: ID!
                members: Int! @override(from: "old", label: "percent(25)")
                name: String! @override(from: "old", label: "names-moved")
            }"#,
        ),
    ])
}

#[test]
fn the_labels_are_known() {
    let expected: BTreeSet<String> =
        ["names-moved", "percent(25)"].into_iter().map(str::to_owned).collect();
    assert_eq!(planning().labels(), &expected);
}

#[test]
fn without_the_label_the_old_subgraph_answers() {
    assert_snapshot!(planning().show("{ station { name members } }"), @r#"
    QueryPlan {
      Fetch(service: "old") {
        {
          station {
            name
            members
          }
        }
      },
    }
    "#);
}

#[test]
fn with_the_label_the_new_one_does() {
    let plan = planning().show_with("{ station { name members } }", |options| {
        options.active_labels.insert("percent(25)".to_owned());
    });
    assert_snapshot!(plan, @r#"
    QueryPlan {
      Sequence {
        Fetch(service: "old") {
          {
            station {
              name
              __typename
              id
            }
          }
        },
        Flatten(path: "station") {
          Fetch(service: "new") {
            {
              ... on Station {
                __typename
                id
              }
            } =>
            {
              ... on Station {
                members
              }
            }
          },
        },
      },
    }
    "#);
}
