//! What both targets share: supergraphs, operations made of bytes, and what must hold of a plan.

mod generate;
mod supergraphs;

use std::{collections::BTreeSet, sync::Arc, time::Duration};

use qianzhan_gateway::{
    config::LimitsConfig,
    operation::prepare_operation,
    planner::{DeferMode, OperationPlanner, PlanOptions, PlanText, plan_json},
    supergraph::Supergraph,
};
use rustix::time::{ClockId, clock_gettime};

pub use generate::operation;
pub use supergraphs::texts;

/// What one plan may take.
const BUDGET: Duration = Duration::from_millis(200);
/// Processor time that it must never take: instrumented code looks at the clock late.
const OVERRUN: Duration = Duration::from_secs(2);

/// A supergraph and its planner.
pub struct Planning {
    pub supergraph: Arc<Supergraph>,
    planner: OperationPlanner,
}

impl Planning {
    /// `None` where the text is refused.
    pub fn load(text: &str, contracts: &[&str]) -> Option<Self> {
        let contracts: BTreeSet<String> = contracts.iter().map(|name| (*name).to_owned()).collect();
        let supergraph = Arc::new(Supergraph::load(text, &contracts).ok()?);
        let planner = OperationPlanner::new(Arc::clone(&supergraph)).ok()?;
        Some(Self { supergraph, planner })
    }

    /// Plans `text` in every way; panics where a plan takes too long.
    pub fn plan(&self, text: &str) {
        let limits = LimitsConfig::default();
        let Ok(prepared) = prepare_operation(&self.supergraph.api_schema, text, None, &limits)
        else {
            return;
        };
        let (document, operation) = (&prepared.document, &prepared.operation);
        for defer in [DeferMode::Ignored, DeferMode::Honoured { false_variables: BTreeSet::new() }]
        {
            let active_labels = self.planner.override_labels().clone();
            let options = PlanOptions { budget: BUDGET, active_labels, defer };
            let begun = thread_time();
            let planned = self.planner.plan(document, operation, &options);
            let took = thread_time().saturating_sub(begun);
            assert!(took < OVERRUN, "planning took {took:?}");
            if let Ok(planned) = planned {
                let supergraph = &self.supergraph;
                let _ = PlanText { plan: &planned.plan, supergraph }.to_string();
                let _ = plan_json(&planned.plan, supergraph);
            }
        }
        let _ = self.planner.plan_contracts(document, operation, &PlanOptions::within(BUDGET));
    }
}

/// Processor time of this thread: a busy machine takes none of it.
fn thread_time() -> Duration {
    let now = clock_gettime(ClockId::ThreadCPUTime);
    Duration::new(now.tv_sec.unsigned_abs(), now.tv_nsec.unsigned_abs() as u32)
}
