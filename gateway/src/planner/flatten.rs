//! Tidies a plan: sequences in sequences and parallels in parallels become one.

use super::plan::PlanNode;

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
            single_or(flat, PlanNode::Sequence)
        }
        PlanNode::Parallel(nodes) => {
            let mut flat = Vec::with_capacity(nodes.len());
            for node in nodes {
                match flatten(node) {
                    PlanNode::Parallel(inner) => flat.extend(inner),
                    other => flat.push(other),
                }
            }
            single_or(flat, PlanNode::Parallel)
        }
        PlanNode::Condition(mut condition) => {
            condition.when_true = condition.when_true.map(|node| Box::new(flatten(*node)));
            condition.when_false = condition.when_false.map(|node| Box::new(flatten(*node)));
            PlanNode::Condition(condition)
        }
        other => other,
    }
}

fn single_or(mut nodes: Vec<PlanNode>, wrap: fn(Vec<PlanNode>) -> PlanNode) -> PlanNode {
    if nodes.len() == 1 { nodes.swap_remove(0) } else { wrap(nodes) }
}
