//! The life of one request: prepare, plan, execute, project.

use std::{sync::Arc, time::Duration};

use arc_swap::ArcSwap;
use http::StatusCode;
use tokio::{sync::Semaphore, time::Instant};
use tracing::Instrument;

use super::{
    GatewayState,
    answer::{AnswerParts, refuse, refuse_all, write_answer},
    incremental::answer_incrementally,
    ready_run::ReadyRun,
};
use crate::{
    config::LimitsConfig,
    coverage::CoverageRecorder,
    executor::execute,
    http::{
        Accepts, GraphqlAnswer, GraphqlRequest, GraphqlResponse, GraphqlService, RequestContext,
    },
    operation::{OperationError, prepare_operation},
    planner::{PlanError, cache::CachedOperation},
    projection::project,
    sites::HttpClient,
    telemetry::{operation_span, record_operation},
};

/// A request with this header set to `sites` gets the list of asked sites in its coverage.
pub const COVERAGE_HEADER: &str = "x-qianzhan-coverage";

/// What does not change while the gateway runs.
#[derive(Debug, Clone)]
pub struct GatewayOptions {
    /// Longest wait for one call to a site.
    pub request_timeout: Duration,
    /// Longest time for one plan.
    pub plan_budget: Duration,
    /// Plans made at once; more wait in line.
    pub max_planning: usize,
    /// The largest operation that is planned.
    pub limits: LimitsConfig,
}

impl Default for GatewayOptions {
    fn default() -> Self {
        Self {
            request_timeout: Duration::from_secs(5),
            plan_budget: Duration::from_secs(2),
            max_planning: 4,
            limits: LimitsConfig::default(),
        }
    }
}

/// Answers GraphQL requests. Shared by all connections.
#[derive(Debug)]
pub struct Gateway {
    state: ArcSwap<GatewayState>,
    client: HttpClient,
    options: GatewayOptions,
    planning: Arc<Semaphore>,
}

/// Why an operation is not ready to run.
#[derive(Debug, thiserror::Error)]
enum ReadyError {
    #[error(transparent)]
    Operation(#[from] OperationError),
    #[error(transparent)]
    Plan(#[from] PlanError),
}

impl Gateway {
    /// A gateway on `state`.
    pub fn new(state: GatewayState, client: HttpClient, options: GatewayOptions) -> Self {
        Self {
            state: ArcSwap::from_pointee(state),
            client,
            planning: Arc::new(Semaphore::new(options.max_planning)),
            options,
        }
    }

    /// The state that new requests run on.
    pub fn state(&self) -> Arc<GatewayState> {
        self.state.load_full()
    }

    /// Replaces the state; requests under way end on the old one.
    pub fn replace_state(&self, state: GatewayState) {
        self.state.store(Arc::new(state));
    }

    /// The operation, parsed, validated and planned: from the cache, or made now.
    async fn ready(
        &self,
        state: &Arc<GatewayState>,
        request: &GraphqlRequest,
    ) -> Result<Arc<CachedOperation>, Arc<ReadyError>> {
        let name = request.operation_name.as_deref();
        let plan = self.plan(state, request);
        state.plans.get_or_plan(&request.query, name, plan).await
    }

    async fn plan(
        &self,
        state: &Arc<GatewayState>,
        request: &GraphqlRequest,
    ) -> Result<Arc<CachedOperation>, ReadyError> {
        let internal = |reason: String| PlanError::Internal { reason };
        let turn = Arc::clone(&self.planning)
            .acquire_owned()
            .await
            .map_err(|error| internal(error.to_string()))?;
        let state = Arc::clone(state);
        let limits = self.options.limits.clone();
        let budget = self.options.plan_budget;
        let text = request.query.clone();
        let name = request.operation_name.clone();
        let work = tokio::task::spawn_blocking(move || {
            // The turn ends with the work: a plan that overruns its budget still holds a thread.
            let _turn = turn;
            let api_schema = &state.supergraph.api_schema;
            let prepared = prepare_operation(api_schema, &text, name.as_deref(), &limits)?;
            if prepared.operation.is_subscription() {
                return Err(OperationError::UnsupportedKind { kind: "subscription" }.into());
            }
            let plan = match &prepared.plannable {
                Some(text) => state.planner.plan(text, budget)?,
                None => crate::planner::PlannedOperation {
                    contracts: Default::default(),
                    sites: Default::default(),
                },
            };
            Ok(Arc::new(CachedOperation { prepared, plan, documents: Default::default() }))
        });
        match tokio::time::timeout(budget + budget / 4, work).await {
            Ok(Ok(outcome)) => outcome,
            Ok(Err(panicked)) => Err(internal(panicked.to_string()).into()),
            Err(_) => Err(PlanError::TooComplex { budget }.into()),
        }
    }

    /// The request, ready to run.
    ///
    /// # Errors
    /// The answer that refuses it.
    async fn prepare(
        &self,
        request: GraphqlRequest,
        context: &RequestContext,
    ) -> Result<ReadyRun, GraphqlResponse> {
        let begun = Instant::now();
        let state = self.state();
        let operation = self.ready(&state, &request).await.map_err(|error| refuse_ready(&error))?;
        let (client, timeout) = (self.client.clone(), self.options.request_timeout);
        ReadyRun::new(state, operation, client, timeout, request, context, begun)
            .map_err(|error| refuse_operation(&error))
    }
}

/// Runs all of it and writes one answer.
async fn answer_whole(run: &ReadyRun) -> GraphqlResponse {
    let operation = &run.operation.prepared.operation;
    let kind = if operation.is_mutation() { "mutation" } else { "query" };
    let span = operation_span(kind, operation.name.as_ref().map(|name| name.as_str()));
    let coverage = CoverageRecorder::default();
    let execution = run.execution(&coverage);
    let plan = &run.operation.plan.sites;
    let (response, mut problems) = execute(&execution, plan).instrument(span.clone()).await;
    run.absorb_introspection(&mut problems);
    let report = run.report(&coverage);
    record_operation(&span, report.asked, report.answered);
    let mut data = Vec::with_capacity(1024);
    if run.is_too_low(&report, &mut problems) {
        data.extend_from_slice(b"null");
    } else {
        project(&run.projection(false), &response, &mut problems, &mut data);
    }
    write_answer(AnswerParts {
        data,
        errors: &problems.errors,
        coverage: (report.asked > 0).then_some(&report),
        elapsed: run.begun.elapsed(),
    })
}

impl GraphqlService for Gateway {
    async fn execute(&self, request: GraphqlRequest, context: RequestContext) -> GraphqlResponse {
        match self.prepare(request, &context).await {
            Ok(run) => answer_whole(&run).await,
            Err(refusal) => refusal,
        }
    }

    async fn respond(
        &self,
        request: GraphqlRequest,
        context: RequestContext,
        accepts: Accepts,
    ) -> GraphqlAnswer {
        match self.prepare(request, &context).await {
            Ok(run) if accepts.deferred_parts && run.defers() => {
                GraphqlAnswer::Incremental(answer_incrementally(run))
            }
            Ok(run) => GraphqlAnswer::Whole(answer_whole(&run).await),
            Err(refusal) => GraphqlAnswer::Whole(refusal),
        }
    }

    fn is_ready(&self) -> bool {
        true
    }
}

fn refuse_ready(error: &ReadyError) -> GraphqlResponse {
    match error {
        ReadyError::Operation(error) => refuse_operation(error),
        ReadyError::Plan(error) => {
            let (status, message) = match error {
                PlanError::Internal { reason } => {
                    tracing::error!(error = %reason, "planning failed");
                    (StatusCode::OK, "the gateway failed to plan this operation".to_owned())
                }
                other => (StatusCode::OK, other.to_string()),
            };
            refuse(status, error.code(), &message)
        }
    }
}

fn refuse_operation(error: &OperationError) -> GraphqlResponse {
    let code = error.code();
    match error {
        OperationError::Parse { errors } | OperationError::Validation { errors } => {
            refuse_all(StatusCode::BAD_REQUEST, code, errors)
        }
        other => refuse(StatusCode::BAD_REQUEST, code, &other.to_string()),
    }
}
