//! One request to one site, for one part or several.

use std::{borrow::Cow, sync::Arc, time::Duration};

use bytes::Bytes;
use tracing::Instrument;

use super::part::Part;
use crate::{
    executor::{
        answer::{Answer, read_answer},
        joined_documents::JoinedDocument,
        request_body::{RequestBody, Variables},
    },
    json::Laziness,
    planner::narrow,
    sites::{CallError, SiteAnswer, SiteEvents, SiteId},
    telemetry::{record_site_call, site_call_span},
};

/// The body that asks `site` for the parts.
pub(super) fn body_for(site: SiteId, parts: &[&Part<'_>], document: &JoinedDocument) -> Bytes {
    RequestBody { query: &document.json, variables: variables(site, parts) }.to_bytes()
}

/// Asks `site` for the parts, of which there is at least one, by a body that asks for them all. What
/// `laziness` says of the answer stays unread.
///
/// # Errors
/// [`CallError`], logged; the breaker has counted it, coverage has not.
pub(super) async fn call(
    site: SiteId,
    parts: &[&Part<'_>],
    body: Bytes,
    laziness: &Laziness,
) -> Result<Answer, CallError> {
    let run = parts[0].run;
    let context = run.execution.context;
    let site = run.site(site);
    let contracts = contracts(parts);
    let span = site_call_span(&site.spec.id, &contracts, site.spec.transport.uri());
    let deadline = run.execution.call_deadline();
    let head = run.execution.call_head();
    let mut status = None;
    let read = |answer: SiteAnswer| {
        status = Some(answer.status);
        let sent_at = answer.sent_at;
        let mut answer = read_answer(answer, laziness)?;
        if answer.head.is_some() || answer.data.is_some() {
            context.client.saw_head(site, sent_at, answer.head.take());
        }
        Ok(answer)
    };
    let answer =
        context.client.call(site, body, head, deadline, read).instrument(span.clone()).await;
    record_site_call(&span, status, answer.as_ref().err().map(CallError::code));
    if let Err(error) = &answer {
        let contract =
            if let [part] = parts { Some(part.run.subgraph.name.as_str()) } else { None };
        site.heard(error, contract);
        let error = error as &dyn std::error::Error;
        let site = &*site.spec.id;
        let _entered = span.enter();
        tracing::warn!(site, contract = &*contracts, error, "a site did not answer");
    }
    answer
}

/// Asks an older site for what it knows of the part, which it refused as a whole for `reason`. What
/// it lacks stands in the coverage.
///
/// # Errors
/// [`CallError::Incompatible`] if there is nothing narrower to ask, [`CallError`] else.
pub(super) async fn call_narrowed(
    site: SiteId,
    part: &Part<'_>,
    reason: String,
) -> Result<Answer, Arc<CallError>> {
    let run = part.run;
    let context = run.execution.context;
    let incompatible = || Arc::new(CallError::Incompatible { reason: reason.clone() });
    if !run.subgraph.is_contract {
        return Err(incompatible());
    }
    let head = run.execution.call_head();
    let schema = context.client.site_schema(run.site(site), head, run.execution.call_deadline());
    // Why it does not tell its schema matters less than that it refuses the contract.
    let Ok(schema) = schema.await else { return Err(incompatible()) };
    let document = &run.node.document.text;
    let Some(narrowed) = narrow(&context.supergraph.schema, &schema, document) else {
        return Err(incompatible());
    };
    let own = context.documents.of(std::iter::once(run.node));
    let narrower = JoinedDocument::new(&narrowed.document, own.laziness.clone());
    let body = body_for(site, &[part], &narrower);
    let answer = call(site, &[part], body, &narrower.laziness).await.map_err(Arc::new)?;
    context.coverage.record_lacking(site, &run.subgraph.name, narrowed.lacking);
    Ok(answer)
}

/// Opens the stream of a subscription at `site`.
///
/// # Errors
/// [`CallError`], logged; the breaker has counted it.
pub(super) async fn open_stream(
    site: SiteId,
    part: &Part<'_>,
    idle_timeout: Duration,
) -> Result<SiteEvents, CallError> {
    let run = part.run;
    let context = run.execution.context;
    let document = context.documents.of(std::iter::once(run.node));
    let body = body_for(site, &[part], &document);
    let site = run.site(site);
    let span = site_call_span(&site.spec.id, &run.subgraph.name, site.spec.transport.uri());
    let deadline = run.execution.call_deadline();
    let head = run.execution.call_head();
    let contract = &run.subgraph.name;
    let opened = context.client.subscribe(site, contract, body, head, deadline, idle_timeout);
    let opened = opened.instrument(span.clone()).await;
    record_site_call(&span, None, opened.as_ref().err().map(CallError::code));
    if let Err(error) = &opened {
        let error = error as &dyn std::error::Error;
        let site = &*site.spec.id;
        let _entered = span.enter();
        tracing::warn!(site, contract, error, "a site gives no events");
    }
    opened
}

fn variables<'a>(site: SiteId, parts: &[&'a Part<'_>]) -> Variables<'a> {
    let mut variables = Variables::default();
    for (place, part) in parts.iter().enumerate() {
        let known = if place == 0 { 0 } else { variables.values.len() };
        for (name, value) in part.values() {
            // Parts have only the client's variables in common.
            if !variables.values[..known].iter().any(|(known, _)| *known == name) {
                variables.values.push((name, value));
            }
        }
        variables.lists.extend(part.lists(site));
    }
    variables
}

/// Their names, such as `network` or `county+network`.
fn contracts<'a>(parts: &[&Part<'a>]) -> Cow<'a, str> {
    if let [part] = parts {
        return Cow::Borrowed(&part.run.subgraph.name);
    }
    let mut names: Vec<&str> = parts.iter().map(|part| part.run.subgraph.name.as_str()).collect();
    names.sort_unstable();
    names.dedup();
    Cow::Owned(names.join("+"))
}
