//! Composition of the real contracts, and of contracts that must be refused.

use apollo_compiler::Schema;
use hive_router_query_planner::{
    planner::{Planner, QueryPlannerOptions},
    utils::parsing::safe_parse_schema,
};

use super::*;
use crate::supergraph::jurisdiction::{Jurisdiction, MergeOperation, Spread};

const CONTRACTS: [(&str, &str); 8] = [
    ("directory", include_str!("../../../../schema/directory.graphql")),
    ("network", include_str!("../../../../schema/network.graphql")),
    ("province", include_str!("../../../../schema/province.graphql")),
    ("city", include_str!("../../../../schema/city.graphql")),
    ("county", include_str!("../../../../schema/county.graphql")),
    ("proposals", include_str!("../../../../schema/proposals.graphql")),
    ("activities", include_str!("../../../../schema/activities.graphql")),
    ("economy", include_str!("../../../../schema/economy.graphql")),
];

const LINKS: &str = r#"extend schema
  @link(url: "https://specs.apollo.dev/federation/v2.5", import: ["@key", "@composeDirective"])
  @link(url: "https://qianzhan.dev/jurisdiction/v1.0", import: ["@route", "@gather", "@merge", "@local"])
  @composeDirective(name: "@route") @composeDirective(name: "@gather")
  @composeDirective(name: "@merge") @composeDirective(name: "@local")
"#;

fn contracts() -> Vec<ContractSource> {
    CONTRACTS.map(|(name, sdl)| ContractSource::new(name, sdl)).to_vec()
}

fn composed() -> String {
    compose(&contracts()).expect("the contracts compose").supergraph_sdl
}

fn schema() -> Schema {
    Schema::parse(composed(), "supergraph.graphql").expect("the supergraph is a schema")
}

fn codes_of(contracts: &[ContractSource]) -> Vec<String> {
    let error = compose(contracts).expect_err("contracts that must be refused");
    error.problems.into_iter().map(|problem| problem.code).collect()
}

#[test]
fn the_order_of_contracts_does_not_show() {
    let mut reversed = contracts();
    reversed.reverse();
    let reversed = compose(&reversed).expect("the contracts compose");
    assert_eq!(composed(), reversed.supergraph_sdl);
    assert_eq!(composed(), composed());
}

#[test]
fn spreads_survive_on_types_and_root_fields() {
    let schema = schema();
    let jurisdiction = Jurisdiction::read(&schema);
    for (type_name, expected) in [
        ("Region", "gather code"),
        ("Person", "gather"),
        ("OpinionReport", "route id"),
        ("Committee", "route id"),
        ("Platform", "route id"),
        ("Member", "route id"),
    ] {
        let spread = jurisdiction.entity_spread(type_name);
        assert_eq!(spread.map(written).as_deref(), Some(expected), "{type_name}");
    }
    let query = schema.get_object("Query").expect("a query type");
    let routed: Vec<&str> = query
        .fields
        .keys()
        .map(|name| name.as_str())
        .filter(|field| {
            let spread = jurisdiction.field_spread("Query", field);
            spread.map(written).is_some_and(|written| written.starts_with("route "))
        })
        .collect();
    let network = Schema::parse(CONTRACTS[1].1, "network.graphql");
    let network = network.unwrap_or_else(|invalid| invalid.partial);
    let network_roots = &network.get_object("Query").expect("a query type").fields;
    // Other contracts have records too.
    let of_network: Vec<_> =
        routed.into_iter().filter(|name| network_roots.contains_key(*name)).collect();
    assert_eq!(of_network, network_roots.keys().map(|name| name.as_str()).collect::<Vec<_>>());
}

fn written(spread: &Spread) -> String {
    match spread {
        Spread::Route { by } => format!("route {by}"),
        Spread::Gather { by: Some(by) } => format!("gather {by}"),
        Spread::Gather { by: None } => "gather".to_owned(),
    }
}

/// Each merge rule and `@local` of each contract stands in the supergraph.
#[test]
fn every_field_directive_of_every_contract_survives() {
    let supergraph = schema();
    let composed = Jurisdiction::read(&supergraph);
    let mut merges = 0;
    let mut locals = 0;
    for (contract, sdl) in CONTRACTS {
        let schema = Schema::parse(sdl, contract).unwrap_or_else(|invalid| invalid.partial);
        let own = Jurisdiction::read(&schema);
        let fields = schema.types.iter().filter_map(|(name, definition)| {
            let object = definition.as_object()?;
            Some(object.fields.keys().map(move |field| (name, field)))
        });
        for (type_name, field) in fields.flatten() {
            let at = format!("{contract}: {type_name}.{field}");
            if let Some(rule) = own.merge_rule(type_name, field) {
                assert_eq!(composed.merge_rule(type_name, field), Some(rule), "{at}");
                merges += 1;
            }
            if own.is_local(type_name, field) {
                assert!(composed.is_local(type_name, field), "{at}");
                locals += 1;
            }
        }
    }
    assert!(merges > 50, "only {merges} merge rules were compared");
    assert!(locals > 20, "only {locals} local fields were compared");
    let mean = composed.merge_rule("Tally", "meanDutyScore").expect("a rule");
    assert_eq!(mean.with, MergeOperation::Mean);
    assert_eq!(mean.weight.as_deref(), Some("scoredMembers"));
}

#[test]
fn what_is_inaccessible_in_a_contract_stays_so() {
    let schema = schema();
    let set = schema.get_scalar("DistinctSet").expect("the set scalar");
    assert!(set.directives.has("inaccessible"));
    let tally = schema.get_object("Tally").expect("the tally");
    assert!(tally.fields["personSet"].directives.has("inaccessible"));
}

#[test]
fn merge_operations_are_one_enum_of_the_supergraph() {
    let schema = schema();
    let operations = schema.get_enum("MergeOperation").expect("the enum");
    assert_eq!(operations.values.len(), 11);
    for name in operations.values.keys() {
        assert!(MergeOperation::from_spec_name(name).is_some(), "{name}");
    }
}

#[test]
fn the_planner_takes_the_supergraph() {
    let sdl = composed();
    let document = safe_parse_schema(&sdl).expect("the supergraph parses");
    Planner::new_from_supergraph(&document, QueryPlannerOptions::default())
        .expect("the planner takes it");
}

#[test]
fn a_contract_gets_a_url_that_never_resolves_and_a_subgraph_keeps_its_own() {
    let composed = compose(&[
        ContractSource::new("network", format!("{LINKS} type Query {{ a: Int @gather }}")),
        ContractSource::new("plain", "type Query { b: Int }")
            .with_url("http://127.0.0.1:1/graphql"),
    ])
    .expect("they compose");
    let sdl = composed.supergraph_sdl;
    assert!(sdl.contains(r#"(name: "network", url: "http://network.contract.invalid/graphql")"#));
    assert!(sdl.contains(r#"(name: "plain", url: "http://127.0.0.1:1/graphql")"#));
}

#[test]
fn a_contract_may_print_the_definitions_itself() {
    let own = format!("{LINKS} {JURISDICTION_SDL} type Query {{ a: Int @gather }}");
    let linked = format!("{LINKS} type Query {{ a: Int @gather }}");
    let [own, linked] = [own, linked]
        .map(|sdl| compose(&[ContractSource::new("network", sdl)]).expect("it composes"));
    let has_rule = |composition: &Composition| {
        composition.supergraph_sdl.matches("enum MergeOperation").count() == 1
            && composition.supergraph_sdl.contains("@gather")
    };
    assert!(has_rule(&own) && has_rule(&linked));
}

#[test]
fn contracts_that_do_not_compose_are_refused_with_codes() {
    let contract = ContractSource::new;
    for (case, contracts, expected) in [
        ("none at all", vec![], vec!["CONTRACTS_EMPTY"]),
        (
            "every syntax error and duplicate at once",
            vec![
                contract("a", "type Query {"),
                contract("b", "type Query { b: Int }"),
                contract("b", "type Query { c: Int }"),
                contract("d", "{}}"),
            ],
            vec!["CONTRACT_SYNTAX_INVALID", "CONTRACT_DUPLICATE", "CONTRACT_SYNTAX_INVALID"],
        ),
        (
            "types that differ",
            vec![
                contract("a", "type Query { price: Int }"),
                contract("b", "type Query { price: String }"),
            ],
            vec!["FIELD_TYPE_MISMATCH"],
        ),
        (
            "a field that nobody can reach",
            vec![
                contract(
                    "a",
                    format!(
                        "{LINKS} type Query {{ x: X }} type X @key(fields: \"id\") {{ id: ID! }}"
                    )
                    .as_str(),
                ),
                contract(
                    "b",
                    format!("{LINKS} type X @key(fields: \"code\") {{ code: ID! y: Int }}")
                        .as_str(),
                ),
            ],
            vec!["SATISFIABILITY_ERROR"],
        ),
        (
            "an argument that the specification does not have",
            vec![contract(
                "a",
                format!("{LINKS} type Query {{ a: Int @gather(of: \"x\") }}").as_str(),
            )],
            vec!["INVALID_GRAPHQL"],
        ),
    ] {
        let codes = codes_of(&contracts);
        assert!(
            expected.iter().all(|code| codes.iter().any(|found| found == code)),
            "{case}: {codes:?}"
        );
    }
}
