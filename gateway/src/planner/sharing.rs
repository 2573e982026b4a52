//! Marks the paths of a plan where an entity that stands at several places may be kept once.
//!
//! The executor then fills, looks for and writes what is below an entity once, and every place where
//! the entity stands has all of it. So whatever a plan puts below such a path must be right at each of
//! its places:
//!
//! - Every other path of the plan that leads through it makes the same conditions on types up to there.
//!   Else a fetch would be for some of the places only, and could give a response key another meaning.
//! - No other fetch puts objects under the same response key into the entities there. Such objects are
//!   merged, and until then they are two, of which a third fetch may know one.
//! - No variable of the plan comes from an object above its entity, which is another one for each place.

use std::collections::BTreeSet;

use apollo_compiler::ast::{Definition, Document, Selection};

use super::plan::{
    FetchNode, FetchTarget, FlattenPath, FlattenSegment, PlanNode, QueryPlan, Rewrite,
};

/// Fills [`shares`](super::plan::EntityTarget::shares) of all targets.
pub(super) fn mark_shared_paths(plan: &mut QueryPlan) {
    let Some(root) = &mut plan.root else { return };
    let mut survey = Survey::default();
    each_part(root, &mut |part| survey.add(part));
    let mut shares = survey.shares().into_iter();
    each_part(root, &mut |part| {
        let Part::Fetch(FetchNode { target: FetchTarget::Entities(targets), .. }) = part else {
            return;
        };
        for target in targets {
            target.shares = shares.by_ref().take(target.paths.len()).collect();
        }
    });
}

/// What has paths.
enum Part<'p> {
    Fetch(&'p mut FetchNode),
    Deferred(&'p FlattenPath),
}

fn each_part(node: &mut PlanNode, see: &mut dyn FnMut(Part<'_>)) {
    match node {
        PlanNode::Sequence(nodes) | PlanNode::Parallel(nodes) => {
            nodes.iter_mut().for_each(|node| each_part(node, see));
        }
        PlanNode::Condition(condition) => {
            let branches = [&mut condition.when_true, &mut condition.when_false];
            branches.into_iter().flatten().for_each(|node| each_part(node, see));
        }
        PlanNode::Fetch(fetch) => see(Part::Fetch(fetch)),
        PlanNode::Visit(fetches) => fetches.iter_mut().for_each(|fetch| see(Part::Fetch(fetch))),
        PlanNode::Defer(defer) => {
            if let Some(primary) = &mut defer.primary {
                each_part(primary, see);
            }
            for part in &mut defer.deferred {
                see(Part::Deferred(&part.path));
                if let Some(node) = &mut part.node {
                    each_part(node, see);
                }
            }
        }
        PlanNode::Subscription(subscription) => {
            see(Part::Fetch(&mut subscription.source));
            if let Some(each) = &mut subscription.each {
                each_part(each, see);
            }
        }
    }
}

/// All paths of a plan.
#[derive(Default)]
struct Survey {
    paths: Vec<Path>,
    has_contexts: bool,
}

struct Path {
    path: FlattenPath,
    /// Without its conditions on types.
    steps: Vec<Step>,
    /// What is put there; `None` where nothing is, or where it is no entity's.
    entities: Option<Written>,
}

/// One step that is no condition.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord)]
enum Step {
    Key(String),
    Each,
}

/// What a target puts into its entities.
#[derive(Clone)]
struct Written {
    /// Which target, of all in the plan.
    target: usize,
    /// Response keys of fields whose values are objects; `None` where that cannot be told.
    objects: Option<BTreeSet<String>>,
}

impl Survey {
    fn add(&mut self, part: Part<'_>) {
        let fetch = match part {
            Part::Deferred(path) => return self.push(path, None),
            Part::Fetch(fetch) => fetch,
        };
        let targets = match &fetch.target {
            FetchTarget::Root(target) => return self.push(&target.place, None),
            FetchTarget::Entities(targets) => targets,
        };
        let document = Document::parse(&*fetch.document.text, "fetch.graphql").ok();
        for target in targets {
            self.has_contexts |= !target.contexts.is_empty();
            let renames =
                target.output_rewrites.iter().any(|it| matches!(it, Rewrite::RenameKey { .. }));
            let objects = document.as_ref().filter(|_| !renames);
            let objects = objects.and_then(|document| objects_of(document, &target.response_key));
            let written = Written { target: self.paths.len(), objects };
            for path in &target.paths {
                self.push(path, Some(written.clone()));
            }
        }
    }

    fn push(&mut self, path: &FlattenPath, entities: Option<Written>) {
        let steps = path.iter().filter_map(|segment| match segment {
            FlattenSegment::Key(key) => Some(Step::Key(key.to_string())),
            FlattenSegment::Each => Some(Step::Each),
            FlattenSegment::OnTypes(_) => None,
        });
        let steps = steps.collect();
        self.paths.push(Path { path: path.clone(), steps, entities });
    }

    /// For each path of entities, in order.
    fn shares(&self) -> Vec<bool> {
        let mut sorted: Vec<&Path> = self.paths.iter().collect();
        sorted.sort_by(|one, other| one.steps.cmp(&other.steps));
        let entities = self.paths.iter().filter_map(|path| Some((path, path.entities.as_ref()?)));
        let shares = entities.map(|(path, written)| {
            let begin = sorted.partition_point(|other| other.steps < path.steps);
            let mut through =
                sorted[begin..].iter().take_while(|other| other.steps.starts_with(&path.steps));
            !self.has_contexts && through.all(|other| path.agrees_with(written, other))
        });
        shares.collect()
    }
}

impl Path {
    /// Whether the other path, which leads through this one or ends there, is right for all entities
    /// of it.
    fn agrees_with(&self, written: &Written, other: &Path) -> bool {
        if !other.path.starts_with(&self.path) {
            return false;
        }
        let beside = other.entities.as_ref().filter(|_| other.steps.len() == self.steps.len());
        match beside.filter(|it| it.target != written.target) {
            None => true,
            Some(others) => match (&written.objects, &others.objects) {
                (Some(own), Some(others)) => own.is_disjoint(others),
                _ => false,
            },
        }
    }
}

/// Response keys of the fields with selections right below the root field `response_key`.
fn objects_of(document: &Document, response_key: &str) -> Option<BTreeSet<String>> {
    let operation = document.definitions.iter().find_map(|definition| match definition {
        Definition::OperationDefinition(operation) => Some(operation),
        _ => None,
    })?;
    let root = operation.selection_set.iter().find_map(|selection| match selection {
        Selection::Field(field) if field.response_name().as_str() == response_key => Some(field),
        _ => None,
    })?;
    let mut objects = BTreeSet::new();
    collect_objects(&root.selection_set, &mut objects).then_some(objects)
}

/// False if there is a fragment by name, which no document of a fetch has.
fn collect_objects(selections: &[Selection], objects: &mut BTreeSet<String>) -> bool {
    selections.iter().all(|selection| match selection {
        Selection::Field(field) => {
            if !field.selection_set.is_empty() {
                objects.insert(field.response_name().to_string());
            }
            true
        }
        Selection::InlineFragment(fragment) => collect_objects(&fragment.selection_set, objects),
        Selection::FragmentSpread(_) => false,
    })
}

#[cfg(test)]
mod tests;
