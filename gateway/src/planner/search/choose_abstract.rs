//! Choices for the fields of an interface or a union.
//!
//! What every object there answers alike is asked of the abstract type itself; the rest is asked of
//! each object type that the subgraph may return.

use super::{
    choose::{Choice, Pick, Search},
    state::State,
};
use crate::{
    planner::{
        budget::OverBudget,
        index::TypeId,
        selection::{FieldItem, FragmentItem, NodeId, SelectionItem},
    },
    supergraph::SubgraphId,
};

/// A field that all objects answer alike.
struct Uniform {
    /// Where its selections are.
    child: Option<State>,
    /// Its selections.
    node: Option<NodeId>,
    steps: u32,
    requests: u32,
}

impl Search<'_> {
    pub(super) fn choose_abstract(
        &mut self,
        node: NodeId,
        ty: TypeId,
        graph: SubgraphId,
        state: State,
    ) -> Result<Choice, OverBudget> {
        let selection = self.nodes.get(node);
        let mut runtime = self.runtime_types(ty, graph);
        runtime.retain(|object| self.may_be(state, *object));
        let mut choice = Choice::default();
        let mut missing = Vec::new();
        let mut rest = Vec::new();
        for item in &selection.items {
            self.budget.spend(1)?;
            match item {
                SelectionItem::Field(field) => {
                    match self.uniform(field, ty, graph, state, &runtime)? {
                        Some(uniform) => {
                            choice.steps = choice.steps.max(uniform.steps);
                            choice.requests += uniform.requests;
                            let item = FieldItem { node: uniform.node, ..field.clone() };
                            choice.picks.push(Pick::Local { item, child: uniform.child });
                        }
                        None if self.all_can(item, ty, state, &runtime)? => rest.push(item.clone()),
                        None => missing.push(item.clone()),
                    }
                }
                SelectionItem::Fragment(fragment) => {
                    if !self.choose_fragment(
                        fragment,
                        graph,
                        state,
                        &runtime,
                        &mut choice,
                        &mut missing,
                    )? {
                        rest.push(item.clone());
                    }
                }
            }
        }
        if let Some(rest) = self.node_of(ty, rest) {
            for object in &runtime {
                let of_type = self.narrow(rest, *object)?;
                if self.nodes.get(of_type).items.is_empty() {
                    continue;
                }
                self.add_on(*object, Vec::new(), of_type, state, &mut choice, &mut missing)?;
            }
        }
        choice.missing = self.node_of(ty, missing);
        Ok(choice)
    }

    /// Object types that `graph` may return where it returns `ty`.
    pub(crate) fn runtime_types(&self, ty: TypeId, graph: SubgraphId) -> Vec<TypeId> {
        self.index.in_graph(ty, graph).map(|entry| entry.possible.clone()).unwrap_or_default()
    }

    /// Whether objects of every type that may come up have a way to the field. A field of an
    /// interface is one thing to the client: a subgraph that has it of some objects only does not
    /// have it.
    fn all_can(
        &mut self,
        item: &SelectionItem,
        ty: TypeId,
        state: State,
        runtime: &[TypeId],
    ) -> Result<bool, OverBudget> {
        let Some(node) = self.node_of(ty, vec![item.clone()]) else { return Ok(true) };
        for object in runtime {
            let of_type = self.narrow(node, *object)?;
            let below = self.choose(of_type, state)?;
            if below.picks.is_empty() && below.missing.is_some() {
                return Ok(false);
            }
        }
        Ok(true)
    }

    fn add_on(
        &mut self,
        ty: TypeId,
        conditions: Vec<crate::planner::selection::Condition>,
        node: NodeId,
        state: State,
        choice: &mut Choice,
        missing: &mut Vec<SelectionItem>,
    ) -> Result<(), OverBudget> {
        let below = self.choose(node, state)?;
        choice.steps = choice.steps.max(below.steps);
        choice.requests += below.requests;
        if let Some(left) = below.missing {
            missing.push(SelectionItem::Fragment(FragmentItem {
                on: ty,
                conditions: conditions.clone(),
                defer: None,
                node: left,
            }));
        }
        if !below.picks.is_empty() {
            choice.picks.push(Pick::On { ty, conditions, node });
        }
        Ok(())
    }

    /// Keeps a fragment on a type that the subgraph knows as it is; false where each object type
    /// must be asked for itself.
    fn choose_fragment(
        &mut self,
        fragment: &FragmentItem,
        graph: SubgraphId,
        state: State,
        runtime: &[TypeId],
        choice: &mut Choice,
        missing: &mut Vec<SelectionItem>,
    ) -> Result<bool, OverBudget> {
        let is_known = self.index.is_abstract(fragment.on)
            && self
                .index
                .in_graph(fragment.on, graph)
                .is_some_and(|entry| !entry.is_interface_object);
        if !is_known || fragment.defer.is_some() {
            return Ok(false);
        }
        // Only where the subgraph means the same by it: neither more types than can come up here,
        // nor fewer than the client means.
        let possible = self.runtime_types(fragment.on, graph);
        let is_same = |object: &TypeId| {
            self.index.includes(fragment.on, *object) == possible.contains(object)
        };
        if !possible.iter().all(|object| runtime.contains(object)) || !runtime.iter().all(is_same) {
            return Ok(false);
        }
        let conditions = fragment.conditions.clone();
        self.add_on(fragment.on, conditions, fragment.node, state, choice, missing)?;
        Ok(true)
    }

    /// Whether every object answers the field at once and alike: where its selections are then, and
    /// what they cost.
    fn uniform(
        &mut self,
        field: &FieldItem,
        ty: TypeId,
        graph: SubgraphId,
        state: State,
        runtime: &[TypeId],
    ) -> Result<Option<Uniform>, OverBudget> {
        let leaf = Uniform { child: None, node: None, steps: 0, requests: 0 };
        if field.field.is_none() {
            return Ok(Some(leaf));
        }
        if self.at_hand(ty, field, state).is_none() || field.defer.is_some() {
            return Ok(None);
        }
        for object in runtime {
            self.budget.spend(1)?;
            let Some(own) = self.index.field_index(*object, &field.name) else { return Ok(None) };
            let item = FieldItem { field: Some(own), ..field.clone() };
            let Some(entry) = self.at_hand(*object, &item, state) else { return Ok(None) };
            if entry.provides.is_some() && field.node.is_some() {
                return Ok(None);
            }
        }
        let child = self.child_state(ty, field, graph, state.provides, false)?;
        let (Some(node), Some(state)) = (self.node_in_graph(ty, field, graph), child) else {
            return Ok(Some(leaf));
        };
        let below = self.choose(node, state)?;
        if below.missing.is_some() {
            return Ok(None);
        }
        let (steps, requests) = (below.steps, below.requests);
        Ok(Some(Uniform { child, node: Some(node), steps, requests }))
    }
}
