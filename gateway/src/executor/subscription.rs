//! Runs a subscription: opens a stream at each site of its source, and makes a response of each
//! event. Contributions of several sites are events of their own: nothing waits for another site.

use std::{
    sync::{Arc, Mutex, PoisonError},
    time::Duration,
};

use super::{
    answer::read_answer,
    fetch,
    problems::Problems,
    response::Response,
    run::{Execution, ExecutionContext, run_part},
};
use crate::{
    json::Laziness,
    planner::plan::SubscriptionNode,
    sites::{SiteAnswer, SiteEvents, SiteId},
};

/// One site's events.
pub struct EventSource {
    /// The site.
    pub site: SiteId,
    /// Its answers, as long as they come.
    pub events: SiteEvents,
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
    event: SiteAnswer,
) -> (Response, Problems) {
    let response = Mutex::default();
    let event = read_answer(event, &Laziness::Nothing).map_err(Arc::new);
    let execution = Execution::new(context, &response);
    fetch::absorb_event(&execution, &node.source, site, event);
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
