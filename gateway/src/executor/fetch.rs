//! Runs fetches that begin at once: one alone, or those of a visit. Each is first made into the
//! parts that sites are asked; then every site is asked once for all of its parts, and each fetch
//! absorbs its answers as if it had been alone.

mod absorb;
mod call;
mod entity_lists;
mod failures;
mod part;
mod source;
mod visit;

use std::{collections::BTreeMap, sync::Arc};

use super::{
    answer::Answer,
    error_entry::ErrorEntry,
    merge::Merger,
    response::{PathSegment, ResponsePath},
    run::Execution,
};
use crate::{
    planner::plan::{FetchNode, RootTarget},
    sites::{CallError, Site, SiteId},
    supergraph::Subgraph,
};

pub(super) use source::{absorb_event, open_sources};
pub(super) use visit::run;

/// One fetch while it runs.
#[derive(Clone, Copy)]
struct FetchRun<'a> {
    execution: &'a Execution<'a>,
    node: &'a FetchNode,
    subgraph: &'a Subgraph,
}

/// What one site said to one part. A call may serve several parts, and its error is all of theirs.
type PartAnswer = Result<Answer, Arc<CallError>>;

/// What the sites of one part answered.
type Answers = BTreeMap<SiteId, PartAnswer>;

impl<'a> FetchRun<'a> {
    fn new(execution: &'a Execution<'a>, node: &'a FetchNode) -> Self {
        let subgraph = execution.context.supergraph.subgraph(node.subgraph);
        Self { execution, node, subgraph }
    }

    fn site(&self, id: SiteId) -> &'a Arc<Site> {
        self.execution.context.registry.site(id)
    }

    fn add_error(&self, entry: ErrorEntry) {
        self.execution.problems().add_error(entry);
    }

    /// Says that an error elsewhere explains what is missing at these places.
    fn explain(&self, places: impl IntoIterator<Item = ResponsePath>) {
        self.execution.problems().explained.extend(places);
    }

    /// Where the root fields of `target` go: the root of the response, or objects below it.
    fn root_places(&self, target: &RootTarget) -> Vec<ResponsePath> {
        match target.place.as_slice() {
            [] => vec![ResponsePath::new()],
            place => self.execution.response().places(place),
        }
    }

    fn first_root_place(&self, target: &RootTarget) -> ResponsePath {
        self.root_places(target).into_iter().next().unwrap_or_default()
    }

    /// Where an error of the first root field is put.
    fn first_root_path(&self, target: &RootTarget) -> ResponsePath {
        let place = self.first_root_place(target);
        let field = target.response_keys.first().map(|key| root_path(key)).unwrap_or_default();
        [place, field].concat()
    }

    fn merger<'b>(&'b self, place: &'b dyn Fn() -> ResponsePath) -> Merger<'b> {
        Merger {
            variables: self.execution.context.variables,
            place,
            report: Box::new(|entry| self.add_error(entry)),
        }
    }
}

/// The place of a field of the operation's root.
fn root_path(response_key: &str) -> ResponsePath {
    vec![PathSegment::Key(response_key.into())]
}
