//! Runs a subscription: opens a stream at each site of its source, and makes a response of each
//! event. Contributions of several sites are events of their own: nothing waits for another site.

use std::{
    sync::{Arc, Mutex, PoisonError},
    time::Duration,
};

use futures::{
    StreamExt,
    stream::{self, BoxStream},
};

use super::{
    answer::{Answer, read_answer},
    fetch,
    problems::Problems,
    response::Response,
    run::{Execution, ExecutionContext, run_part},
};
use crate::{
    json::Laziness,
    planner::plan::SubscriptionNode,
    sites::{CallError, SiteAnswer, SiteEvents, SiteId},
};

/// One site's events.
pub struct EventSource {
    /// The site.
    pub site: SiteId,
    /// Its answers, as long as they come.
    pub events: BoxStream<'static, SourceEvent>,
}

/// What comes from one site.
pub enum SourceEvent {
    /// An event, or an answer that is none.
    Event(EventAnswer),
    /// Why nothing more comes.
    End(CallError),
}

/// A site's answer to one event.
pub struct EventAnswer(Result<Answer, CallError>);

/// Reads the answers of one site. A site that refuses in one of them has nothing more to say.
pub(super) fn source_events(events: SiteEvents) -> BoxStream<'static, SourceEvent> {
    let read = |event: Result<SiteAnswer, CallError>| match event {
        Ok(event) => match read_answer(event, &Laziness::Nothing) {
            Err(refusal) if refusal.refusal().is_some() => SourceEvent::End(refusal),
            answer => SourceEvent::Event(EventAnswer(answer)),
        },
        Err(error) => SourceEvent::End(error),
    };
    stream::unfold(Some(events), move |events| async move {
        let mut events = events?;
        let event = read(events.next().await?);
        // What follows an end is dropped here, and with it the connection.
        let rest = matches!(event, SourceEvent::Event(_)).then_some(events);
        Some((event, rest))
    })
    .boxed()
}

/// Takes note in the coverage that the events of one site ended for a reason.
pub fn record_end(
    context: &ExecutionContext<'_>,
    node: &SubscriptionNode,
    site: SiteId,
    why: &CallError,
) {
    let subgraph = context.supergraph.subgraph(node.source.subgraph);
    if subgraph.is_contract {
        context.coverage.record_failure(site, &subgraph.name, why);
    }
}

/// Opens the streams. Sites that give none stand in the problems.
pub async fn open_sources(
    context: &ExecutionContext<'_>,
    node: &SubscriptionNode,
    idle_timeout: Duration,
) -> (Vec<EventSource>, Problems) {
    fetch::open_sources(context, &node.source, idle_timeout).await
}

/// The response of one event: what the site said, and what the plan still fetches for it.
pub async fn execute_event(
    context: &ExecutionContext<'_>,
    node: &SubscriptionNode,
    site: SiteId,
    EventAnswer(event): EventAnswer,
) -> (Response, Problems) {
    let response = Mutex::default();
    let execution = Execution::new(context, &response);
    fetch::absorb_event(&execution, &node.source, site, event.map_err(Arc::new));
    let mut problems = execution.into_problems();
    if let Some(each) = &node.each {
        let later = run_part(context, &response, each, None).await;
        problems.explained.extend(later.explained);
        for error in later.errors {
            problems.add_error(error);
        }
    }
    (response.into_inner().unwrap_or_else(PoisonError::into_inner), problems)
}
