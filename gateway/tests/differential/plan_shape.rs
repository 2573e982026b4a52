//! How long and how wide a plan is.

use std::collections::BTreeSet;

use apollo_compiler::ast::{Definition, Document, Selection};
use qianzhan_gateway::planner::plan::{PlanNode, QueryPlan};

use crate::properties::fetch_nodes;

/// Steps one after the other on the longest way, and requests in all, when every condition leads to
/// its costlier branch.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(crate) struct PlanShape {
    pub(crate) steps: usize,
    pub(crate) requests: usize,
    /// Those of the requests that a condition may spare.
    pub(crate) conditional: usize,
}

const ONE_REQUEST: PlanShape = PlanShape { steps: 1, requests: 1, conditional: 0 };

impl PlanShape {
    /// Of a plan.
    pub(crate) fn of(plan: &QueryPlan) -> Self {
        plan.root.as_ref().map(node).unwrap_or_default()
    }

    fn in_sequence(shapes: impl Iterator<Item = Self>) -> Self {
        shapes.fold(Self::default(), |sum, shape| Self {
            steps: sum.steps + shape.steps,
            requests: sum.requests + shape.requests,
            conditional: sum.conditional + shape.conditional,
        })
    }

    fn at_once(shapes: impl Iterator<Item = Self>) -> Self {
        shapes.fold(Self::default(), |sum, shape| Self {
            steps: sum.steps.max(shape.steps),
            requests: sum.requests + shape.requests,
            conditional: sum.conditional + shape.conditional,
        })
    }

    fn either(shapes: impl Iterator<Item = Self>) -> Self {
        shapes.fold(Self::default(), |most, shape| Self {
            steps: most.steps.max(shape.steps),
            requests: most.requests.max(shape.requests),
            conditional: most.conditional.max(shape.conditional),
        })
    }
}

fn node(plan: &PlanNode) -> PlanShape {
    match plan {
        PlanNode::Sequence(nodes) => PlanShape::in_sequence(nodes.iter().map(node)),
        PlanNode::Parallel(nodes) => PlanShape::at_once(nodes.iter().map(node)),
        PlanNode::Condition(condition) => {
            let branches = [&condition.when_true, &condition.when_false];
            let shape =
                PlanShape::either(branches.into_iter().flatten().map(|branch| node(branch)));
            PlanShape { conditional: shape.requests, ..shape }
        }
        PlanNode::Fetch(_) => ONE_REQUEST,
        PlanNode::Visit(fetches) => PlanShape::at_once(fetches.iter().map(|_| ONE_REQUEST)),
        PlanNode::Defer(defer) => PlanShape::in_sequence(defer.primary.iter().map(node).chain(
            std::iter::once(PlanShape::at_once(
                defer.deferred.iter().filter_map(|part| part.node.as_ref()).map(node),
            )),
        )),
        PlanNode::Subscription(subscription) => PlanShape::in_sequence(
            std::iter::once(ONE_REQUEST).chain(subscription.each.iter().map(node)),
        ),
    }
}

/// Names of all fields that the plan's documents ask for.
pub(crate) fn fields_asked(plan: &QueryPlan) -> BTreeSet<String> {
    let mut nodes = Vec::new();
    plan.root.iter().for_each(|root| fetch_nodes(root, &mut nodes));
    let mut names = BTreeSet::new();
    for node in nodes {
        let document = Document::parse(&*node.document.text, "fetch.graphql");
        let document = document.unwrap_or_else(|invalid| invalid.partial);
        for definition in &document.definitions {
            if let Definition::OperationDefinition(operation) = definition {
                names_in(&operation.selection_set, &mut names);
            }
        }
    }
    names
}

/// Names of all fields that an operation selects.
pub(crate) fn fields_selected(operation: &str) -> BTreeSet<String> {
    let document = Document::parse(operation, "operation.graphql");
    let document = document.unwrap_or_else(|invalid| invalid.partial);
    let mut names = BTreeSet::new();
    for definition in &document.definitions {
        match definition {
            Definition::OperationDefinition(one) => names_in(&one.selection_set, &mut names),
            Definition::FragmentDefinition(one) => names_in(&one.selection_set, &mut names),
            _ => {}
        }
    }
    names
}

fn names_in(selections: &[Selection], names: &mut BTreeSet<String>) {
    for selection in selections {
        match selection {
            Selection::Field(field) => {
                names.insert(field.name.to_string());
                names_in(&field.selection_set, names);
            }
            Selection::InlineFragment(fragment) => names_in(&fragment.selection_set, names),
            Selection::FragmentSpread(_) => {}
        }
    }
}
