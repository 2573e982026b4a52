//! What has no plan is refused with its coordinates; what takes too long, with another code.

use std::time::Duration;

use crate::testkit::Planning;

/// `b` has stock of stations that nobody can name to it.
const UNREACHABLE: &str = r#"
schema @link(url: "https://specs.apollo.dev/link/v1.0") @link(url: "https://specs.apollo.dev/join/v0.3", for: EXECUTION) { query: Query }
directive @join__field(graph: join__Graph, requires: join__FieldSet, provides: join__FieldSet, type: String, external: Boolean, override: String, usedOverridden: Boolean) repeatable on FIELD_DEFINITION | INPUT_FIELD_DEFINITION
directive @join__graph(name: String!, url: String!) on ENUM_VALUE
directive @join__type(graph: join__Graph!, key: join__FieldSet, extension: Boolean! = false, resolvable: Boolean! = true, isInterfaceObject: Boolean! = false) repeatable on OBJECT | INTERFACE | UNION | ENUM | INPUT_OBJECT | SCALAR
directive @link(url: String, as: String, for: link__Purpose, import: [link__Import]) repeatable on SCHEMA
scalar join__FieldSet
scalar link__Import
enum link__Purpose { SECURITY EXECUTION }
enum join__Graph { A @join__graph(name: "a", url: "http://a.invalid/") B @join__graph(name: "b", url: "http://b.invalid/") }
type Query @join__type(graph: A) @join__type(graph: B) { station: Station @join__field(graph: A) }
type Station @join__type(graph: A) @join__type(graph: B, key: "code") {
  name: String @join__field(graph: A)
  code: ID @join__field(graph: B)
  stock: Int @join__field(graph: B)
}
"#;

#[test]
fn what_nobody_can_be_asked_for_is_named() {
    let planning = Planning::of_supergraph(UNREACHABLE).unwrap_or_else(|error| panic!("{error}"));
    let error = planning.plan_with("{ station { name stock } }", |_| {}).expect_err("no way");
    assert_eq!(error.code(), "QUERY_PLAN_FAILED");
    assert!(error.to_string().contains("Station.stock"), "{error}");
    assert!(planning.plan_with("{ station { name } }", |_| {}).is_ok());
}

#[test]
fn no_time_is_too_little() {
    let planning = Planning::of_supergraph(UNREACHABLE).unwrap_or_else(|error| panic!("{error}"));
    let many = "... { name } ".repeat(400);
    let query = format!("{{ station {{ {many} }} }}");
    let error =
        planning.plan_with(&query, |options| options.budget = Duration::ZERO).expect_err("no time");
    assert_eq!(error.code(), "PLAN_TOO_COMPLEX");
}

#[test]
fn a_bad_supergraph_is_refused_with_where_and_why() {
    for (from, to, wanted) in [
        (r#"key: "code""#, r#"key: "nothing""#, "Station @key: `nothing`"),
        (r#"key: "code""#, r#"key: "code {""#, "Station @key: `code {`"),
        (
            "name: String @join__field(graph: A)",
            r#"name: String @join__field(graph: A, requires: "absent")"#,
            "Station.name @requires: `absent`",
        ),
    ] {
        let Err(error) = Planning::of_supergraph(&UNREACHABLE.replace(from, to)) else {
            panic!("{to} was taken");
        };
        assert_eq!(error.code(), "SUPERGRAPH_NOT_PLANNABLE", "{error}");
        assert!(error.to_string().contains(wanted), "{error}");
    }
}
