//! The one place that calls the planner under test.

use std::{sync::Arc, time::Duration};

use qianzhan_gateway::{
    operation::PreparedOperation,
    planner::{OperationPlanner, PlanError, PlanOptions, PlannedOperation},
    supergraph::{Supergraph, SupergraphError},
};

/// Far more than planning takes; a plan that needs it is a failure of its own.
pub(crate) const BUDGET: Duration = Duration::from_secs(20);

/// The planner of a supergraph.
pub(crate) fn index(supergraph: &Arc<Supergraph>) -> Result<OperationPlanner, SupergraphError> {
    OperationPlanner::new(Arc::clone(supergraph))
}

/// What the executor would run, and what planning took.
pub(crate) fn plan(
    planner: &OperationPlanner,
    prepared: &PreparedOperation,
    budget: Duration,
) -> Result<PlannedOperation, PlanError> {
    planner.plan(&prepared.document, &prepared.operation, &PlanOptions::within(budget))
}
