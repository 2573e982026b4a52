//! The real contracts have no finding; each kind of bad contract has exactly its own.

use super::*;

const HEAD: &str = r#"
extend schema
  @link(url: "https://specs.apollo.dev/federation/v2.5", import: ["@key", "@composeDirective"])
  @link(url: "https://qianzhan.dev/jurisdiction/v1.0", import: ["@route", "@gather", "@merge", "@local"])
  @composeDirective(name: "@route") @composeDirective(name: "@gather")
  @composeDirective(name: "@merge") @composeDirective(name: "@local")
scalar Date
scalar DistinctSet
type PageInfo { hasNextPage: Boolean! }
type Edge { cursor: String! node: Record @local }
type Record @key(fields: "id") @route(by: "id") { id: ID! }
type RecordConnection { edges: [Edge!]! pageInfo: PageInfo! }
type Row { key: Int! n: Int @merge(with: SUM) tags: [String] }
enum Kind { A B }
"#;

/// `code contract coordinate` of each finding.
fn found(sources: &[ContractSource]) -> Vec<String> {
    lint(sources)
        .iter()
        .map(|finding| format!("{} {} {}", finding.code, finding.contract, finding.coordinate))
        .collect()
}

fn region_with(fields: &str) -> String {
    // `rows` keeps `Row` among the types that merge.
    format!(
        r#"type Region @key(fields: "code") @gather(by: "code") {{
            code: ID! rows: [Row!] @merge(with: UNION, by: "key") {fields}
        }}"#
    )
}

#[test]
fn the_contracts_of_the_network_have_no_finding() {
    let sources = [
        ("directory", include_str!("../../../../../schema/directory.graphql")),
        ("network", include_str!("../../../../../schema/network.graphql")),
        ("province", include_str!("../../../../../schema/province.graphql")),
        ("city", include_str!("../../../../../schema/city.graphql")),
        ("county", include_str!("../../../../../schema/county.graphql")),
        ("proposals", include_str!("../../../../../schema/proposals.graphql")),
        ("activities", include_str!("../../../../../schema/activities.graphql")),
        ("economy", include_str!("../../../../../schema/economy.graphql")),
    ]
    .map(|(name, sdl)| ContractSource::new(name, sdl));
    assert_eq!(found(&sources), Vec::<String>::new());
}

#[test]
fn each_merge_that_does_not_fit_is_found() {
    for field in [
        "x: String @merge(with: SUM)",
        "x: [Int!] @merge(with: SUM)",
        "x: Boolean @merge(with: MIN)",
        "x: Kind @merge(with: MAX)",
        "x: [Int!] @merge(with: MAX)",
        "x: DistinctSet @merge(with: MAX)",
        "x: Int @merge(with: ALL)",
        "x: [Boolean!] @merge(with: ANY)",
        "x: Int @merge(with: CONCAT)",
        "x: [Row!] @merge(with: UNION)",
        "x: [Row!] @merge(with: UNION, by: \"none\")",
        "x: [Row!] @merge(with: UNION, by: \"tags\")",
        "x: Row @merge(with: UNION, by: \"key\")",
        "x: [[Row!]] @merge(with: UNION, by: \"key\")",
        "x: [Int!] @merge(with: UNION, by: \"key\")",
        "x: Float @merge(with: MEAN)",
        "x: Float @merge(with: MEAN, weight: \"none\")",
        "x: Float @merge(with: MEAN, weight: \"w\") w: String @merge(with: FIRST)",
        "x: Float @merge(with: MEAN, weight: \"w\") w: Int @merge(with: MAX)",
        "x: Int @merge(with: MEAN, weight: \"w\") w: Int @merge(with: SUM)",
        "x: Int @merge(with: DISTINCT)",
        "x: Int @merge(with: DISTINCT, by: \"none\")",
        "x: Int @merge(with: DISTINCT, by: \"s\") s: String @merge(with: FIRST)",
        "x: Int @merge(with: DISTINCT, by: \"s\") s: DistinctSet",
        "x: String @merge(with: DISTINCT, by: \"s\") s: DistinctSet @merge(with: DISTINCT)",
        "x(first: Int, after: String): Row @merge(with: CONNECTION)",
        "x(first: Int, after: String): [RecordConnection] @merge(with: CONNECTION)",
        "x(first: Int): RecordConnection @merge(with: CONNECTION)",
        "x: Int @merge(with: AVERAGE)",
        "x: Int @merge",
    ] {
        let sdl = format!("{HEAD} {}", region_with(field));
        let found = found(&[ContractSource::new("c", sdl)]);
        assert_eq!(found, ["MERGE_TYPE_MISMATCH c Region.x"], "{field}");
    }
}

#[test]
fn each_merge_that_fits_passes() {
    for field in [
        "x: Int @merge(with: SUM)",
        "x: Float @merge(with: SUM)",
        "x: Date @merge(with: MIN)",
        "x: ID @merge(with: MAX)",
        "x: Boolean @merge(with: ALL)",
        "x: [Kind!] @merge(with: CONCAT)",
        "x: [Row] @merge(with: UNION, by: \"key\")",
        "x: Float @merge(with: MEAN, weight: \"w\") w: Float @merge(with: SUM)",
        "x: DistinctSet @merge(with: DISTINCT)",
        "x: Int @merge(with: DISTINCT, by: \"s\") s: DistinctSet @merge(with: DISTINCT)",
        "x(first: Int, after: String): RecordConnection @merge(with: CONNECTION)",
        "x: Kind @merge(with: FIRST)",
        "x: Row",
        "x: [Record!] @local",
    ] {
        let sdl = format!("{HEAD} {}", region_with(field));
        let found = found(&[ContractSource::new("c", sdl)]);
        assert_eq!(found, Vec::<String>::new(), "{field}");
    }
}

#[test]
fn each_kind_of_bad_contract_has_its_own_finding() {
    let region = |fields: &str| format!("{HEAD} {}", region_with(fields));
    let with = |definitions: &str| format!("{} {definitions}", region(""));
    for (case, sdl, expected) in [
        ("not GraphQL", "type {".to_owned(), "CONTRACT_SYNTAX_INVALID c "),
        (
            "a version to come",
            with("").replace("jurisdiction/v1.0", "jurisdiction/v1.9"),
            "SPEC_VERSION_UNSUPPORTED c ",
        ),
        (
            "not composed",
            with("").replace("@composeDirective(name: \"@route\")", ""),
            "DIRECTIVE_NOT_COMPOSED c @route",
        ),
        (
            "imported under another name",
            with("").replace("\"@local\"]", "{name: \"@local\", as: \"@here\"}]"),
            "DIRECTIVE_NOT_COMPOSED c @local",
        ),
        (
            "routed by a field that is no key",
            with(r#"type X @key(fields: "id") @route(by: "code") { id: ID! code: ID! }"#),
            "ROUTE_KEY_UNKNOWN c X",
        ),
        (
            "routed by a number",
            with(r#"type X @key(fields: "id") @route(by: "id") { id: Int! }"#),
            "ROUTE_KEY_UNKNOWN c X",
        ),
        (
            "gathered without a key",
            with(r#"type X @gather(by: "id") { id: ID }"#),
            "ROUTE_KEY_UNKNOWN c X",
        ),
        (
            "by is no name",
            with(r#"type X @key(fields: "id") @gather(by: 3) { id: ID! }"#),
            "ROUTE_KEY_UNKNOWN c X",
        ),
        (
            "a root field by an argument it lacks",
            with(r#"type Query { x(id: ID!): Record @route(by: "code") }"#),
            "ROUTE_KEY_UNKNOWN c Query.x",
        ),
        (
            "a root field by a list",
            with(r#"type Query { x(ids: [ID!]!): Record @route(by: "ids") }"#),
            "ROUTE_KEY_UNKNOWN c Query.x",
        ),
        (
            "a root field that says nothing",
            with("type Query { x: Record _service: Int }"),
            "ROOT_FIELD_WITHOUT_SPREAD c Query.x",
        ),
        (
            "a mutation that says nothing",
            with("type Mutation { x(id: ID!): Record }"),
            "ROOT_FIELD_WITHOUT_SPREAD c Mutation.x",
        ),
        (
            "a root type of another name",
            with("schema { query: Root } type Root { x: Record }"),
            "ROOT_FIELD_WITHOUT_SPREAD c Root.x",
        ),
        (
            "an entity that says nothing",
            with(r#"type X @key(fields: "id") { id: ID! }"#),
            "ENTITY_WITHOUT_SPREAD c X",
        ),
        (
            "routed and gathered at once",
            with(r#"type X @key(fields: "id") @route(by: "id") @gather { id: ID! }"#),
            "SPREAD_CONFLICT c X",
        ),
        (
            "an argument without use",
            region(r#"x: Int @merge(with: SUM, by: "rows")"#),
            "MERGE_ARGUMENT_UNEXPECTED c Region.x",
        ),
        (
            "a weight without use",
            region(r#"x: Int @merge(with: MAX, weight: "rows")"#),
            "MERGE_ARGUMENT_UNEXPECTED c Region.x",
        ),
        (
            "a merge in a routed record",
            with(
                r#"type X @key(fields: "id") @route(by: "id") { id: ID! n: Int @merge(with: SUM) }"#,
            ),
            "MERGE_WITHOUT_GATHER c X.n",
        ),
        (
            "a merge in items of a joined list",
            region("items: [Item!]") + "type Item { n: Int @merge(with: SUM) }",
            "MERGE_WITHOUT_GATHER c Item.n",
        ),
        (
            "a connection that would merge field by field",
            region("x(first: Int, after: String): RecordConnection"),
            "CONNECTION_WITHOUT_MERGE c Region.x",
        ),
        (
            "a connection below a gathered object",
            region("inner: Inner")
                + "type Inner { x(first: Int, after: String): RecordConnection }",
            "CONNECTION_WITHOUT_MERGE c Inner.x",
        ),
        (
            "a connection at a gathered root field",
            with("type Query { x(first: Int, after: String): RecordConnection @gather }"),
            "CONNECTION_WITHOUT_MERGE c Query.x",
        ),
        (
            "a non-null gathered field",
            region("x: Int! @merge(with: SUM)"),
            "GATHERED_FIELD_NON_NULL c Region.x",
        ),
        (
            "a non-null gathered root field",
            with("type Query { x: [Record!]! @gather @local }"),
            "GATHERED_FIELD_NON_NULL c Query.x",
        ),
        (
            "a non-null reference",
            with("type X { record: Record! }"),
            "CROSSING_FIELD_NON_NULL c X.record",
        ),
        (
            "non-null items that are references",
            with("type X { records: [Record!] }"),
            "CROSSING_FIELD_NON_NULL c X.records",
        ),
    ] {
        assert_eq!(found(&[ContractSource::new("c", sdl)]), [expected], "{case}");
    }
}

#[test]
fn contracts_that_disagree_are_found() {
    let two = |a: &str, b: &str| {
        let source = |name: &str, sdl: &str| {
            ContractSource::new(name, format!("{HEAD} {}{sdl}", region_with("")))
        };
        found(&[source("a", a), source("b", b)])
    };
    assert_eq!(
        two(
            r#"type X @key(fields: "id") @route(by: "id") { id: ID! }"#,
            r#"type X @key(fields: "id") @gather(by: "id") { id: ID! }"#,
        ),
        ["SPREAD_CONFLICT b X"]
    );
    assert_eq!(
        two(
            "type Query { x(a: ID, b: ID): Int @route(by: \"a\") }",
            "type Query { x(a: ID, b: ID): Int @route(by: \"b\") }"
        ),
        ["SPREAD_CONFLICT b Query.x"]
    );
    assert_eq!(
        two("type X { r: Record @local }", "type X { r: Record }"),
        ["FIELD_DIRECTIVE_CONFLICT b X.r"]
    );
    assert_eq!(
        two(
            r#"type X @key(fields: "id") @gather { id: ID! n: Int @merge(with: MIN) }"#,
            r#"type X @key(fields: "id") @gather { id: ID! n: Int @merge(with: MAX) }"#,
        ),
        ["FIELD_DIRECTIVE_CONFLICT b X.n"]
    );
}

#[test]
fn a_stub_may_leave_out_the_spread_and_still_counts_as_crossing() {
    let stub = format!(
        r#"{HEAD} {} type X @key(fields: "id", resolvable: false) {{ id: ID! }}
        type Y @key(fields: "id") @route(by: "id") {{ id: ID! x: X! }}"#,
        region_with("")
    );
    let owner = format!(
        r#"{HEAD} {} type X @key(fields: "id") @route(by: "id") {{ id: ID! }}"#,
        region_with("")
    );
    let sources = [ContractSource::new("a", stub), ContractSource::new("b", owner)];
    assert_eq!(found(&sources), ["CROSSING_FIELD_NON_NULL a Y.x"]);
}

#[test]
fn a_contract_that_does_not_link_the_specification_is_left_alone() {
    let plain = ContractSource::new(
        "plain",
        "type Query { a: Int } type X @key(fields: \"id\") { id: ID! }",
    );
    assert_eq!(found(&[plain]), Vec::<String>::new());
}

#[test]
fn a_finding_reads_in_both_languages() {
    let sdl = format!("{HEAD} {} type Query {{ x: Int }}", region_with(""));
    let findings = lint(&[ContractSource::new("c", sdl)]);
    let text = findings[0].to_string();
    assert!(text.starts_with("ROOT_FIELD_WITHOUT_SPREAD: c: Query.x: 根字段"), "{text}");
    assert!(text.contains("/ a root field must say"), "{text}");
}

/// A contract of v1.1 without a finding, to which `definitions` are added.
fn classified(definitions: &str) -> String {
    format!(
        r#"
extend schema
  @link(url: "https://specs.apollo.dev/federation/v2.5", import: ["@key", "@composeDirective"])
  @link(url: "https://qianzhan.dev/jurisdiction/v1.1", import: ["@route", "@class", "@reads"])
  @composeDirective(name: "@route")
  @composeDirective(name: "@class") @composeDirective(name: "@reads")
type Query {{
  record(id: ID!): Record @route(by: "id") @class(is: PUBLIC)
}}
type Record @key(fields: "id") @route(by: "id") @class(is: INTERNAL) {{
  id: ID! @class(is: PUBLIC)
  score: Float @class(is: PERSONAL)
  list(filter: Filter): [Int] @class(is: STATISTICAL, ofPeople: true) @reads(fields: ["Record.score"])
}}
input Filter {{ above: Float @reads(fields: ["Record.score"]) order: Order inner: Inner }}
input Inner {{ anything: Int @reads(fields: []) }}
enum Order {{ ID @reads(fields: ["Record.id"]) }}
{definitions}"#
    )
}

#[test]
fn classes_and_reads_are_complete() {
    let sound = classified("");
    for (case, sdl, expected) in [
        ("sound", sound.clone(), vec![]),
        ("a field without a class", classified("type X { y: Int }"), vec!["CLASS_MISSING c X.y"]),
        (
            "a class that there is not",
            classified("type X { y: Int @class(is: SECRET) }"),
            vec!["CLASS_MISSING c X.y"],
        ),
        (
            "a record whose existence has no class",
            sound.replace(r#"@route(by: "id") @class(is: INTERNAL)"#, r#"@route(by: "id")"#),
            vec!["CLASS_MISSING c Record"],
        ),
        (
            "a field that may be withheld and not be null",
            sound.replace("score: Float", "score: Float!"),
            vec!["CLASSIFIED_FIELD_NON_NULL c Record.score"],
        ),
        (
            "a public field of a record that may be withheld",
            sound.replace("score: Float", "name: Int! @class(is: PUBLIC) score: Float"),
            vec!["CLASSIFIED_FIELD_NON_NULL c Record.name"],
        ),
        (
            "a filter that does not say what it reads",
            sound.replace("order: Order", "order: Order below: Float"),
            vec!["READS_MISSING c Filter.below"],
        ),
        (
            "a filter by an enum of the record",
            sound.replace("order: Order", "order: Order kind: Kind") + "enum Kind { A }",
            vec!["READS_MISSING c Filter.kind"],
        ),
        (
            "a sort key that does not say what it reads",
            sound.replace("enum Order {", "enum Order { SCORE"),
            vec!["READS_MISSING c Order.SCORE"],
        ),
        (
            "a nested filter",
            sound.replace("anything: Int @reads(fields: [])", "anything: Int"),
            vec!["READS_MISSING c Inner.anything"],
        ),
        (
            "a list that is chosen by a text",
            sound.replace(
                "score: Float",
                "some(named: String, first: Int): [Record] @class(is: PUBLIC) score: Float",
            ),
            vec!["READS_MISSING c Record.some(named:)"],
        ),
        (
            "a connection that is chosen by an enum, which says what it reads",
            sound.replace(
                "score: Float",
                "some(by: Order, after: String): Some @class(is: PUBLIC) score: Float",
            ) + "type Some { nodes: [Record] @class(is: PUBLIC) }",
            vec!["READS_MISSING c Record.some(by:)"],
        ),
        (
            "a roll-up of a period",
            sound.replace(
                "score: Float",
                "some(period: String): Some @class(is: PUBLIC) score: Float",
            ) + "type Some { count: Int @class(is: STATISTICAL) }",
            vec![],
        ),
        (
            "an input that only a mutation takes",
            classified(
                r#"type Mutation { put(value: Value): Int @route(by: "id") @class(is: PUBLIC) }
                   input Value { x: Int }"#,
            )
            .replace("put(", "put(id: ID!, "),
            vec![],
        ),
        (
            "reads of no field",
            sound.replace(r#"@reads(fields: ["Record.id"])"#, r#"@reads(fields: ["Record.none"])"#),
            vec!["READS_FIELD_UNKNOWN c Order.ID"],
        ),
        (
            "reads that are not handed on",
            sound.replace(r#"@composeDirective(name: "@reads")"#, ""),
            vec!["DIRECTIVE_NOT_COMPOSED c @reads"],
        ),
    ] {
        let found = found(&[ContractSource::new("c", sdl)]);
        assert_eq!(found, expected, "{case}");
    }
}

#[test]
fn contracts_agree_on_a_class() {
    let other = classified("")
        .replace("score: Float @class(is: PERSONAL)", "score: Float @class(is: PUBLIC)")
        .replace("record(", "other(");
    let sources = [
        ContractSource::new("a", classified("")),
        ContractSource::new("b", other.replace("@class(is: INTERNAL)", "@class(is: PUBLIC)")),
    ];
    let found = found(&sources);
    assert!(found.contains(&"FIELD_DIRECTIVE_CONFLICT b Record.score".to_owned()), "{found:?}");
}
