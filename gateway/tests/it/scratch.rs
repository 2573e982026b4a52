//! scratch
use crate::testkit::*;
use qianzhan_gateway::{operation::prepare_operation, planner::PlanText};

#[tokio::test]
async fn scratch() {
    let network = Network::usual().await;
    let state = network.gateway.state();
    for q in std::fs::read_to_string("/tmp/queries.txt").expect("q").lines() {
        println!("######## {q}");
        let prepared = match prepare_operation(&state.supergraph.api_schema, q, None, &Default::default()) { Ok(p) => p, Err(e) => { println!("{}", e.detailed()); continue } };
        match state.planner.plan(prepared.plannable.as_deref().unwrap_or("{__typename}"), std::time::Duration::from_secs(2)) {
            Ok(plan) => { println!("{}\n{}", PlanText { plan: &plan.contracts, supergraph: &state.supergraph }, PlanText { plan: &plan.sites, supergraph: &state.supergraph }); }
            Err(e) => println!("PLAN ERROR {e}"),
        }
        let answer = network.ask_with(q, serde_json::from_str(&std::fs::read_to_string("/tmp/vars.json").unwrap_or("{}".into())).expect("v"), &[]).await;
        println!("{}\n{:?}", answer.body.to_string().chars().take(1500).collect::<String>(), network.take_call_counts());
    }
}
