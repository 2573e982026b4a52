//! The life of one request: prepare, plan, execute, project.

use std::{sync::Arc, time::Duration};

use apollo_compiler::response::{GraphQLError, JsonMap};
use arc_swap::ArcSwap;
use http::{HeaderValue, StatusCode};
use tokio::{sync::Semaphore, time::Instant};
use tracing::Instrument;

use super::{
    GatewayState,
    answer::{AnswerParts, refuse, refuse_all, write_answer},
};
use crate::{
    config::LimitsConfig,
    coverage::CoverageRecorder,
    executor::{ErrorEntry, ExecutionContext, Problems, execute},
    http::{GraphqlRequest, GraphqlResponse, GraphqlService, RequestContext},
    operation::{CoverageRequest, OperationError, coerce_variables, introspect, prepare_operation},
    planner::{PlanError, PlanOptions, cache::CachedOperation},
    projection::{ProjectionInput, project},
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
            let options = PlanOptions::within(budget);
            let planned = state.planner.plan(&prepared.document, &prepared.operation, &options)?;
            let documents = Default::default();
            Ok(Arc::new(CachedOperation { prepared, plan: planned.plan, documents }))
        });
        match tokio::time::timeout(budget + budget / 4, work).await {
            Ok(Ok(outcome)) => outcome,
            Ok(Err(panicked)) => Err(internal(panicked.to_string()).into()),
            Err(_) => Err(PlanError::TooComplex { budget }.into()),
        }
    }

    async fn answer(&self, request: GraphqlRequest, context: RequestContext) -> GraphqlResponse {
        let begun = Instant::now();
        let state = self.state();
        let operation = match self.ready(&state, &request).await {
            Ok(operation) => operation,
            Err(error) => return refuse_ready(&error),
        };
        let prepared = &operation.prepared;
        let values = json_map(request.variables);
        let variables =
            match coerce_variables(&state.supergraph.api_schema, &prepared.operation, &values) {
                Ok(variables) => variables,
                Err(error) => return refuse_operation(&error),
            };
        let wanted = match CoverageRequest::read(&prepared.operation, &variables) {
            Ok(wanted) => wanted,
            Err(error) => return refuse_operation(&error),
        };
        let (introspection, introspection_errors) = if prepared.has_introspection {
            match introspect(&state.supergraph, prepared, &variables) {
                Ok(answered) => answered,
                Err(error) => return refuse_operation(&error),
            }
        } else {
            Default::default()
        };
        let coverage = CoverageRecorder::default();
        let execution = ExecutionContext {
            supergraph: &state.supergraph,
            registry: &state.registry,
            client: &self.client,
            variables: &variables,
            documents: &operation.documents,
            coverage: &coverage,
            request_timeout: self.options.request_timeout,
            deadline: wanted.within.map(|within| begun + within),
            caller: &context.caller,
            request_id: HeaderValue::from_str(context.request_id.as_str())
                .unwrap_or(HeaderValue::from_static("invalid")),
        };
        let kind = if prepared.operation.is_mutation() { "mutation" } else { "query" };
        let span = operation_span(kind, prepared.operation.name.as_ref().map(|name| name.as_str()));
        let (response, mut problems) =
            execute(&execution, &operation.plan).instrument(span.clone()).await;
        absorb(&mut problems, introspection_errors);
        let with_sites =
            context.headers.get(COVERAGE_HEADER).is_some_and(|value| value.as_bytes() == b"sites");
        let report = coverage.report(&state.registry, with_sites);
        record_operation(&span, report.asked, report.answered);
        let missed = wanted.min.filter(|min| report.share() < *min);
        let mut data = Vec::with_capacity(1024);
        match missed {
            Some(min) => {
                problems.add_error(ErrorEntry::new(
                    "COVERAGE_TOO_LOW",
                    format!(
                        "{} of {} sites answered, less than the share {min}",
                        report.answered, report.asked
                    ),
                    Vec::new(),
                ));
                data.extend_from_slice(b"null");
            }
            None => project(
                &ProjectionInput {
                    supergraph: &state.supergraph,
                    document: &prepared.document,
                    operation: &prepared.operation,
                    variables: &variables,
                    introspection: &introspection,
                },
                &response,
                &mut problems,
                &mut data,
            ),
        }
        write_answer(AnswerParts {
            data,
            errors: &problems.errors,
            coverage: (report.asked > 0).then_some(&report),
            elapsed: begun.elapsed(),
        })
    }
}

impl GraphqlService for Gateway {
    async fn execute(&self, request: GraphqlRequest, context: RequestContext) -> GraphqlResponse {
        self.answer(request, context).await
    }

    fn is_ready(&self) -> bool {
        true
    }
}

fn absorb(problems: &mut Problems, errors: Vec<GraphQLError>) {
    for error in errors {
        problems.add_error(ErrorEntry::new("INTROSPECTION_FAILED", error.message, Vec::new()));
    }
}

fn json_map(values: serde_json::Map<String, serde_json::Value>) -> JsonMap {
    values
        .into_iter()
        .map(|(name, value)| (name.into(), serde_json_bytes::Value::from(value)))
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
        other => refuse(StatusCode::BAD_REQUEST, code, &other.to_string()),
    }
}
