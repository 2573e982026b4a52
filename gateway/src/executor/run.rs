//! Walks a plan: sequences in order, parallels at once, conditions by their variable.
//! All futures of one request live in one task, so dropping the request cancels its calls.

use std::{
    net::IpAddr,
    sync::{Mutex, MutexGuard, PoisonError},
};

use apollo_compiler::response::JsonMap;
use futures::future::{BoxFuture, join_all};
use http::HeaderValue;
use tokio::time::Instant;

use super::{fetch, joined_documents::JoinedDocuments, problems::Problems, response::Response};
use crate::{
    auth::Caller,
    coverage::CoverageRecorder,
    planner::plan::{DeferNode, DeferredNode, PlanNode, QueryPlan},
    sites::{CallDeadline, CallHead, HttpClient, Registry},
    supergraph::Supergraph,
};

/// What one request runs with.
#[derive(Debug)]
pub struct ExecutionContext<'a> {
    /// The supergraph that the plan was made for.
    pub supergraph: &'a Supergraph,
    /// The sites.
    pub registry: &'a Registry,
    /// How they are called.
    pub client: &'a HttpClient,
    /// The client's variables, coerced.
    pub variables: &'a JsonMap,
    /// Documents joined for the plan that runs.
    pub documents: &'a JoinedDocuments,
    /// What becomes of each site.
    pub coverage: &'a CoverageRecorder,
    /// Longest wait for one call.
    pub request_timeout: std::time::Duration,
    /// When the whole answer is due.
    pub deadline: Option<Instant>,
    /// Who asks; proven to the sites.
    pub caller: &'a Caller,
    /// Passed on to the sites.
    pub request_id: HeaderValue,
    /// Where the request comes from, if sites are to know.
    pub address: Option<IpAddr>,
    /// Whether calls of other requests that ask alike will do.
    pub may_share_calls: bool,
}

/// One part of a run: the context, the response that all parts fill, and what goes wrong in this one.
pub(super) struct Execution<'a> {
    pub(super) context: &'a ExecutionContext<'a>,
    response: &'a Mutex<Response>,
    problems: Mutex<Problems>,
}

/// Where deferred parts wait for their turn.
pub(super) type DeferredQueue<'p> = Mutex<Vec<&'p DeferredNode>>;

/// Runs all of `plan`, deferred parts along with the others. Whatever fails stands in the problems
/// and in the context's coverage.
pub async fn execute(context: &ExecutionContext<'_>, plan: &QueryPlan) -> (Response, Problems) {
    let response = Mutex::default();
    let problems = match &plan.root {
        Some(root) => run_part(context, &response, root, None).await,
        None => Problems::default(),
    };
    (response.into_inner().unwrap_or_else(PoisonError::into_inner), problems)
}

/// Runs `node` on `response`. With a queue, deferred parts are put there instead of being run.
pub(super) async fn run_part<'p>(
    context: &ExecutionContext<'_>,
    response: &Mutex<Response>,
    node: &'p PlanNode,
    later: Option<&DeferredQueue<'p>>,
) -> Problems {
    let execution = Execution::new(context, response);
    execution.node(node, later).await;
    execution.into_problems()
}

impl<'a> Execution<'a> {
    pub(super) fn new(context: &'a ExecutionContext<'a>, response: &'a Mutex<Response>) -> Self {
        Self { context, response, problems: Mutex::default() }
    }

    /// What went wrong in this part.
    pub(super) fn into_problems(self) -> Problems {
        self.problems.into_inner().unwrap_or_else(PoisonError::into_inner)
    }

    fn node<'b, 'p: 'b>(
        &'b self,
        node: &'p PlanNode,
        later: Option<&'b DeferredQueue<'p>>,
    ) -> BoxFuture<'b, ()> {
        Box::pin(async move {
            match node {
                PlanNode::Sequence(nodes) => {
                    for node in nodes {
                        self.node(node, later).await;
                    }
                }
                PlanNode::Parallel(nodes) => {
                    join_all(nodes.iter().map(|node| self.node(node, later))).await;
                }
                PlanNode::Condition(condition) => {
                    let is_true = self
                        .context
                        .variables
                        .get(condition.variable.as_str())
                        .and_then(|value| value.as_bool())
                        .unwrap_or(false);
                    let branch = if is_true { &condition.when_true } else { &condition.when_false };
                    if let Some(branch) = branch {
                        self.node(branch, later).await;
                    }
                }
                PlanNode::Fetch(node) => fetch::run(self, std::iter::once(&**node)).await,
                PlanNode::Visit(nodes) => fetch::run(self, nodes.iter()).await,
                PlanNode::Defer(defer) => self.defer(defer, later).await,
                PlanNode::Subscription(subscription) => {
                    // Its source is a stream, which `subscription` runs; here an event is at hand.
                    if let Some(each) = &subscription.each {
                        self.node(each, later).await;
                    }
                }
            }
        })
    }

    async fn defer<'b, 'p: 'b>(
        &'b self,
        defer: &'p DeferNode,
        later: Option<&'b DeferredQueue<'p>>,
    ) {
        if let Some(primary) = &defer.primary {
            self.node(primary, later).await;
        }
        match later {
            Some(queue) => {
                queue.lock().unwrap_or_else(PoisonError::into_inner).extend(&defer.deferred);
            }
            None => {
                let parts = defer.deferred.iter().filter_map(|part| part.node.as_ref());
                join_all(parts.map(|part| self.node(part, later))).await;
            }
        }
    }

    /// The response; never held across an await.
    pub(super) fn response(&self) -> MutexGuard<'_, Response> {
        self.response.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// What went wrong; never held across an await.
    pub(super) fn problems(&self) -> MutexGuard<'_, Problems> {
        self.problems.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// What goes with every call.
    pub(super) fn call_head(&self) -> CallHead<'a> {
        CallHead {
            caller: self.context.caller,
            request_id: &self.context.request_id,
            address: self.context.address,
            may_share: self.context.may_share_calls,
        }
    }

    /// When one call is due.
    pub(super) fn call_deadline(&self) -> CallDeadline {
        let own = Instant::now() + self.context.request_timeout;
        match self.context.deadline {
            Some(at) if at < own => CallDeadline { at, is_of_client: true },
            _ => CallDeadline { at: own, is_of_client: false },
        }
    }
}
