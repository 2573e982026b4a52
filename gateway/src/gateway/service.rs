//! The life of one request: prepare, plan, execute, project.

use std::{sync::Arc, time::Duration};

use apollo_compiler::{
    parser::SourceMap,
    response::{GraphQLError, JsonMap},
};
use arc_swap::ArcSwap;
use http::StatusCode;
use tokio::{sync::Semaphore, time::Instant};
use tracing::Instrument;

use super::{
    GatewayState,
    answer::{refuse, refuse_all},
    incremental::answer_incrementally,
    planning::{Planning, ReadyError},
    ready_run::{ReadyRun, RunParts},
    shared_answers::{SharedAnswers, SharedRequest},
    subscribe::subscribe,
};
use crate::{
    config::{GatewayConfig, LimitsConfig, OverridesConfig, SubscriptionsConfig},
    coverage::CoverageRecorder,
    executor::execute,
    export::{Export, ExportError, ExportOptions, export},
    http::{
        Accepts, GraphqlAnswer, GraphqlRequest, GraphqlResponse, GraphqlService, RequestContext,
    },
    operation::{OperationError, VariableProblem, coerce_variables},
    planner::PlanError,
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
    /// How many subscriptions there may be.
    pub subscriptions: SubscriptionsConfig,
    /// Which progressive overrides are on.
    pub overrides: OverridesConfig,
    /// Whether queries that ask alike at the same time are run once.
    pub share_requests: bool,
}

impl GatewayOptions {
    /// As the configuration has them.
    pub fn of(config: &GatewayConfig) -> Self {
        Self {
            request_timeout: config.traffic.request_timeout,
            limits: config.limits.clone(),
            subscriptions: config.subscriptions.clone(),
            overrides: config.overrides.clone(),
            share_requests: config.server.share_requests,
            ..Self::default()
        }
    }
}

impl Default for GatewayOptions {
    fn default() -> Self {
        Self {
            request_timeout: Duration::from_secs(5),
            plan_budget: Duration::from_secs(2),
            max_planning: 4,
            limits: LimitsConfig::default(),
            subscriptions: SubscriptionsConfig::default(),
            overrides: OverridesConfig::default(),
            share_requests: false,
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
    subscriptions: Arc<Semaphore>,
    shared_answers: SharedAnswers,
}

impl Gateway {
    /// A gateway on `state`.
    pub fn new(state: GatewayState, client: HttpClient, options: GatewayOptions) -> Self {
        Self {
            state: ArcSwap::from_pointee(state),
            client,
            planning: Arc::new(Semaphore::new(options.max_planning)),
            subscriptions: Arc::new(Semaphore::new(
                options.subscriptions.max_open.get().min(Semaphore::MAX_PERMITS),
            )),
            options,
            shared_answers: SharedAnswers::default(),
        }
    }

    /// The state that new requests run on.
    pub fn state(&self) -> Arc<GatewayState> {
        self.state.load_full()
    }

    /// Replaces the state; requests under way end on the old one.
    pub fn replace_state(&self, state: GatewayState) {
        let state = Arc::new(state);
        let before = self.state.swap(Arc::clone(&state));
        // Requests under way end on the old state, but a site that was revoked is asked no more.
        before.registry.revoke_what_left(&state.registry);
    }

    /// The request, ready to run.
    ///
    /// # Errors
    /// The answer that refuses it.
    async fn prepare(
        &self,
        request: GraphqlRequest,
        context: &RequestContext,
        accepts: Accepts,
    ) -> Result<ReadyRun, GraphqlResponse> {
        let begun = Instant::now();
        let state = self.state();
        let planning = Planning { state: &state, turns: &self.planning, options: &self.options };
        let mut variant = planning.variant(&request, accepts);
        let operation = planning
            .ready(&request, variant.clone(), accepts)
            .await
            .map_err(|error| refuse_ready(&error))?;
        let values = json_map(&request.variables);
        let schema = &state.supergraph.api_schema;
        let variables = coerce_variables(schema, &operation.prepared.operation, &values)
            .map_err(|error| refuse_operation(&error))?;
        let operation = if variant.without_false_parts(&operation.prepared, &variables) {
            let ready = planning.ready(&request, variant.clone(), accepts).await;
            ready.map_err(|error| refuse_ready(&error))?
        } else {
            operation
        };
        let parts = RunParts {
            operation,
            variables,
            defers: variant.defers(),
            client: self.client.clone(),
            request_timeout: self.options.request_timeout,
            state,
            begun,
        };
        ReadyRun::new(parts, context).map_err(|error| refuse_operation(&error))
    }

    /// One answer, of its own or of a request under way that asks alike.
    async fn whole(&self, run: ReadyRun) -> GraphqlResponse {
        if self.options.share_requests && run.operation.prepared.operation.is_query() {
            let key = SharedRequest::of(&run);
            let joined = self.shared_answers.join(key, || async move { answer_whole(&run).await });
            return joined.work.await;
        }
        answer_whole(&run).await
    }

    /// Answers the events of a subscription.
    fn subscribe(&self, run: ReadyRun) -> GraphqlAnswer {
        match Arc::clone(&self.subscriptions).try_acquire_owned() {
            Ok(permit) => {
                GraphqlAnswer::Events(subscribe(run, &self.options.subscriptions, permit))
            }
            Err(_) => {
                let status = StatusCode::SERVICE_UNAVAILABLE;
                let message = "as many subscriptions are open as may be";
                GraphqlAnswer::Whole(refuse(status, "SUBSCRIPTIONS_EXHAUSTED", message))
            }
        }
    }
}

/// Runs all of it and writes one answer.
async fn answer_whole(run: &ReadyRun) -> GraphqlResponse {
    let operation = &run.operation.prepared.operation;
    let kind = if operation.is_mutation() { "mutation" } else { "query" };
    let span = operation_span(kind, operation.name.as_ref().map(|name| name.as_str()));
    let coverage = CoverageRecorder::default();
    let execution = run.execution(&coverage);
    let plan = &run.operation.plan;
    let (response, mut problems) = execute(&execution, plan).instrument(span.clone()).await;
    run.absorb_introspection(&mut problems);
    let report = run.report(&coverage);
    record_operation(&span, report.asked, report.answered);
    run.answer(&response, problems, &report, run.begun)
}

impl GraphqlService for Gateway {
    async fn execute(&self, request: GraphqlRequest, context: RequestContext) -> GraphqlResponse {
        match self.prepare(request, &context, Accepts::default()).await {
            Ok(run) => self.whole(run).await,
            Err(refusal) => refusal,
        }
    }

    async fn respond(
        &self,
        request: GraphqlRequest,
        context: RequestContext,
        accepts: Accepts,
    ) -> GraphqlAnswer {
        match self.prepare(request, &context, accepts).await {
            Ok(run) if run.operation.prepared.operation.is_subscription() => self.subscribe(run),
            Ok(run) if run.defers() => GraphqlAnswer::Incremental(answer_incrementally(run)),
            Ok(run) => GraphqlAnswer::Whole(self.whole(run).await),
            Err(refusal) => GraphqlAnswer::Whole(refusal),
        }
    }

    async fn export(
        &self,
        request: GraphqlRequest,
        context: RequestContext,
        options: ExportOptions,
    ) -> Result<Export, ExportError> {
        let ready = self.prepare(request.clone(), &context, Accepts::default()).await;
        let run = ready.map_err(ExportError::Answer)?;
        let schema = &run.state.supergraph.api_schema;
        let prepared = &run.operation.prepared;
        export(self, schema, prepared, (&request, &context), options).await
    }

    fn is_ready(&self) -> bool {
        true
    }
}

fn json_map(values: &serde_json::Map<String, serde_json::Value>) -> JsonMap {
    values
        .iter()
        .map(|(name, value)| (name.as_str().into(), serde_json_bytes::Value::from(value.clone())))
        .collect()
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
        OperationError::Variables { problems } => {
            let sources = SourceMap::default();
            let error =
                |problem: &VariableProblem| GraphQLError::new(problem.to_string(), None, &sources);
            let errors: Vec<GraphQLError> = problems.iter().map(error).collect();
            refuse_all(StatusCode::BAD_REQUEST, code, &errors)
        }
        other => refuse(StatusCode::BAD_REQUEST, code, &other.to_string()),
    }
}
