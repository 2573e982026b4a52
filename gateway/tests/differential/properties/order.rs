//! No fetch depends on one that comes later or runs beside it, and in the end all that the client
//! selected has been fetched.

use apollo_compiler::{
    ExecutableDocument,
    ast::{Directive, Value},
    executable::{Selection, SelectionSet},
};
use qianzhan_gateway::planner::plan::{EntityTarget, FetchNode, FetchTarget, PlanNode, QueryPlan};

use super::{Flaw, response_tree::ResponseTree};
use crate::{federated::Federated, world::Operation};

pub(super) fn nothing_depends_on_what_comes_later(
    world: &Federated,
    operation: &Operation,
    plan: &QueryPlan,
) -> Result<(), Flaw> {
    let mut fetched = ResponseTree::default();
    if let Some(root) = &plan.root {
        fetched.merge(&run(world, root, &fetched)?);
    }
    let text = operation.to_string();
    let document =
        ExecutableDocument::parse(&world.schema, text, "operation.graphql").map_err(|invalid| {
            Flaw::new("an operation that is not valid", invalid.errors.to_string())
        })?;
    let asked = document.operations.get(None).expect("one operation");
    all_selected(&document, &asked.selection_set, &fetched, &mut Vec::new())
}

/// What the node fetches, given what was fetched before it.
fn run(world: &Federated, node: &PlanNode, before: &ResponseTree) -> Result<ResponseTree, Flaw> {
    let mut fetched = ResponseTree::default();
    match node {
        PlanNode::Sequence(nodes) => {
            let mut known = before.clone();
            for node in nodes {
                let new = run(world, node, &known)?;
                known.merge(&new);
                fetched.merge(&new);
            }
        }
        PlanNode::Parallel(nodes) => {
            for node in nodes {
                fetched.merge(&run(world, node, before)?);
            }
        }
        PlanNode::Condition(condition) => {
            for branch in [&condition.when_true, &condition.when_false].into_iter().flatten() {
                fetched.merge(&run(world, branch, before)?);
            }
        }
        PlanNode::Fetch(fetch) => fetched.merge(&one(world, fetch, before)?),
        PlanNode::Visit(fetches) => {
            for fetch in fetches {
                fetched.merge(&one(world, fetch, before)?);
            }
        }
        PlanNode::Defer(defer) => {
            if let Some(primary) = &defer.primary {
                fetched.merge(&run(world, primary, before)?);
            }
            let mut known = before.clone();
            known.merge(&fetched);
            for node in defer.deferred.iter().filter_map(|part| part.node.as_ref()) {
                fetched.merge(&run(world, node, &known)?);
            }
        }
        PlanNode::Subscription(subscription) => {
            fetched.merge(&one(world, &subscription.source, before)?);
            if let Some(each) = &subscription.each {
                let event = fetched.clone();
                fetched.merge(&run(world, each, &event)?);
            }
        }
    }
    Ok(fetched)
}

fn one(world: &Federated, node: &FetchNode, before: &ResponseTree) -> Result<ResponseTree, Flaw> {
    // The supergraph's types do: only response keys are looked at.
    let text = &*node.document.text;
    let document = ExecutableDocument::parse(&world.supergraph.schema, text, "fetch.graphql")
        .map_err(|invalid| {
            Flaw::new("a document that cannot be read", invalid.errors.to_string())
        })?;
    let operation = document.operations.get(None).expect("one operation");
    let mut answer = ResponseTree::of(&document, &operation.selection_set);
    match &node.target {
        FetchTarget::Root(root) => {
            answer.rewrite(&root.output_rewrites);
            Ok(answer)
        }
        FetchTarget::Entities(targets) => {
            let mut fetched = ResponseTree::default();
            for target in targets {
                depends_on(target, before)?;
                let mut entities = answer.child(&target.response_key).cloned().unwrap_or_default();
                entities.rewrite(&target.output_rewrites);
                target.paths.iter().for_each(|path| fetched.merge_at(path, &entities));
            }
            Ok(fetched)
        }
    }
}

fn depends_on(target: &EntityTarget, before: &ResponseTree) -> Result<(), Flaw> {
    for path in &target.paths {
        let Some(objects) = before.at(path) else {
            let text = format!("nothing was fetched at {path:?}");
            return Err(Flaw::new("a fetch depends on a later one", text));
        };
        for required in &target.requires {
            if let Some(key) = objects.lacks(&required.fields) {
                let text = format!("`{key}` was not fetched at {path:?}");
                return Err(Flaw::new("a fetch depends on a later one", text));
            }
        }
    }
    Ok(())
}

/// Fields below fragments on narrower types are left out: who answers may know that no object is of
/// the type. So are those under conditions that never hold.
fn all_selected(
    document: &ExecutableDocument,
    set: &SelectionSet,
    fetched: &ResponseTree,
    conditions: &mut Vec<(String, bool)>,
) -> Result<(), Flaw> {
    for selection in &set.selections {
        let known = conditions.len();
        if hold(selection.directives().iter().map(AsRef::as_ref), conditions) {
            match selection {
                Selection::Field(field) if field.name.starts_with("__") => {}
                Selection::Field(field) => {
                    let Some(below) = fetched.child(field.response_key()) else {
                        let name = field.response_key().to_string();
                        return Err(Flaw::new("a selected field is not fetched", name));
                    };
                    all_selected(document, &field.selection_set, below, conditions)?;
                }
                Selection::InlineFragment(fragment) => {
                    if fragment.selection_set.ty == set.ty {
                        all_selected(document, &fragment.selection_set, fetched, conditions)?;
                    }
                }
                Selection::FragmentSpread(spread) => {
                    let fragment = document.fragments.get(&spread.fragment_name);
                    if let Some(fragment) = fragment.filter(|one| one.selection_set.ty == set.ty) {
                        all_selected(document, &fragment.selection_set, fetched, conditions)?;
                    }
                }
            }
        }
        conditions.truncate(known);
    }
    Ok(())
}

/// Whether `@skip` and `@include` can hold together with those around them; adds them.
fn hold<'d>(
    directives: impl Iterator<Item = &'d Directive>,
    conditions: &mut Vec<(String, bool)>,
) -> bool {
    for directive in directives {
        let includes = directive.name == "include";
        match directive.specified_argument_by_name("if").map(AsRef::as_ref) {
            Some(Value::Boolean(value)) if *value != includes => return false,
            Some(Value::Variable(name)) => {
                if conditions.contains(&(name.to_string(), !includes)) {
                    return false;
                }
                conditions.push((name.to_string(), includes));
            }
            _ => {}
        }
    }
    true
}
