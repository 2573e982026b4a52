//! The ways from an object in one subgraph to the same object in others.
//!
//! A subgraph is entered by any of its resolvable keys whose fields can be had: from where the object
//! is, or from subgraphs that can be entered before. So ways are found like shortest paths, a step
//! at a time, until nothing gets better (Bellman and Ford's algorithm over sets of keys).

use std::rc::Rc;

use indexmap::IndexMap;

use super::{
    choose::Search,
    state::{State, Target},
};
use crate::{
    planner::{
        budget::OverBudget,
        index::{TypeId, TypeKind},
        selection::{FieldItem, NodeId, SelectionItem},
    },
    supergraph::SubgraphId,
};

/// The ways from one object.
#[derive(Debug, Default)]
pub(crate) struct Reach {
    /// In order of discovery.
    pub(crate) hops: IndexMap<Target, Hop>,
}

/// The way to one subgraph.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Hop {
    /// Fetches one after another, the target's own included; 0 from the root.
    pub(crate) steps: u32,
    /// Fetches in all, the target's own included.
    pub(crate) requests: u32,
    /// The key to enter by, on the object's type; `None` from the root.
    pub(crate) key: Option<NodeId>,
}

/// A subgraph that might be entered, and one of its keys.
#[derive(Debug, Clone, Copy)]
struct Door {
    target: Target,
    key: NodeId,
}

impl Search<'_> {
    /// Ways from an object of `ty` in `state`.
    pub(super) fn reach(&mut self, ty: TypeId, state: State) -> Result<Rc<Reach>, OverBudget> {
        if let Some(known) = self.reaches.get(&(ty, state)) {
            return Ok(Rc::clone(known));
        }
        self.budget.spend(1)?;
        if state.graph.is_none() || Some(ty) == self.index.query {
            let reach = Rc::new(self.reach_of_root(ty, state));
            self.reaches.insert((ty, state), Rc::clone(&reach));
            return Ok(reach);
        }
        if !self.reaching.insert((ty, state)) {
            self.circles += 1;
            return Ok(Rc::default());
        }
        let circles = self.circles;
        let found = self.find_ways(ty, state);
        self.reaching.remove(&(ty, state));
        let reach = Rc::new(found?);
        if circles == self.circles || self.reaching.is_empty() {
            self.reaches.insert((ty, state), Rc::clone(&reach));
        }
        Ok(reach)
    }

    /// A root needs no key: at the operation's own, the first requests go everywhere at once; at an
    /// object below it that is the query root again, one more step does.
    fn reach_of_root(&self, ty: TypeId, state: State) -> Reach {
        let hops = self.index.graph_ids().filter(|graph| self.index.in_graph(ty, *graph).is_some());
        let first = Hop { steps: u32::from(state.graph.is_some()), requests: 1, key: None };
        Reach { hops: hops.map(|graph| (Target { graph, ty }, first)).collect() }
    }

    fn find_ways(&mut self, ty: TypeId, state: State) -> Result<Reach, OverBudget> {
        let doors = self.doors(ty)?;
        let mut reach = Reach::default();
        loop {
            let mut is_better = false;
            for door in &doors {
                self.budget.spend(1)?;
                let Some((steps, requests)) = self.key_cost(door.key, ty, state, &reach)? else {
                    continue;
                };
                let hop = Hop { steps: steps + 1, requests: requests + 1, key: Some(door.key) };
                let known = reach.hops.get(&door.target);
                if known
                    .is_none_or(|known| (hop.steps, hop.requests) < (known.steps, known.requests))
                {
                    reach.hops.insert(door.target, hop);
                    is_better = true;
                }
            }
            if !is_better {
                return Ok(reach);
            }
        }
    }

    /// All resolvable keys of the type, and of interfaces that are interface objects somewhere.
    fn doors(&mut self, ty: TypeId) -> Result<Vec<Door>, OverBudget> {
        let mut doors = Vec::new();
        let interfaces = self.index.ty(ty).interfaces.clone();
        for graph in self.index.graph_ids() {
            self.add_doors(Target { graph, ty }, ty, &mut doors)?;
            for interface in &interfaces {
                if self.index.is_interface_object(*interface, graph) {
                    self.add_doors(Target { graph, ty: *interface }, ty, &mut doors)?;
                }
            }
        }
        Ok(doors)
    }

    fn add_doors(
        &mut self,
        target: Target,
        ty: TypeId,
        doors: &mut Vec<Door>,
    ) -> Result<(), OverBudget> {
        let Some(entry) = self.index.in_graph(target.ty, target.graph) else { return Ok(()) };
        // A union has no keys; an interface can be entered where it is known by one.
        debug_assert!(self.index.ty(target.ty).kind != TypeKind::Union || entry.keys.is_empty());
        for key in entry.keys.iter().filter(|key| key.is_resolvable) {
            let key = self.narrow(key.node, ty)?;
            doors.push(Door { target, key });
        }
        Ok(())
    }

    /// Steps and requests to get all fields of a key; `None` where one cannot be had yet.
    fn key_cost(
        &mut self,
        key: NodeId,
        ty: TypeId,
        state: State,
        reach: &Reach,
    ) -> Result<Option<(u32, u32)>, OverBudget> {
        let node = self.nodes.get(key);
        let (mut steps, mut requests) = (0, 0);
        for item in &node.items {
            let SelectionItem::Field(field) = item else { return Ok(None) };
            let Some(cost) = self.key_field_cost(field, ty, state, reach)? else { return Ok(None) };
            steps = steps.max(cost.0);
            requests += cost.1;
        }
        Ok(Some((steps, requests)))
    }

    fn key_field_cost(
        &mut self,
        field: &FieldItem,
        ty: TypeId,
        state: State,
        reach: &Reach,
    ) -> Result<Option<(u32, u32)>, OverBudget> {
        if field.field.is_none() {
            return Ok(Some((0, 0)));
        }
        let mut best = None;
        if let Some(graph) = state.graph
            && self.at_hand(ty, field, state).is_some()
        {
            best = self.below(field, ty, graph, state.provides)?;
        }
        for (target, hop) in &reach.hops {
            let Some(there) = self.field_there(field, ty, target) else { continue };
            let is_plain = self
                .index
                .field_in_graph(target.ty, there, target.graph)
                .is_some_and(|entry| entry.requires.is_none() && entry.contexts.is_empty());
            if !is_plain || !self.resolves(target.ty, there, target.graph) {
                continue;
            }
            let item = FieldItem { field: Some(there), ..field.clone() };
            let Some((steps, requests)) = self.below(&item, target.ty, target.graph, None)? else {
                continue;
            };
            let cost = (hop.steps + steps, hop.requests + requests);
            if best.is_none_or(|best| cost < best) {
                best = Some(cost);
            }
        }
        Ok(best)
    }

    /// The field as it stands in the target's type.
    pub(super) fn field_there(
        &self,
        field: &FieldItem,
        ty: TypeId,
        target: &Target,
    ) -> Option<crate::planner::index::FieldIndex> {
        if target.ty == ty { field.field } else { self.index.field_index(target.ty, &field.name) }
    }

    /// What the nested fields of a key cost.
    fn below(
        &mut self,
        field: &FieldItem,
        ty: TypeId,
        graph: SubgraphId,
        provides: Option<NodeId>,
    ) -> Result<Option<(u32, u32)>, OverBudget> {
        let Some(node) = self.node_in_graph(ty, field, graph) else { return Ok(Some((0, 0))) };
        let Some(child) = self.child_state(ty, field, graph, provides, false)? else {
            return Ok(Some((0, 0)));
        };
        let choice = self.choose(node, child)?;
        Ok(choice.missing.is_none().then_some((choice.steps, choice.requests)))
    }
}

impl Search<'_> {
    /// The key by which `target` is entered from an object of `ty` in `state`.
    pub(crate) fn hop(
        &mut self,
        ty: TypeId,
        state: State,
        target: Target,
    ) -> Result<Option<NodeId>, OverBudget> {
        Ok(self.reach(ty, state)?.hops.get(&target).and_then(|hop| hop.key))
    }
}
