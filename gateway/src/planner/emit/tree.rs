//! Puts fetches in order: what depends on nothing left runs at once, what depends on it afterwards.

use std::collections::BTreeSet;

use apollo_compiler::{ast::OperationType, executable::Operation};

use super::{
    batch::{Unit, batch},
    fetch::{EmitError, FetchWriter, Numbering},
};
use crate::{
    planner::{
        flatten::flatten,
        graph::{FetchGraph, Scope},
        index::Index,
        plan::{ConditionNode, DeferNode, DeferredNode, PlanNode, QueryPlan, SubscriptionNode},
        selection::DeferId,
    },
    supergraph::Supergraph,
};

/// The plan of a fetch graph.
///
/// # Errors
/// [`EmitError`] if a contract says of something neither how it is routed nor how it is gathered.
pub(crate) fn emit_plan(
    index: &Index,
    supergraph: &Supergraph,
    graph: &FetchGraph,
    operation: &Operation,
    spreads_sites: bool,
) -> Result<QueryPlan, EmitError> {
    let kind = operation.operation_type;
    let units = batch(supergraph, graph, spreads_sites, kind == OperationType::Query);
    let writer = FetchWriter {
        index,
        supergraph,
        graph,
        operation,
        spreads_sites,
        compared: Default::default(),
    };
    let arranger = Arranger { writer, units: &units };
    let root = match kind {
        OperationType::Subscription => arranger.subscription()?,
        OperationType::Query | OperationType::Mutation => arranger.scope(None)?,
    };
    Ok(QueryPlan { root: root.map(flatten) })
}

struct Arranger<'a> {
    writer: FetchWriter<'a>,
    units: &'a [Unit],
}

impl Arranger<'_> {
    /// What one scope fetches, and the deferred parts in it.
    fn scope(&self, scope: Scope) -> Result<Option<PlanNode>, EmitError> {
        let primary = self.segments(scope)?;
        let parts = self.writer.graph.deferred.iter().enumerate();
        let mut deferred = Vec::new();
        for (at, part) in parts.filter(|(_, part)| part.is_selected && part.parent == scope) {
            deferred.push(DeferredNode {
                label: part.label.clone(),
                path: part.path.clone(),
                selections: part.selections.clone(),
                node: self.scope(Some(DeferId(at as u32)))?.map(flatten),
            });
        }
        if deferred.is_empty() {
            return Ok(primary);
        }
        let primary = primary.map(flatten);
        Ok(Some(PlanNode::Defer(Box::new(DeferNode { primary, deferred }))))
    }

    /// Root fields of a mutation one after another, each with all that hangs on it.
    fn segments(&self, scope: Scope) -> Result<Option<PlanNode>, EmitError> {
        let of_scope =
            || self.units.iter().enumerate().filter(move |(_, unit)| unit.scope == scope);
        let segments: BTreeSet<u32> = of_scope().map(|(_, unit)| unit.segment).collect();
        let mut nodes = Vec::with_capacity(segments.len());
        for segment in segments {
            let units = of_scope().filter(|(_, unit)| unit.segment == segment).map(|(at, _)| at);
            nodes.push(self.arrange(units.collect())?);
        }
        Ok((!nodes.is_empty()).then_some(PlanNode::Sequence(nodes)))
    }

    fn subscription(&self) -> Result<Option<PlanNode>, EmitError> {
        let Some((source, rest)) = self.units.split_first() else { return Ok(None) };
        let mut numbering = Numbering::new(false);
        let source = self.writer.write(&source.batches[0], &source.conditions, &mut numbering)?;
        let rest: BTreeSet<usize> = (1..=rest.len()).collect();
        let each = if rest.is_empty() { None } else { Some(flatten(self.arrange(rest)?)) };
        Ok(Some(PlanNode::Subscription(Box::new(SubscriptionNode { source, each }))))
    }

    /// Independent parts at once; in a part, what is free first, then the rest.
    fn arrange(&self, units: BTreeSet<usize>) -> Result<PlanNode, EmitError> {
        let mut parts = Vec::new();
        for component in self.components(units) {
            let mut left = component;
            let mut steps = Vec::new();
            while !left.is_empty() {
                let free: BTreeSet<usize> = left
                    .iter()
                    .filter(|unit| self.units[**unit].dependencies.is_disjoint(&left))
                    .copied()
                    .collect();
                let free = if free.is_empty() { left.clone() } else { free };
                let nodes = free.iter().map(|unit| self.node(&self.units[*unit]));
                steps.push(PlanNode::Parallel(nodes.collect::<Result<_, _>>()?));
                left.retain(|unit| !free.contains(unit));
                let rest = self.components(left.clone());
                if rest.len() > 1 {
                    steps.push(self.arrange(std::mem::take(&mut left))?);
                }
            }
            parts.push(PlanNode::Sequence(steps));
        }
        Ok(PlanNode::Parallel(parts))
    }

    /// Sets of units that do not depend on each other.
    fn components(&self, mut units: BTreeSet<usize>) -> Vec<BTreeSet<usize>> {
        let all = units.clone();
        let mut components = Vec::new();
        while let Some(first) = units.pop_first() {
            let mut component = BTreeSet::from([first]);
            let mut open = vec![first];
            while let Some(unit) = open.pop() {
                let before = self.units[unit].dependencies.intersection(&all).copied();
                let after =
                    all.iter().copied().filter(|one| self.units[*one].dependencies.contains(&unit));
                for neighbour in before.chain(after) {
                    if component.insert(neighbour) {
                        units.remove(&neighbour);
                        open.push(neighbour);
                    }
                }
            }
            components.push(component);
        }
        components
    }

    fn node(&self, unit: &Unit) -> Result<PlanNode, EmitError> {
        let mut numbering = Numbering::new(unit.batches.len() > 1);
        let mut fetches = Vec::with_capacity(unit.batches.len());
        for batch in &unit.batches {
            fetches.push(self.writer.write(batch, &unit.conditions, &mut numbering)?);
        }
        let node = match fetches.len() {
            1 => PlanNode::Fetch(Box::new(fetches.swap_remove(0))),
            _ => PlanNode::Visit(fetches),
        };
        Ok(unit.conditions.iter().rev().fold(node, |node, condition| {
            let node = Some(Box::new(node));
            let (when_true, when_false) =
                if condition.included_if { (node, None) } else { (None, node) };
            let variable = condition.variable.to_string();
            PlanNode::Condition(ConditionNode { variable, when_true, when_false })
        }))
    }
}
