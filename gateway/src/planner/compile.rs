//! From an operation to the plan that the executor runs.

use std::{
    collections::BTreeSet,
    sync::Arc,
    time::{Duration, Instant},
};

use apollo_compiler::{
    Name,
    executable::{ExecutableDocument, Operation},
};

use super::{
    budget::{Budget, OverBudget},
    emit::{EmitError, emit_plan},
    graph::{GrowError, Grower},
    index::Index,
    plan::QueryPlan,
    search::Search,
    selection::{NormalizeOptions, Normalizer},
    sharing::mark_shared_paths,
};
use crate::supergraph::{Supergraph, SupergraphError};

/// Steps that planning one operation may take; memory grows with them, by some hundred bytes each.
const MAX_STEPS: u64 = 2_000_000;

/// Plans operations of one supergraph. Pure but for the time it looks at, and sync: planning blocks,
/// so callers give it a thread.
pub struct OperationPlanner {
    supergraph: Arc<Supergraph>,
    index: Index,
}

/// How an operation is planned.
#[derive(Debug, Clone)]
pub struct PlanOptions {
    /// Longest time to plan.
    pub budget: Duration,
    /// Labels of `@override(label:)` that are active.
    pub active_labels: BTreeSet<String>,
    /// What becomes of `@defer`.
    pub defer: DeferMode,
}

/// What becomes of `@defer`.
#[derive(Debug, Clone, Default, PartialEq, Eq, Hash)]
pub enum DeferMode {
    /// It is left out of account, as a client that cannot read parts wants it.
    #[default]
    Ignored,
    /// Deferred fragments are parts of their own, but for those whose `if` is false.
    Honoured {
        /// Variables of `@defer(if:)` that are false.
        false_variables: BTreeSet<Name>,
    },
}

impl PlanOptions {
    /// No labels, no deferred parts, and this long.
    pub fn within(budget: Duration) -> Self {
        Self { budget, active_labels: BTreeSet::new(), defer: DeferMode::Ignored }
    }
}

/// Why an operation has no plan.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum PlanError {
    /// No subgraph, or no way between subgraphs, resolves it.
    #[error("the operation cannot be planned: {reason}")]
    Unplannable {
        /// What cannot be resolved.
        reason: String,
    },
    /// Planning takes more time or memory than it may.
    #[error("planning the operation takes longer than {budget:?}, or is too large")]
    TooComplex {
        /// The time it had.
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

/// A plan, and what it took.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct PlannedOperation {
    /// What the executor runs.
    pub plan: QueryPlan,
    /// Steps that planning took: selections looked at, ways weighed.
    pub work: u64,
}

impl OperationPlanner {
    /// Indexes the supergraph.
    ///
    /// # Errors
    /// [`SupergraphError::Planner`] if a directive of it says what cannot be.
    pub fn new(supergraph: Arc<Supergraph>) -> Result<Self, SupergraphError> {
        let index = Index::read(&supergraph)
            .map_err(|error| SupergraphError::Planner { reason: error.to_string() })?;
        Ok(Self { supergraph, index })
    }

    /// Labels of `@override(label:)` that the supergraph knows.
    pub fn override_labels(&self) -> &BTreeSet<String> {
        &self.index.override_labels
    }

    /// Plans over sites: what the executor runs.
    ///
    /// # Errors
    /// [`PlanError`] if there is no plan, or none within the budget.
    pub fn plan(
        &self,
        document: &ExecutableDocument,
        operation: &Operation,
        options: &PlanOptions,
    ) -> Result<PlannedOperation, PlanError> {
        self.plan_over(document, operation, options, true)
    }

    /// Plans over contracts as if each were one subgraph: what a plan looks like before sites.
    ///
    /// # Errors
    /// As [`Self::plan`].
    pub fn plan_contracts(
        &self,
        document: &ExecutableDocument,
        operation: &Operation,
        options: &PlanOptions,
    ) -> Result<PlannedOperation, PlanError> {
        self.plan_over(document, operation, options, false)
    }

    fn plan_over(
        &self,
        document: &ExecutableDocument,
        operation: &Operation,
        options: &PlanOptions,
        spreads_sites: bool,
    ) -> Result<PlannedOperation, PlanError> {
        let too_complex = |_: OverBudget| PlanError::TooComplex { budget: options.budget };
        let mut budget = Budget::new(MAX_STEPS, Instant::now() + options.budget);
        let root = &operation.selection_set.ty;
        let root = self.index.type_id(root).ok_or_else(|| PlanError::Unplannable {
            reason: format!("the supergraph lacks the type {root}"),
        })?;
        let normalize = match &options.defer {
            DeferMode::Ignored => NormalizeOptions::default(),
            DeferMode::Honoured { false_variables } => {
                NormalizeOptions { honours_defer: true, false_variables: false_variables.clone() }
            }
        };
        let normalized =
            Normalizer::normalize(&self.index, document, operation, root, normalize, &mut budget)
                .map_err(too_complex)?;
        let mut search = Search::new(
            &self.index,
            &self.supergraph,
            &options.active_labels,
            spreads_sites,
            normalized.nodes,
            budget,
        );
        if search.nodes.get(normalized.root).items.is_empty() {
            return Ok(PlannedOperation::default());
        }
        let graph = Grower::grow_operation(
            &mut search,
            operation.operation_type,
            normalized.root,
            normalized.deferred,
        )
        .map_err(|error| match error {
            GrowError::OverBudget => PlanError::TooComplex { budget: options.budget },
            GrowError::Missing(coordinates) => PlanError::Unplannable {
                reason: format!("no subgraph can be asked for {}", coordinates.join(", ")),
            },
        })?;
        let mut plan = emit_plan(&self.index, &self.supergraph, &graph, operation, spreads_sites)
            .map_err(|error| match error {
            EmitError::WithoutSpread { .. } => PlanError::Unplannable { reason: error.to_string() },
            EmitError::Lacking { .. } => PlanError::Internal { reason: error.to_string() },
        })?;
        mark_shared_paths(&mut plan);
        Ok(PlannedOperation { plan, work: search.budget.spent() })
    }
}

impl std::fmt::Debug for OperationPlanner {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("OperationPlanner").finish_non_exhaustive()
    }
}
