//! Asks each site once for all of its parts.
//! In: fetches that begin at once. A site that has part in several of them gets one joined
//! document, and its answer is taken apart by response keys.

use std::{
    collections::{BTreeMap, HashSet},
    sync::{Arc, Mutex, PoisonError},
};

use bytes::Bytes;
use futures::{
    FutureExt,
    future::{BoxFuture, join_all},
};

use super::{
    Answers, FetchRun, PartAnswer,
    call::{body_for, call, call_narrowed},
    part::Part,
};
use crate::{
    executor::{
        answer::Answer, error_entry::site_path, joined_documents::JoinedDocument,
        response::PathSegment, run::Execution,
    },
    planner::plan::FetchNode,
    sites::{CallError, SiteId},
};

/// Runs the fetches; whatever fails is recorded.
pub(in crate::executor) async fn run(
    execution: &Execution<'_>,
    nodes: impl Iterator<Item = &FetchNode>,
) {
    let (waves, parts): (Vec<usize>, Vec<Part<'_>>) = nodes
        .flat_map(|node| FetchRun::new(execution, node).parts().into_iter().enumerate())
        .unzip();
    let mut calls: BTreeMap<(usize, SiteId), Vec<usize>> = BTreeMap::new();
    for (place, part) in parts.iter().enumerate() {
        // Parts of one fetch have the same response keys, so they never share a wave; what cannot
        // stand beside others has one of its own.
        let wave = if part.is_joinable() { waves[place] } else { usize::MAX - place };
        for site in part.sites() {
            calls.entry((wave, site)).or_default().push(place);
        }
    }
    let parts = &parts;
    let requests = &SharedRequests::default();
    let asked = calls.into_iter().map(|((_, site), places)| async move {
        let of_site: Vec<&Part<'_>> = places.iter().map(|place| &parts[*place]).collect();
        let visit = Visit { execution, requests, site };
        let answers = visit.ask(&places, &of_site).await;
        (site, places, answers)
    });
    let mut answers: Vec<Answers> = parts.iter().map(|_| Answers::new()).collect();
    for (site, places, of_site) in join_all(asked).await {
        for (place, answer) in places.into_iter().zip(of_site) {
            answers[place].insert(site, answer);
        }
    }
    for (part, answers) in parts.iter().zip(answers) {
        part.absorb(answers);
    }
}

/// What several sites are asked alike: those that are asked for all of the same parts. By the places
/// of the parts, of which few combinations occur.
#[derive(Default)]
struct SharedRequests(Mutex<Vec<(Vec<usize>, Request)>>);

/// A body, and the document in it.
#[derive(Clone)]
struct Request {
    body: Bytes,
    document: Arc<JoinedDocument>,
}

/// One site's part in the fetches that begin at once.
struct Visit<'v> {
    execution: &'v Execution<'v>,
    requests: &'v SharedRequests,
    site: SiteId,
}

impl Visit<'_> {
    /// The site's answer to each of the parts, of which there is at least one, and which stand at these
    /// places. What few calls come to is put on the heap, and not kept free in the future of each.
    async fn ask(&self, places: &[usize], parts: &[&Part<'_>]) -> Vec<PartAnswer> {
        let request = self.request(places, parts);
        let answer = call(self.site, parts, request.body, &request.document.laziness).await;
        match (answer, parts) {
            (Err(CallError::Incompatible { reason }), [part]) => {
                vec![call_narrowed(self.site, part, reason).boxed().await]
            }
            (answer, [_]) => vec![answer.map_err(Arc::new)],
            // Whichever part is at fault, the others go without it.
            (Err(CallError::Incompatible { .. } | CallError::Withdrawn { .. }), _)
            | (Ok(Answer { data: None, .. }), _) => self.ask_each(places, parts).await,
            (Ok(answer), _) => take_apart(answer, parts).into_iter().map(Ok).collect(),
            (Err(error), _) => {
                let error = Arc::new(error);
                parts.iter().map(|_| Err(Arc::clone(&error))).collect()
            }
        }
    }

    fn ask_each<'a>(
        &'a self,
        places: &'a [usize],
        parts: &'a [&Part<'_>],
    ) -> BoxFuture<'a, Vec<PartAnswer>> {
        let each = places.chunks(1).zip(parts.chunks(1));
        let each = each.map(|(place, part)| self.ask(place, part));
        join_all(each).map(|answers| answers.into_iter().flatten().collect()).boxed()
    }

    /// What the site is asked for these parts: written once for all sites that are asked alike.
    fn request(&self, places: &[usize], parts: &[&Part<'_>]) -> Request {
        let write = || {
            let documents = self.execution.context.documents;
            let document = documents.of(parts.iter().map(|part| part.run.node));
            Request { body: body_for(self.site, parts, &document), document }
        };
        if !parts.iter().all(|part| part.asks_for_all(self.site)) {
            return write();
        }
        let mut known = self.requests.0.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some((_, request)) = known.iter().find(|(of, _)| of == places) {
            return request.clone();
        }
        let request = write();
        known.push((places.to_vec(), request.clone()));
        request
    }
}

/// Gives each part what stands under its response keys. An error that stands under none of them is
/// every part's.
fn take_apart(answer: Answer, parts: &[&Part<'_>]) -> Vec<Answer> {
    let Answer { data: Some(mut data), errors, withheld, .. } = answer else { return Vec::new() };
    let keys: Vec<HashSet<&str>> =
        parts.iter().map(|part| part.response_keys().collect()).collect();
    let mut answers: Vec<Answer> = keys
        .iter()
        .map(|keys| Answer {
            data: Some(keys.iter().filter_map(|key| data.remove_entry(key)).collect()),
            ..Answer::default()
        })
        .collect();
    // What was kept back is the site's of the whole call; to say it once is enough.
    if let Some(first) = answers.first_mut() {
        first.withheld = withheld;
    }
    for error in errors {
        let owner = match site_path(&error).first() {
            Some(PathSegment::Key(key)) => keys.iter().position(|keys| keys.contains(&**key)),
            _ => None,
        };
        match owner {
            Some(owner) => answers[owner].errors.push(error),
            None => answers.iter_mut().for_each(|answer| answer.errors.push(error.clone())),
        }
    }
    answers
}
