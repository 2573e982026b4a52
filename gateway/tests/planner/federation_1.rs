//! Supergraphs of join v0.1, which Federation 1 composed: owners, value types, extensions.

use insta::assert_snapshot;

use crate::testkit::Planning;

const SUPERGRAPH: &str = r#"
schema @core(feature: "https://specs.apollo.dev/core/v0.1") @core(feature: "https://specs.apollo.dev/join/v0.1") { query: Query }
directive @core(feature: String!) repeatable on SCHEMA
directive @join__field(graph: join__Graph, provides: join__FieldSet, requires: join__FieldSet) on FIELD_DEFINITION
directive @join__type(graph: join__Graph!, key: join__FieldSet) repeatable on OBJECT | INTERFACE
directive @join__owner(graph: join__Graph!) on OBJECT | INTERFACE
directive @join__graph(name: String!, url: String!) on ENUM_VALUE
scalar join__FieldSet
enum join__Graph {
  MEMBERS @join__graph(name: "members", url: "http://members.invalid/")
  STATIONS @join__graph(name: "stations", url: "http://stations.invalid/")
}
type Query {
  station: Station @join__field(graph: STATIONS)
}
type Station @join__owner(graph: STATIONS) @join__type(graph: STATIONS, key: "id") @join__type(graph: MEMBERS, key: "id") {
  id: ID! @join__field(graph: STATIONS)
  name: String! @join__field(graph: STATIONS)
  place: Place @join__field(graph: STATIONS)
  weight: Int @join__field(graph: STATIONS)
  memberCount: Int @join__field(graph: MEMBERS)
  score: Int @join__field(graph: MEMBERS, requires: "weight")
}
type Place { county: String town: String }
"#;

#[test]
fn owners_keys_and_requires_are_read() {
    let planning = Planning::of_supergraph(SUPERGRAPH).unwrap_or_else(|error| panic!("{error}"));
    let query = "{ station { name place { county town } memberCount score } }";
    assert_snapshot!(planning.show(query), @r#"
    QueryPlan {
      Sequence {
        Fetch(service: "stations") {
          {
            station {
              name
              place {
                county
                town
              }
              __typename
              id
              weight
            }
          }
        },
        Flatten(path: "station") {
          Fetch(service: "members") {
            {
              ... on Station {
                __typename
                id
                weight
              }
            } =>
            {
              ... on Station {
                memberCount
                score
              }
            }
          },
        },
      },
    }
    "#);
}
