//! From a request's text to an operation that is ready to run: parsed, validated and planned, by the
//! cache or now.

use std::{collections::BTreeSet, sync::Arc};

use apollo_compiler::{Name, response::JsonMap};
use rand::Rng;
use tokio::sync::Semaphore;

use super::{GatewayOptions, GatewayState, override_labels::active_labels};
use crate::{
    http::{Accepts, GraphqlRequest},
    operation::{OperationError, PreparedOperation, prepare_operation},
    planner::{
        DeferMode, PlanError, PlanOptions,
        cache::{CachedOperation, PlanVariant},
    },
};

/// What one request is planned with.
pub(super) struct Planning<'a> {
    pub(super) state: &'a Arc<GatewayState>,
    /// Plans made at once.
    pub(super) turns: &'a Arc<Semaphore>,
    pub(super) options: &'a GatewayOptions,
}

/// Why an operation is not ready to run.
#[derive(Debug, thiserror::Error)]
pub(super) enum ReadyError {
    #[error(transparent)]
    Operation(#[from] OperationError),
    #[error(transparent)]
    Plan(#[from] PlanError),
}

impl Planning<'_> {
    /// How the request is planned, as far as can be told without reading its document.
    pub(super) fn variant(&self, request: &GraphqlRequest, accepts: Accepts) -> PlanVariant {
        let known = self.state.planner.override_labels();
        let named = &self.options.overrides.active_labels;
        let draw = || rand::rng().random_range(0.0..100.0);
        // A document without the word has nothing to defer, and one plan for all clients.
        let defers = accepts.deferred_parts && request.query.contains("@defer");
        let defer = if defers {
            DeferMode::Honoured { false_variables: BTreeSet::new() }
        } else {
            DeferMode::Ignored
        };
        PlanVariant { defer, active_labels: active_labels(known, named, draw) }
    }

    /// The operation, from the cache or made now.
    ///
    /// # Errors
    /// [`ReadyError`] if it cannot run, or not for a client that accepts this.
    pub(super) async fn ready(
        &self,
        request: &GraphqlRequest,
        variant: PlanVariant,
        accepts: Accepts,
    ) -> Result<Arc<CachedOperation>, Arc<ReadyError>> {
        let name = request.operation_name.as_deref();
        let plan = self.plan(request, variant.clone(), accepts);
        let operation = self.state.plans.get_or_plan(&request.query, name, variant, plan).await?;
        check_kind(&operation.prepared, accepts).map_err(|error| Arc::new(error.into()))?;
        Ok(operation)
    }

    async fn plan(
        &self,
        request: &GraphqlRequest,
        variant: PlanVariant,
        accepts: Accepts,
    ) -> Result<Arc<CachedOperation>, ReadyError> {
        let internal = |reason: String| PlanError::Internal { reason };
        let turn = Arc::clone(self.turns)
            .acquire_owned()
            .await
            .map_err(|error| internal(error.to_string()))?;
        let state = Arc::clone(self.state);
        let limits = self.options.limits.clone();
        let budget = self.options.plan_budget;
        let text = request.query.clone();
        let name = request.operation_name.clone();
        let work = tokio::task::spawn_blocking(move || {
            // The turn ends with the work: a plan that overruns its budget still holds a thread.
            let _turn = turn;
            let api_schema = &state.supergraph.api_schema;
            let prepared = prepare_operation(api_schema, &text, name.as_deref(), &limits)?;
            check_kind(&prepared, accepts)?;
            let PlanVariant { defer, active_labels } = variant;
            let options = PlanOptions { budget, active_labels, defer };
            let planned = state.planner.plan(&prepared.document, &prepared.operation, &options)?;
            let (documents, answer_size) = Default::default();
            let plan = planned.plan;
            Ok(Arc::new(CachedOperation { prepared, plan, documents, answer_size }))
        });
        match tokio::time::timeout(budget + budget / 4, work).await {
            Ok(Ok(outcome)) => outcome,
            Ok(Err(panicked)) => Err(internal(panicked.to_string()).into()),
            Err(_) => Err(PlanError::TooComplex { budget }.into()),
        }
    }
}

fn check_kind(prepared: &PreparedOperation, accepts: Accepts) -> Result<(), OperationError> {
    if prepared.operation.is_subscription() && !accepts.events {
        return Err(OperationError::UnsupportedKind { kind: "subscription" });
    }
    Ok(())
}

impl PlanVariant {
    /// Whether deferred fragments are parts of their own.
    pub(super) fn defers(&self) -> bool {
        self.defer != DeferMode::Ignored
    }

    /// Takes back the deferral of fragments whose variable is false; whether there are any.
    pub(super) fn without_false_parts(
        &mut self,
        prepared: &PreparedOperation,
        variables: &JsonMap,
    ) -> bool {
        let DeferMode::Honoured { false_variables } = &mut self.defer else { return false };
        let is_false = |name: &&Name| {
            variables.get(name.as_str()).and_then(|value| value.as_bool()) == Some(false)
        };
        false_variables.extend(prepared.defer_variables.iter().filter(is_false).cloned());
        !false_variables.is_empty()
    }
}
