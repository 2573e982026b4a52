//! Our planner.

use std::{sync::Arc, time::Duration};

use qianzhan_gateway::{
    config::LimitsConfig,
    operation::{PreparedOperation, prepare_operation},
    planner::{OperationPlanner, PlanOptions},
    supergraph::Supergraph,
};

use super::subject::{Planning, Task, Work};
use crate::failure::LoadTestError;

/// Far more than a plan takes.
const BUDGET: Duration = Duration::from_secs(20);

/// Indexing loads and checks the supergraph, API schema and all. Planning begins with the validated
/// document, and includes normalising it.
pub(crate) struct Ours {
    task: Task,
    planner: OperationPlanner,
    operation: PreparedOperation,
}

impl Planning for Ours {
    const NAME: &'static str = "qianzhan";

    fn prepare(task: Task) -> Result<Self, LoadTestError> {
        let (supergraph, planner) = index(&task)?;
        let limits = LimitsConfig::default();
        let operation = prepare_operation(&supergraph.api_schema, task.document, None, &limits)
            .map_err(|error| LoadTestError::scenario(format!("{error:?}")))?;
        Ok(Self { task, planner, operation })
    }

    fn work(&self, work: Work) -> Result<(), LoadTestError> {
        match work {
            Work::Index => index(&self.task).map(drop),
            Work::Plan => {
                let PreparedOperation { document, operation, .. } = &self.operation;
                let options = PlanOptions::within(BUDGET);
                let planned = self.planner.plan(document, operation, &options);
                planned.map(drop).map_err(LoadTestError::scenario)
            }
        }
    }
}

fn index(task: &Task) -> Result<(Arc<Supergraph>, OperationPlanner), LoadTestError> {
    let contracts = task.contracts.iter().cloned().collect();
    let supergraph =
        Supergraph::load(&task.supergraph, &contracts).map_err(LoadTestError::scenario)?;
    let supergraph = Arc::new(supergraph);
    let planner =
        OperationPlanner::new(Arc::clone(&supergraph)).map_err(LoadTestError::scenario)?;
    Ok((supergraph, planner))
}
