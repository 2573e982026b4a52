//! Runs a plan in parts: first what the client gets at once, then each deferred part.
//! A deferred part begins when the first part has ended, and one inside another when that has; each
//! keeps its own errors. Spec: the incremental delivery of 2022-08-24, as Apollo clients read it.

use std::sync::{Mutex, PoisonError};

use futures::{StreamExt, future::BoxFuture, stream::FuturesUnordered};

use super::{
    problems::Problems,
    response::Response,
    run::{DeferredQueue, ExecutionContext, run_part},
};
use crate::planner::plan::{DeferredNode, QueryPlan};

/// The deferred parts of a run that has begun.
pub struct Deferral<'a> {
    context: &'a ExecutionContext<'a>,
    response: &'a Mutex<Response>,
    running: FuturesUnordered<BoxFuture<'a, Ended<'a>>>,
}

/// A deferred part that has ended: what it still needed stands in the response.
pub struct DeferredPart<'a> {
    /// Where it stands, and what it holds.
    pub node: &'a DeferredNode,
    /// What went wrong in it.
    pub problems: Problems,
}

struct Ended<'a> {
    part: DeferredPart<'a>,
    /// Parts that were deferred inside it.
    inner: Vec<&'a DeferredNode>,
}

/// Runs what of `plan` is not deferred, and makes the rest ready. `response` is empty.
pub async fn execute_deferring<'a>(
    context: &'a ExecutionContext<'a>,
    plan: &'a QueryPlan,
    response: &'a Mutex<Response>,
) -> (Problems, Deferral<'a>) {
    let later = DeferredQueue::default();
    let problems = match &plan.root {
        Some(root) => run_part(context, response, root, Some(&later)).await,
        None => Problems::default(),
    };
    let mut deferral = Deferral { context, response, running: FuturesUnordered::new() };
    deferral.begin(taken(later));
    (problems, deferral)
}

impl<'a> Deferral<'a> {
    /// Whether no part is left.
    pub fn is_over(&self) -> bool {
        self.running.is_empty()
    }

    /// The part that ends next; the others go on meanwhile.
    pub async fn next(&mut self) -> Option<DeferredPart<'a>> {
        let ended = self.running.next().await?;
        self.begin(ended.inner);
        Some(ended.part)
    }

    fn begin(&mut self, nodes: Vec<&'a DeferredNode>) {
        let (context, response) = (self.context, self.response);
        self.running.extend(nodes.into_iter().map(|node| {
            let run: BoxFuture<'a, Ended<'a>> = Box::pin(async move {
                let later = DeferredQueue::default();
                let problems = match &node.node {
                    Some(rest) => run_part(context, response, rest, Some(&later)).await,
                    None => Problems::default(),
                };
                Ended { part: DeferredPart { node, problems }, inner: taken(later) }
            });
            run
        }));
    }
}

fn taken(queue: DeferredQueue<'_>) -> Vec<&DeferredNode> {
    queue.into_inner().unwrap_or_else(PoisonError::into_inner)
}
