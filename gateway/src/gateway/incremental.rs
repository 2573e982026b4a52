//! Answers an operation with deferred parts: a first body, then one for each part as it ends.
//! Spec: the incremental delivery of 2022-08-24, as Apollo clients read it (`deferSpec=20220824`);
//! docs/jurisdiction-spec.md, "Coverage".

use std::sync::{Mutex, PoisonError};

use bytes::Bytes;
use futures::{
    FutureExt, StreamExt,
    channel::mpsc::{self, UnboundedSender},
    stream::{self, BoxStream},
};
use tracing::Instrument;

use super::{
    answer::{write_coverage, write_errors},
    ready_run::ReadyRun,
};
use crate::{
    coverage::CoverageRecorder,
    executor::{DeferredPart, PathSegment, Problems, Response, ResponsePath, execute_deferring},
    projection::{project, project_part},
    telemetry::{operation_span, record_operation},
};

/// The bodies of the answer, in order. Dropping the stream cancels what still runs.
pub(super) fn answer_incrementally(run: ReadyRun) -> BoxStream<'static, Bytes> {
    // No more bodies than deferred fragments in the document, which limits bound.
    let (sender, bodies) = mpsc::unbounded();
    let work = async move { answer(&run, &sender).await };
    let nothing = work.into_stream().filter_map(|()| std::future::ready(None));
    stream::select(bodies, nothing).boxed()
}

async fn answer(run: &ReadyRun, bodies: &UnboundedSender<Bytes>) {
    let operation = &run.operation.prepared.operation;
    let name = operation.name.as_ref().map(|name| name.as_str());
    let span = operation_span("query", name);
    let coverage = CoverageRecorder::default();
    let context = run.execution(&coverage);
    let response = Mutex::new(Response::default());
    let plan = &run.operation.plan;
    let (mut problems, mut deferral) =
        execute_deferring(&context, plan, &response).instrument(span.clone()).await;
    run.absorb_introspection(&mut problems);
    let mut body = Vec::with_capacity(1024);
    body.extend_from_slice(b"{\"data\":");
    let report = run.report(&coverage);
    let is_refused = run.is_too_low(&report, &mut problems);
    let nulled = if is_refused {
        body.extend_from_slice(b"null");
        Vec::new()
    } else {
        let response = response.lock().unwrap_or_else(PoisonError::into_inner);
        project(&run.projection(true), &response, &mut problems, &mut body)
    };
    write_errors(&mut body, &problems.errors);
    let mut is_over = is_refused || deferral.is_over();
    send(run, bodies, body, &coverage, is_over);
    while !is_over {
        let Some(part) = deferral.next().instrument(span.clone()).await else { break };
        is_over = deferral.is_over();
        let response = response.lock().unwrap_or_else(PoisonError::into_inner);
        let body = part_body(run, part, &response, &nulled, &coverage);
        if is_over || body.len() > 1 {
            send(run, bodies, body, &coverage, is_over);
        }
    }
    let report = run.report(&coverage);
    record_operation(&span, report.asked, report.answered);
}

/// Ends the body, and the last one with the coverage of all.
fn send(
    run: &ReadyRun,
    bodies: &UnboundedSender<Bytes>,
    mut body: Vec<u8>,
    coverage: &CoverageRecorder,
    is_over: bool,
) {
    if body.len() > 1 {
        body.push(b',');
    }
    body.extend_from_slice(if is_over { b"\"hasNext\":false" } else { b"\"hasNext\":true" });
    if is_over {
        let report = run.report(coverage);
        write_coverage(&mut body, (report.asked > 0).then_some(&report), run.begun.elapsed());
    }
    body.push(b'}');
    // The receiver is gone only when the client is, and then this future is dropped.
    let _ = bodies.unbounded_send(body.into());
}

/// `{"incremental":[…]`, one entry for each object that the part is of; `{` where there is none.
fn part_body(
    run: &ReadyRun,
    part: DeferredPart<'_>,
    response: &Response,
    nulled: &[ResponsePath],
    coverage: &CoverageRecorder,
) -> Vec<u8> {
    let DeferredPart { node, mut problems } = part;
    let mut body = b"{".to_vec();
    let is_refused = run.is_too_low(&run.report(coverage), &mut problems);
    let input = run.projection(true);
    let mut data = Vec::new();
    for place in response.places(&node.path) {
        // Where the client got null there is nothing for a part to belong to.
        if nulled.iter().any(|null| place.starts_with(null)) {
            continue;
        }
        let mut own = problems_at(&problems, &place);
        data.clear();
        let selections = &node.selections;
        if is_refused {
            data.extend_from_slice(b"null");
        } else if !project_part(&input, selections, response, &place, &mut own, &mut data) {
            continue;
        }
        body.extend_from_slice(if body.len() == 1 { b"\"incremental\":[{" } else { b",{" });
        body.extend_from_slice(b"\"data\":");
        body.extend_from_slice(&data);
        body.extend_from_slice(b",\"path\":");
        write_path(&mut body, &place);
        if let Some(label) = &node.label {
            body.extend_from_slice(b",\"label\":");
            body.extend_from_slice(serde_json::json!(label).to_string().as_bytes());
        }
        write_errors(&mut body, &own.errors);
        body.push(b'}');
    }
    if body.len() > 1 {
        body.push(b']');
    }
    body
}

/// The part's errors that are of the object at `place`, or of no object.
fn problems_at(problems: &Problems, place: &ResponsePath) -> Problems {
    let errors = problems.errors.iter();
    Problems {
        errors: errors
            .filter(|entry| place.starts_with(&entry.path) || entry.path.starts_with(place))
            .cloned()
            .collect(),
        explained: problems.explained.clone(),
    }
}

fn write_path(body: &mut Vec<u8>, path: &[PathSegment]) {
    let path: Vec<serde_json::Value> = path
        .iter()
        .map(|segment| match segment {
            PathSegment::Key(key) => (**key).into(),
            PathSegment::Index(index) => (*index).into(),
        })
        .collect();
    body.extend_from_slice(serde_json::Value::from(path).to_string().as_bytes());
}
