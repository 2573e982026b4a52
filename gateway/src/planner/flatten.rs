//! Tidies a plan: sequences in sequences and parallels in parallels become one.

use super::plan::{ConditionNode, PlanNode};

/// Sequences in sequences and parallels in parallels become one; a list of one is its node.
pub(super) fn flatten(node: PlanNode) -> PlanNode {
    match node {
        PlanNode::Sequence(nodes) => {
            let mut flat = Vec::with_capacity(nodes.len());
            for node in nodes {
                match flatten(node) {
                    PlanNode::Sequence(inner) => flat.extend(inner),
                    other => flat.push(other),
                }
            }
            single_or(join_conditions(flat, PlanNode::Sequence), PlanNode::Sequence)
        }
        PlanNode::Parallel(nodes) => {
            let mut flat = Vec::with_capacity(nodes.len());
            for node in nodes {
                match flatten(node) {
                    PlanNode::Parallel(inner) => flat.extend(inner),
                    other => flat.push(other),
                }
            }
            single_or(join_conditions(flat, PlanNode::Parallel), PlanNode::Parallel)
        }
        PlanNode::Condition(mut condition) => {
            condition.when_true = condition.when_true.map(|node| Box::new(flatten(*node)));
            condition.when_false = condition.when_false.map(|node| Box::new(flatten(*node)));
            PlanNode::Condition(condition)
        }
        other => other,
    }
}

/// Neighbours that one variable lets pass stand under it together.
fn join_conditions(nodes: Vec<PlanNode>, wrap: fn(Vec<PlanNode>) -> PlanNode) -> Vec<PlanNode> {
    let mut joined: Vec<PlanNode> = Vec::with_capacity(nodes.len());
    for node in nodes {
        match (joined.last_mut(), node) {
            (Some(PlanNode::Condition(known)), PlanNode::Condition(new))
                if known.variable == new.variable =>
            {
                let ConditionNode { when_true, when_false, .. } = new;
                join_branch(&mut known.when_true, when_true, wrap);
                join_branch(&mut known.when_false, when_false, wrap);
            }
            (_, node) => joined.push(node),
        }
    }
    joined
}

fn join_branch(
    known: &mut Option<Box<PlanNode>>,
    new: Option<Box<PlanNode>>,
    wrap: fn(Vec<PlanNode>) -> PlanNode,
) {
    let Some(new) = new else { return };
    *known = Some(match known.take() {
        Some(known) => Box::new(flatten(wrap(vec![*known, *new]))),
        None => new,
    });
}

fn single_or(mut nodes: Vec<PlanNode>, wrap: fn(Vec<PlanNode>) -> PlanNode) -> PlanNode {
    if nodes.len() == 1 { nodes.swap_remove(0) } else { wrap(nodes) }
}
