//! From an operation's text to the plan that the executor runs.

use std::{
    sync::Arc,
    time::{Duration, Instant},
};

use super::{
    library::{LibraryError, LibraryPlanner},
    mutation_order::{keeps_order, root_mutations},
    plan::{PlanNode, QueryPlan},
    split::{SplitError, split_plan},
};
use crate::supergraph::{Supergraph, SupergraphError};

/// Plans operations of one supergraph. Sync: planning blocks, so callers give it a thread.
pub struct OperationPlanner {
    supergraph: Arc<Supergraph>,
    library: LibraryPlanner,
}

/// A plan, before and after fetches end at references that may cross sites.
#[derive(Debug)]
pub struct PlannedOperation {
    /// Over contracts only.
    pub contracts: QueryPlan,
    /// What the executor runs.
    pub sites: QueryPlan,
}

/// Why an operation has no plan.
#[derive(Debug, thiserror::Error)]
pub enum PlanError {
    /// No subgraph, or no way between subgraphs, resolves it.
    #[error("the operation cannot be planned: {reason}")]
    Unplannable {
        /// What the planner said.
        reason: String,
    },
    /// Planning took longer than its budget.
    #[error("planning the operation takes longer than {budget:?}")]
    TooComplex {
        /// The budget.
        budget: Duration,
    },
    /// A bug of the planner.
    #[error("planning failed: {reason}")]
    Internal {
        /// What happened, for the log.
        reason: String,
    },
}

impl PlanError {
    /// Stable code.
    pub fn code(&self) -> &'static str {
        match self {
            Self::Unplannable { .. } => "QUERY_PLAN_FAILED",
            Self::TooComplex { .. } => "PLAN_TOO_COMPLEX",
            Self::Internal { .. } => "INTERNAL",
        }
    }
}

impl OperationPlanner {
    /// # Errors
    /// [`SupergraphError::Planner`] if the supergraph cannot be indexed.
    pub fn new(supergraph: Arc<Supergraph>, sdl: &str) -> Result<Self, SupergraphError> {
        let library = LibraryPlanner::new(sdl)
            .map_err(|error| SupergraphError::Planner { reason: error.to_string() })?;
        Ok(Self { supergraph, library })
    }

    /// Plans the one operation in `text`.
    ///
    /// # Errors
    /// [`PlanError`] if there is no plan, or none within about `budget`.
    pub fn plan(&self, text: &str, budget: Duration) -> Result<PlannedOperation, PlanError> {
        let contracts = self.plan_contracts(text, budget)?;
        let sites = split_plan(&self.supergraph, &contracts).map_err(|error| match error {
            SplitError::WithoutSpread { .. } => {
                PlanError::Unplannable { reason: error.to_string() }
            }
            other => PlanError::Internal { reason: other.to_string() },
        })?;
        Ok(PlannedOperation { contracts, sites })
    }

    fn plan_contracts(&self, text: &str, budget: Duration) -> Result<QueryPlan, PlanError> {
        let begun = Instant::now();
        let plan = |text: &str| {
            let left = budget.saturating_sub(begun.elapsed());
            let planned = self.library.plan(&self.supergraph, text, left);
            planned.map_err(|error| refused(error, budget))
        };
        let whole = plan(text)?;
        if keeps_order(&whole) {
            return Ok(whole);
        }
        let roots = root_mutations(&self.supergraph.schema, text)
            .map_err(|error| PlanError::Internal { reason: error.to_string() })?;
        let Some(roots) = roots.filter(|roots| roots.len() > 1) else { return Ok(whole) };
        let plans = roots.iter().map(|root| plan(root)).collect::<Result<Vec<_>, _>>()?;
        let nodes = plans.into_iter().filter_map(|plan| plan.root).collect();
        Ok(QueryPlan { root: Some(PlanNode::Sequence(nodes)) })
    }
}

fn refused(error: LibraryError, budget: Duration) -> PlanError {
    match error {
        LibraryError::Refused { reason } if reason.contains("timed out") => {
            PlanError::TooComplex { budget }
        }
        LibraryError::Refused { reason } => PlanError::Unplannable { reason },
        LibraryError::Unsupported { .. } => PlanError::Unplannable { reason: error.to_string() },
        LibraryError::Panicked
        | LibraryError::Document(_)
        | LibraryError::UnknownSubgraph { .. } => PlanError::Internal { reason: error.to_string() },
    }
}

impl std::fmt::Debug for OperationPlanner {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("OperationPlanner").finish_non_exhaustive()
    }
}
