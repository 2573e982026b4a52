//! One request to one site, for one part or several.

use std::collections::HashSet;

use tracing::Instrument;

use super::part::Part;
use crate::{
    executor::{
        answer::{Answer, read_answer},
        request_body::{RequestBody, Variables},
    },
    sites::{CallError, CallHead, SiteAnswer, SiteId},
    telemetry::{record_site_call, site_call_span},
};

/// Asks `site` for the parts, of which there is at least one, with a document that asks for them
/// all.
///
/// # Errors
/// [`CallError`], logged; the breaker has counted it, coverage has not.
pub(super) async fn call(
    site: SiteId,
    parts: &[&Part<'_>],
    document: &str,
) -> Result<Answer, CallError> {
    let run = parts[0].run;
    let context = run.execution.context;
    let body = RequestBody { query: document, variables: variables(site, parts) }.to_bytes();
    let site = run.site(site);
    let span = site_call_span(&site.spec.id, &contracts(parts), site.spec.transport.uri());
    let deadline = run.execution.call_deadline();
    let head = CallHead { caller: context.caller, request_id: &context.request_id };
    let mut status = None;
    let read = |answer: SiteAnswer| {
        status = Some(answer.status);
        read_answer(answer)
    };
    let answer =
        context.client.call(site, body, head, deadline, read).instrument(span.clone()).await;
    record_site_call(&span, status, answer.as_ref().err().map(CallError::code));
    if let Err(error) = &answer {
        let _entered = span.enter();
        tracing::warn!(error = error as &dyn std::error::Error, "a site did not answer");
    }
    answer
}

fn variables<'a>(site: SiteId, parts: &[&'a Part<'_>]) -> Variables<'a> {
    let mut variables = Variables::default();
    let mut names = HashSet::new();
    for part in parts {
        // Parts have only the client's variables in common.
        variables.values.extend(part.values().filter(|(name, _)| names.insert(*name)));
        variables.lists.extend(part.lists(site));
    }
    variables
}

/// Their names, such as `network` or `county+network`.
fn contracts(parts: &[&Part<'_>]) -> String {
    let mut names: Vec<&str> = parts.iter().map(|part| part.run.subgraph.name.as_str()).collect();
    names.sort_unstable();
    names.dedup();
    names.join("+")
}
