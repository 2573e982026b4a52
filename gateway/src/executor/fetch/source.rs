//! The source of a subscription: a root fetch whose answers are events.

use std::time::Duration;

use futures::future::join_all;

use super::{Answers, FetchRun, PartAnswer, call::open_stream, root_path};
use crate::{
    executor::{
        problems::Problems,
        run::{Execution, ExecutionContext},
        subscription::{EventSource, source_events},
    },
    planner::plan::{FetchNode, FetchTarget},
    sites::SiteId,
};

/// Opens a stream at each site of the fetch.
pub(in crate::executor) async fn open_sources(
    context: &ExecutionContext<'_>,
    node: &FetchNode,
    idle_timeout: Duration,
) -> (Vec<EventSource>, Problems) {
    let response = Default::default();
    let execution = Execution::new(context, &response);
    let run = FetchRun::new(&execution, node);
    let path = match &node.target {
        FetchTarget::Root(target) => target.response_keys.first().map(|key| root_path(key)),
        FetchTarget::Entities(_) => None,
    };
    let parts = run.parts();
    let sites = parts.iter().flat_map(|part| part.sites().map(move |site| (part, site)));
    let opened = join_all(
        sites.map(async |(part, site)| (site, open_stream(site, part, idle_timeout).await)),
    );
    let mut sources = Vec::new();
    for (site, stream) in opened.await {
        match stream {
            Ok(events) => {
                sources.push(EventSource { site, events: source_events(events) });
            }
            Err(error) => {
                if run.subgraph.is_contract {
                    context.coverage.record_failure(site, &run.subgraph.name, &error);
                }
                let id = &run.site(site).spec.id;
                run.record_call_error(id, &error, path.clone().unwrap_or_default());
            }
        }
    }
    (sources, execution.into_problems())
}

/// Takes one event into the response.
pub(in crate::executor) fn absorb_event(
    execution: &Execution<'_>,
    node: &FetchNode,
    site: SiteId,
    event: PartAnswer,
) {
    let run = FetchRun::new(execution, node);
    if let FetchTarget::Root(target) = &node.target {
        let answers = Answers::from([(site, event)]);
        run.record_outcomes(&answers);
        run.absorb_root(target, answers);
    }
}
