//! Plans as JSON, in the shape that plan viewers read.

use insta::assert_snapshot;
use qianzhan_gateway::planner::plan_json;

use crate::testkit::Planning;

#[test]
fn kinds_and_requirements_stand_where_viewers_look_for_them() {
    let planning = Planning::compose(&[
        (
            "a",
            r#"type Query { station: Station } type Station @key(fields: "id") { id: ID! weight: Int! }"#,
        ),
        (
            "b",
            r#"type Station @key(fields: "id") {
                id: ID! weight: Int! @external score(times: Int): Int! @requires(fields: "weight")
            }"#,
        ),
    ]);
    let query = "query($n: Int, $v: Boolean!) { station { score(times: $n) @include(if: $v) } }";
    let planned = planning.plan_with(query, |_| {}).unwrap_or_else(|error| panic!("{error}"));
    let json = plan_json(&planned.plan, &planning.supergraph);
    assert_snapshot!(format!("{json:#}"), @r#"
    {
      "kind": "QueryPlan",
      "node": {
        "kind": "Sequence",
        "nodes": [
          {
            "kind": "Fetch",
            "serviceName": "a",
            "variableUsages": [
              "v"
            ],
            "operation": "query($v: Boolean!) { station { __typename id weight @include(if: $v) } }",
            "operationKind": "query"
          },
          {
            "kind": "Condition",
            "condition": "v",
            "ifClause": {
              "kind": "Flatten",
              "path": [
                "station"
              ],
              "node": {
                "kind": "Fetch",
                "serviceName": "b",
                "variableUsages": [
                  "n"
                ],
                "operation": "query($representations: [_Any!]!, $n: Int) { _entities(representations: $representations) { ... on Station { score(times: $n) } } }",
                "operationKind": "query",
                "requires": [
                  {
                    "kind": "InlineFragment",
                    "typeCondition": "Station",
                    "selections": [
                      {
                        "kind": "Field",
                        "name": "__typename"
                      },
                      {
                        "kind": "Field",
                        "name": "id"
                      },
                      {
                        "kind": "Field",
                        "name": "weight"
                      }
                    ]
                  }
                ]
              }
            },
            "elseClause": null
          }
        ]
      }
    }
    "#);
}
