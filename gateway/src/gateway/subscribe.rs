//! Answers a subscription: an answer for each event of its sources.
//!
//! A task reads the sources and runs what hangs on each event, one event after the other. Answers
//! wait for the client in a bounded line; while it is full nothing is read, so a slow client slows
//! its sources, and one that takes nothing for too long is let go. Dropping the stream of answers
//! ends the task and closes the sources.

use std::time::Duration;

use futures::{
    StreamExt,
    stream::{self, BoxStream},
};
use tokio::{
    sync::{OwnedSemaphorePermit, mpsc},
    time::{Instant, timeout},
};
use tokio_util::task::AbortOnDropHandle;
use tracing::Instrument;

use super::{
    answer::{end_body, errors_body},
    ready_run::ReadyRun,
};
use crate::{
    config::SubscriptionsConfig,
    coverage::CoverageRecorder,
    executor::{ErrorEntry, EventSource, SourceEvent, execute_event, open_sources, record_end},
    http::StreamedEvent,
    planner::plan::{PlanNode, SubscriptionNode},
    sites::SiteId,
    telemetry::operation_span,
};

/// The answers, until the sources end. `permit` counts the subscription as open.
pub(super) fn subscribe(
    run: ReadyRun,
    limits: &SubscriptionsConfig,
    permit: OwnedSemaphorePermit,
) -> BoxStream<'static, StreamedEvent> {
    let (line, mut answers) = mpsc::channel(limits.max_waiting_events.get());
    let line = Line { sender: line, slow_client_timeout: limits.slow_client_timeout };
    let idle_timeout = limits.idle_timeout;
    let name = run.operation.prepared.operation.name.as_ref().map(|name| name.as_str());
    let span = operation_span("subscription", name);
    let work = async move {
        let _permit = permit;
        let mut line = line;
        feed(&run, &mut line, idle_timeout).await
    };
    let task = AbortOnDropHandle::new(tokio::spawn(work.instrument(span)));
    let taken = stream::poll_fn(move |context| answers.poll_recv(context));
    // What the task says at its end comes after all that waited in the line.
    let last = stream::once(task).filter_map(|end| {
        std::future::ready(match end {
            Ok(end) => end,
            Err(_) => {
                Some(failed(&[ErrorEntry::new("INTERNAL", "the subscription failed", Vec::new())]))
            }
        })
    });
    taken.chain(last).boxed()
}

/// The line of answers that wait for the client.
struct Line {
    sender: mpsc::Sender<StreamedEvent>,
    slow_client_timeout: Duration,
}

impl Line {
    /// False when the client takes none.
    async fn put(&mut self, answer: StreamedEvent) -> bool {
        timeout(self.slow_client_timeout, self.sender.send(answer))
            .await
            .is_ok_and(|sent| sent.is_ok())
    }
}

/// Feeds the line until the sources end. What ends the subscription by an error is returned.
async fn feed(run: &ReadyRun, line: &mut Line, idle_timeout: Duration) -> Option<StreamedEvent> {
    let Some(PlanNode::Subscription(node)) = &run.operation.plan.root else {
        let reason = "the plan of a subscription has no source";
        return Some(failed(&[ErrorEntry::new("INTERNAL", reason, Vec::new())]));
    };
    let coverage = CoverageRecorder::default();
    let (sources, problems) = open_sources(&run.execution(&coverage), node, idle_timeout).await;
    let told = || {
        let report = run.report(&coverage);
        end_body(&problems.errors, (report.asked > 0).then_some(&report), run.begun.elapsed())
    };
    if sources.is_empty() {
        return Some(StreamedEvent::Failed(told()));
    }
    if !problems.errors.is_empty() && !line.put(StreamedEvent::Next(told())).await {
        return Some(slow_client());
    }
    let is_only = sources.len() == 1;
    let mut events = stream::select_all(sources.into_iter().map(|source| {
        let EventSource { site, events } = source;
        events.map(move |event| (site, event)).boxed()
    }));
    while let Some((site, event)) = events.next().await {
        let is_end = is_only && matches!(event, SourceEvent::End(_));
        let answer = answer_event(run, node, site, event).await;
        if is_end {
            return Some(StreamedEvent::Failed(answer));
        }
        if !line.put(StreamedEvent::Next(answer)).await {
            return Some(slow_client());
        }
    }
    None
}

/// The body that answers one event, or tells of the end of one source.
async fn answer_event(
    run: &ReadyRun,
    node: &SubscriptionNode,
    site: SiteId,
    event: SourceEvent,
) -> bytes::Bytes {
    let begun = Instant::now();
    let coverage = CoverageRecorder::default();
    let context = run.execution_since(begun, &coverage);
    let event = match event {
        SourceEvent::Event(event) => event,
        SourceEvent::End(why) => {
            tracing::warn!(error = &why as &dyn std::error::Error, "a subscription's source ended");
            record_end(&context, node, site, &why);
            let site = &run.state.registry.site(site).spec.id;
            let subgraph = &run.state.supergraph.subgraph(node.source.subgraph).name;
            let errors = [ErrorEntry::of_call(&why, site, subgraph, Vec::new())];
            let report = run.report(&coverage);
            return end_body(&errors, (report.asked > 0).then_some(&report), begun.elapsed());
        }
    };
    let (response, problems) = execute_event(&context, node, site, event).await;
    let report = run.report(&coverage);
    run.answer(&response, problems, &report, begun).body
}

fn failed(errors: &[ErrorEntry]) -> StreamedEvent {
    StreamedEvent::Failed(errors_body(errors))
}

fn slow_client() -> StreamedEvent {
    failed(&[ErrorEntry::new(
        "SUBSCRIPTION_CLIENT_SLOW",
        "the client took no answers for too long",
        Vec::new(),
    )])
}
