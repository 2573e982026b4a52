//! One request whose operation is ready to run, with all that it runs on. It owns its parts, so an
//! answer that goes on for a while (deferred parts, events) keeps the state it began with.

use std::{sync::Arc, time::Duration};

use apollo_compiler::{
    response::{GraphQLError, JsonMap},
    validation::Valid,
};
use http::HeaderValue;
use tokio::time::Instant;

use super::{GatewayState, service::COVERAGE_HEADER};
use crate::{
    auth::Caller,
    coverage::{CoverageRecorder, CoverageReport},
    executor::{ErrorEntry, ExecutionContext, Problems},
    http::{GraphqlRequest, RequestContext},
    operation::{CoverageRequest, OperationError, coerce_variables, introspect},
    planner::{cache::CachedOperation, plan::PlanNode},
    projection::ProjectionInput,
    sites::HttpClient,
};

/// A request that can run.
pub(super) struct ReadyRun {
    pub(super) state: Arc<GatewayState>,
    pub(super) operation: Arc<CachedOperation>,
    pub(super) client: HttpClient,
    pub(super) variables: Valid<JsonMap>,
    pub(super) begun: Instant,
    pub(super) caller: Caller,
    pub(super) request_id: HeaderValue,
    /// Longest wait for one call to a site.
    request_timeout: Duration,
    wanted: CoverageRequest,
    introspection: JsonMap,
    introspection_errors: Vec<GraphQLError>,
    lists_sites: bool,
}

impl ReadyRun {
    /// Coerces the variables of `request`, and answers its introspection.
    ///
    /// # Errors
    /// [`OperationError`] if the request cannot run.
    pub(super) fn new(
        state: Arc<GatewayState>,
        operation: Arc<CachedOperation>,
        client: HttpClient,
        request_timeout: Duration,
        request: GraphqlRequest,
        context: &RequestContext,
        begun: Instant,
    ) -> Result<Self, OperationError> {
        let prepared = &operation.prepared;
        let values = json_map(request.variables);
        let api_schema = &state.supergraph.api_schema;
        let variables = coerce_variables(api_schema, &prepared.operation, &values)?;
        let wanted = CoverageRequest::read(&prepared.operation, &variables)?;
        let (introspection, introspection_errors) = if prepared.has_introspection {
            introspect(&state.supergraph, prepared, &variables)?
        } else {
            Default::default()
        };
        let lists_sites =
            context.headers.get(COVERAGE_HEADER).is_some_and(|value| value.as_bytes() == b"sites");
        let request_id = HeaderValue::from_str(context.request_id.as_str())
            .unwrap_or(HeaderValue::from_static("invalid"));
        Ok(Self {
            state,
            operation,
            client,
            variables,
            begun,
            caller: context.caller.clone(),
            request_id,
            request_timeout,
            wanted,
            introspection,
            introspection_errors,
            lists_sites,
        })
    }

    /// Whether the plan has parts that may come later, and the operation asks for it.
    pub(super) fn defers(&self) -> bool {
        let plan = &self.operation.plan.sites;
        self.operation.prepared.plannable_deferring.is_some()
            && plan.root.as_ref().is_some_and(has_deferred_parts)
    }

    /// What its plan runs with.
    pub(super) fn execution<'a>(&'a self, coverage: &'a CoverageRecorder) -> ExecutionContext<'a> {
        ExecutionContext {
            supergraph: &self.state.supergraph,
            registry: &self.state.registry,
            client: &self.client,
            variables: &self.variables,
            documents: &self.operation.documents,
            coverage,
            request_timeout: self.request_timeout,
            deadline: self.wanted.within.map(|within| self.begun + within),
            caller: &self.caller,
            request_id: self.request_id.clone(),
        }
    }

    /// What its response is projected with.
    pub(super) fn projection(&self, leaves_deferred: bool) -> ProjectionInput<'_> {
        let prepared = &self.operation.prepared;
        ProjectionInput {
            supergraph: &self.state.supergraph,
            document: &prepared.document,
            operation: &prepared.operation,
            variables: &self.variables,
            introspection: &self.introspection,
            leaves_deferred,
        }
    }

    /// What of introspection went wrong.
    pub(super) fn absorb_introspection(&self, problems: &mut Problems) {
        for error in &self.introspection_errors {
            let message = error.message.clone();
            problems.add_error(ErrorEntry::new("INTROSPECTION_FAILED", message, Vec::new()));
        }
    }

    /// Which sites were asked and answered, by now.
    pub(super) fn report(&self, coverage: &CoverageRecorder) -> CoverageReport {
        coverage.report(&self.state.registry, self.lists_sites)
    }

    /// Whether fewer sites answered than the client wants; the problems then say so.
    pub(super) fn is_too_low(&self, report: &CoverageReport, problems: &mut Problems) -> bool {
        let Some(min) = self.wanted.min.filter(|min| report.share() < *min) else { return false };
        problems.add_error(ErrorEntry::new(
            "COVERAGE_TOO_LOW",
            format!(
                "{} of {} sites answered, less than the share {min}",
                report.answered, report.asked
            ),
            Vec::new(),
        ));
        true
    }
}

fn has_deferred_parts(node: &PlanNode) -> bool {
    match node {
        PlanNode::Defer(_) => true,
        PlanNode::Sequence(nodes) | PlanNode::Parallel(nodes) => {
            nodes.iter().any(has_deferred_parts)
        }
        PlanNode::Condition(condition) => [&condition.when_true, &condition.when_false]
            .into_iter()
            .flatten()
            .any(|node| has_deferred_parts(node)),
        PlanNode::Fetch(_) | PlanNode::Visit(_) | PlanNode::Subscription(_) => false,
    }
}

fn json_map(values: serde_json::Map<String, serde_json::Value>) -> JsonMap {
    values
        .into_iter()
        .map(|(name, value)| (name.into(), serde_json_bytes::Value::from(value)))
        .collect()
}
