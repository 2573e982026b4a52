//! The plan of a question tells which sites it will reach.

use std::time::Duration;

use qianzhan_gateway::{
    operation::prepare_operation,
    planner::{PlanOptions, reach},
};

use crate::testkit::shared;

fn reached(question: &str) -> Vec<(String, usize, bool)> {
    let state = shared().network.gateway.state();
    let api_schema = &state.supergraph.api_schema;
    let prepared = prepare_operation(api_schema, question, None, &Default::default());
    let prepared = prepared.expect("the question is valid");
    let options = PlanOptions::within(Duration::from_secs(10));
    let planned = state.planner.plan(&prepared.document, &prepared.operation, &options);
    reach(&planned.expect("a plan").plan, &state.supergraph, &state.registry)
        .into_iter()
        .map(|step| (step.fetch, step.sites.len(), step.is_exact))
        .collect()
}

#[test]
fn keys_in_the_question_tell_its_sites_exactly() {
    let fetch = |name: &str, sites: usize, is_exact: bool| (name.to_owned(), sites, is_exact);
    assert_eq!(
        reached(r#"{ region(code: "621100") { tally { members } } }"#),
        [fetch("directory region", 1, true), fetch("network Region", 8, true)]
    );
    assert_eq!(
        reached(r#"{ member(id: "621122-x") { name person { seats { level } } } }"#),
        [fetch("network member", 1, true), fetch("network Person", 101, false)]
    );
    assert_eq!(
        reached("query($code: ID!) { region(code: $code) { tally { members } } }"),
        [fetch("directory region", 1, true), fetch("network Region", 101, false)],
        "a variable may name any region"
    );
}
