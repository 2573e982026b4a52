//! One request whose operation is ready to run, with all that it runs on. It owns its parts, so an
//! answer that goes on for a while (deferred parts, events) keeps the state it began with.

use std::{net::IpAddr, sync::Arc, time::Duration};

use apollo_compiler::{
    response::{GraphQLError, JsonMap},
    validation::Valid,
};
use http::HeaderValue;
use tokio::time::Instant;

use super::{GatewayState, answer::AnswerWriter, service::COVERAGE_HEADER};
use crate::{
    auth::Caller,
    coverage::{CoverageRecorder, CoverageReport},
    executor::{ErrorEntry, ExecutionContext, Problems, Response},
    http::{GraphqlResponse, RequestContext},
    operation::{CoverageRequest, OperationError, introspect},
    planner::{cache::CachedOperation, plan::PlanNode},
    projection::{ProjectionInput, project},
    sites::HttpClient,
};

/// What a run is made of.
pub(super) struct RunParts {
    pub(super) state: Arc<GatewayState>,
    pub(super) operation: Arc<CachedOperation>,
    pub(super) variables: Valid<JsonMap>,
    /// Whether deferred fragments are parts of their own.
    pub(super) defers: bool,
    pub(super) client: HttpClient,
    /// Longest wait for one call to a site.
    pub(super) request_timeout: Duration,
    pub(super) begun: Instant,
}

/// A request that can run.
pub(super) struct ReadyRun {
    pub(super) state: Arc<GatewayState>,
    pub(super) operation: Arc<CachedOperation>,
    pub(super) begun: Instant,
    variables: Valid<JsonMap>,
    defers: bool,
    client: HttpClient,
    caller: Caller,
    request_id: HeaderValue,
    address: Option<IpAddr>,
    request_timeout: Duration,
    wanted: CoverageRequest,
    introspection: JsonMap,
    introspection_errors: Vec<GraphQLError>,
    lists_sites: bool,
}

impl ReadyRun {
    /// Reads what the operation wants of coverage, and answers its introspection.
    ///
    /// # Errors
    /// [`OperationError`] if the request cannot run.
    pub(super) fn new(parts: RunParts, context: &RequestContext) -> Result<Self, OperationError> {
        let RunParts { state, operation, variables, defers, client, request_timeout, begun } =
            parts;
        let prepared = &operation.prepared;
        let operation_is_mutation = prepared.operation.is_mutation();
        let wanted = CoverageRequest::read(&prepared.operation, &variables)?;
        let (introspection, introspection_errors) = if prepared.has_introspection {
            introspect(&state.supergraph, prepared, &variables)?
        } else {
            Default::default()
        };
        let lists_sites =
            context.headers.get(COVERAGE_HEADER).is_some_and(|value| value.as_bytes() == b"sites");
        let request_id = context.request_id.header_value();
        Ok(Self {
            state,
            operation,
            begun,
            variables,
            defers,
            client,
            caller: context.caller.clone(),
            request_id,
            // Sites need not know where those are who only ask.
            address: context.address.filter(|_| operation_is_mutation),
            request_timeout,
            wanted,
            introspection,
            introspection_errors,
            lists_sites,
        })
    }

    /// Whether the answer comes in parts: the client takes them, and the plan has some.
    pub(super) fn defers(&self) -> bool {
        self.defers && self.operation.plan.root.as_ref().is_some_and(has_deferred_parts)
    }

    /// The client's variables, coerced.
    pub(super) fn variables(&self) -> &Valid<JsonMap> {
        &self.variables
    }

    /// Who asks.
    pub(super) fn caller(&self) -> &Caller {
        &self.caller
    }

    /// Whether coverage lists the sites that were asked.
    pub(super) fn lists_sites(&self) -> bool {
        self.lists_sites
    }

    /// What its plan runs with.
    pub(super) fn execution<'a>(&'a self, coverage: &'a CoverageRecorder) -> ExecutionContext<'a> {
        self.execution_since(self.begun, coverage)
    }

    /// The same for one event of a subscription, which began at this moment.
    pub(super) fn execution_since<'a>(
        &'a self,
        begun: Instant,
        coverage: &'a CoverageRecorder,
    ) -> ExecutionContext<'a> {
        ExecutionContext {
            supergraph: &self.state.supergraph,
            registry: &self.state.registry,
            client: &self.client,
            variables: &self.variables,
            documents: &self.operation.documents,
            coverage,
            request_timeout: self.request_timeout,
            deadline: self.wanted.within.map(|within| begun + within),
            caller: &self.caller,
            request_id: self.request_id.clone(),
            address: self.address,
            may_share_calls: self.operation.prepared.operation.is_query(),
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

    /// The answer of a response; `begun` is when work on it began.
    pub(super) fn answer(
        &self,
        response: &Response,
        mut problems: Problems,
        report: &CoverageReport,
        begun: Instant,
    ) -> GraphqlResponse {
        let size = &self.operation.answer_size;
        let mut answer = AnswerWriter::with_room(size.expected());
        if self.is_too_low(report, &mut problems) {
            answer.data().extend_from_slice(b"null");
        } else {
            project(&self.projection(false), response, &mut problems, answer.data());
        }
        let coverage = (report.asked > 0).then_some(report);
        let answer = answer.end(&problems.errors, coverage, begun.elapsed());
        size.record(answer.body.len());
        answer
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
