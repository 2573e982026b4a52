//! The choice for one node in one state, found once.

use std::{collections::BTreeSet, rc::Rc};

use rustc_hash::{FxHashMap, FxHashSet};

use super::{
    reach::Reach,
    state::{Reference, State, Target, TypeSetId},
};
use crate::{
    planner::{
        budget::{Budget, OverBudget},
        index::{FieldInGraph, FieldIndex, Index, TypeId},
        selection::{
            Conditions, FieldItem, Narrowing, NodeId, Nodes, SelectionItem, SelectionNode,
        },
    },
    supergraph::{SubgraphId, Supergraph, jurisdiction::Spread},
};

/// How a node is fetched from a state.
#[derive(Debug, Default)]
pub(crate) struct Choice {
    /// In order of the node's items.
    pub(crate) picks: Vec<Pick>,
    /// Fetches one after another, beyond the one that is at hand.
    pub(crate) steps: u32,
    /// Fetches beyond the one that is at hand.
    pub(crate) requests: u32,
    /// What cannot be fetched from here.
    pub(crate) missing: Option<NodeId>,
}

/// How one item is fetched.
#[derive(Debug, Clone)]
pub(crate) enum Pick {
    /// From the subgraph at hand.
    Local {
        /// The field.
        item: FieldItem,
        /// Where its selections are then.
        child: Option<State>,
    },
    /// From another subgraph, or the same one asked anew.
    Jump {
        /// Where to.
        target: Target,
        /// The key to come there by; `None` from the root.
        key: Option<NodeId>,
        /// What `@requires` names, on the object's type.
        requires: Option<NodeId>,
        /// The field, as it stands in the target's type.
        item: FieldItem,
        /// Where its selections are then.
        child: Option<State>,
    },
    /// The same object where its own type is known, or other fields of it are.
    Enter {
        /// Where to.
        target: Target,
        /// The key to come there by.
        key: NodeId,
        /// What is fetched there.
        node: NodeId,
    },
    /// For objects of one type.
    On {
        /// The type.
        ty: TypeId,
        /// When.
        conditions: Conditions,
        /// What is fetched of them, from the same state.
        node: NodeId,
    },
}

/// The search of one operation.
#[derive(Debug)]
pub(crate) struct Search<'a> {
    pub(crate) index: &'a Index,
    pub(crate) supergraph: &'a Supergraph,
    /// Labels of `@override(label:)` that are active.
    pub(crate) active_labels: &'a BTreeSet<String>,
    /// Whether references end at the borders of sites; if not, contracts are plain subgraphs.
    pub(crate) spreads_sites: bool,
    pub(crate) nodes: Nodes<'a>,
    pub(crate) narrowing: Narrowing,
    pub(crate) budget: Budget,
    choices: FxHashMap<(NodeId, State), Rc<Choice>>,
    under_way: FxHashSet<(NodeId, State)>,
    type_sets: Vec<Vec<TypeId>>,
    shared: FxHashMap<(TypeId, FieldIndex), Option<TypeSetId>>,
    pub(super) reaches: FxHashMap<(TypeId, State), Rc<Reach>>,
    pub(super) reaching: FxHashSet<(TypeId, State)>,
    /// How often a search ran into itself: what was found meanwhile may not be all there is.
    pub(super) circles: u64,
}

impl<'a> Search<'a> {
    pub(crate) fn new(
        index: &'a Index,
        supergraph: &'a Supergraph,
        active_labels: &'a BTreeSet<String>,
        spreads_sites: bool,
        nodes: Vec<SelectionNode>,
        budget: Budget,
    ) -> Self {
        Self {
            index,
            supergraph,
            active_labels,
            spreads_sites,
            nodes: Nodes::new(&index.nodes, nodes),
            narrowing: Narrowing::default(),
            budget,
            choices: FxHashMap::default(),
            under_way: FxHashSet::default(),
            type_sets: Vec::new(),
            shared: FxHashMap::default(),
            reaches: FxHashMap::default(),
            reaching: FxHashSet::default(),
            circles: 0,
        }
    }

    /// How `node` is fetched from `state`.
    ///
    /// # Errors
    /// [`OverBudget`] if finding out takes more than is left.
    pub(crate) fn choose(&mut self, node: NodeId, state: State) -> Result<Rc<Choice>, OverBudget> {
        if let Some(known) = self.choices.get(&(node, state)) {
            return Ok(Rc::clone(known));
        }
        self.budget.spend(1)?;
        if !self.under_way.insert((node, state)) {
            self.circles += 1;
            return Ok(Rc::new(Choice { missing: Some(node), ..Choice::default() }));
        }
        let circles = self.circles;
        let chosen = self.choose_anew(node, state);
        self.under_way.remove(&(node, state));
        let chosen = Rc::new(chosen?);
        if circles == self.circles || self.under_way.is_empty() {
            self.choices.insert((node, state), Rc::clone(&chosen));
        }
        Ok(chosen)
    }

    fn choose_anew(&mut self, node: NodeId, state: State) -> Result<Choice, OverBudget> {
        let ty = self.nodes.get(node).ty;
        if !self.index.is_abstract(ty) {
            return self.choose_object(node, ty, state);
        }
        match state.graph {
            Some(graph) if self.index.is_interface_object(ty, graph) => {
                self.choose_object(node, ty, state)
            }
            Some(graph) => self.choose_abstract(node, ty, graph, state),
            None => Ok(Choice { missing: Some(node), ..Choice::default() }),
        }
    }

    /// What of `node` holds for objects of `ty`.
    pub(crate) fn narrow(&mut self, node: NodeId, ty: TypeId) -> Result<NodeId, OverBudget> {
        self.narrowing.narrow(self.index, &mut self.nodes, node, ty, &mut self.budget)
    }

    /// A node of these items; `None` of none.
    pub(crate) fn node_of(&mut self, ty: TypeId, items: Vec<SelectionItem>) -> Option<NodeId> {
        (!items.is_empty()).then(|| self.nodes.add(SelectionNode { ty, items }))
    }

    /// Whether only the key of an object of `ty` is at hand.
    pub(crate) fn is_stub(&self, ty: TypeId, state: State) -> bool {
        if state.reference == Reference::Owned {
            return false;
        }
        match self.supergraph.jurisdiction.entity_spread(&self.index.ty(ty).name) {
            Some(Spread::Gather { .. }) => true,
            Some(Spread::Route { .. }) => state.reference == Reference::Crossing,
            None => false,
        }
    }

    /// Whether `graph` resolves the field of itself.
    pub(super) fn resolves(&self, ty: TypeId, field: FieldIndex, graph: SubgraphId) -> bool {
        self.index
            .field_in_graph(ty, field, graph)
            .is_some_and(|entry| entry.is_resolvable(self.active_labels))
    }

    /// What the state's subgraph knows of a field that it answers at once, without more being
    /// fetched first. `ty` is what the object is there.
    pub(super) fn at_hand(
        &self,
        ty: TypeId,
        item: &FieldItem,
        state: State,
    ) -> Option<&'a FieldInGraph> {
        let (graph, field) = (state.graph?, item.field?);
        let entry = self.index.field_in_graph(ty, field, graph)?;
        if self.is_stub(ty, state) {
            return entry.is_key.then_some(entry);
        }
        let needs_more = entry.requires.is_some() || !entry.contexts.is_empty();
        let resolves = !needs_more && entry.is_resolvable(self.active_labels);
        (resolves || self.is_provided(state.provides, ty, item)).then_some(entry)
    }

    fn is_provided(&self, provides: Option<NodeId>, ty: TypeId, item: &FieldItem) -> bool {
        provides.is_some_and(|provides| self.provided_below(provides, ty, item).is_some())
    }

    /// The provided item of the same name, with what is provided below it.
    pub(super) fn provided_below(
        &self,
        provides: NodeId,
        ty: TypeId,
        item: &FieldItem,
    ) -> Option<Option<NodeId>> {
        let node = self.nodes.get(provides);
        node.items.iter().find_map(|known| match known {
            SelectionItem::Field(field) if field.name == item.name => Some(field.node),
            SelectionItem::Field(_) => None,
            SelectionItem::Fragment(fragment) if self.index.includes(fragment.on, ty) => {
                self.provided_below(fragment.node, ty, item)
            }
            SelectionItem::Fragment(_) => None,
        })
    }

    /// The field's selections on the type that it has in `graph`.
    pub(super) fn node_in_graph(
        &mut self,
        ty: TypeId,
        item: &FieldItem,
        graph: SubgraphId,
    ) -> Option<NodeId> {
        let (node, field) = (item.node?, item.field?);
        let entry = self.index.field(ty, field);
        let in_graph = entry.graphs.get(graph.0)?.as_ref()?.ty.as_ref();
        let own = in_graph.and_then(|ty| self.index.type_id(ty.inner_named_type()));
        Some(self.narrowing.retype(&mut self.nodes, node, own.or(entry.composite)?))
    }

    /// Where the objects of a field are that `graph` answers; `None` for a leaf.
    pub(super) fn child_state(
        &mut self,
        ty: TypeId,
        item: &FieldItem,
        graph: SubgraphId,
        provides: Option<NodeId>,
        is_root: bool,
    ) -> Result<Option<State>, OverBudget> {
        let (Some(_), Some(field)) = (item.node, item.field) else { return Ok(None) };
        let own = self.index.field_in_graph(ty, field, graph).and_then(|entry| entry.provides);
        let above = provides.and_then(|node| self.provided_below(node, ty, item)).flatten();
        let provides = match (own, above) {
            (Some(one), Some(other)) if one != other => {
                Some(self.narrowing.merge(&mut self.nodes, one, other, &mut self.budget)?)
            }
            (one, other) => one.or(other),
        };
        let is_contract = self.spreads_sites && self.supergraph.subgraph(graph).is_contract;
        let reference = if !is_contract || is_root {
            Reference::Owned
        } else if self.supergraph.jurisdiction.is_local(&self.index.ty(ty).name, &item.name) {
            Reference::Local
        } else {
            Reference::Crossing
        };
        let among = self.shared_types(ty, field);
        Ok(Some(State { graph: Some(graph), provides, reference, among }))
    }

    /// Object types that all subgraphs which share the field know; `None` where they know the same,
    /// or nothing in common.
    fn shared_types(&mut self, ty: TypeId, field: FieldIndex) -> Option<TypeSetId> {
        let entry = self.index.field(ty, field);
        let composite = entry.composite.filter(|composite| self.index.is_abstract(*composite))?;
        if let Some(known) = self.shared.get(&(ty, field)) {
            return *known;
        }
        let graphs = self.index.graph_ids().filter(|graph| self.resolves(ty, field, *graph));
        let sets: Vec<Vec<TypeId>> = graphs
            .filter_map(|graph| {
                let in_graph = entry.graphs.get(graph.0)?.as_ref()?.ty.as_ref();
                let own = in_graph.and_then(|ty| self.index.type_id(ty.inner_named_type()));
                let own = own.unwrap_or(composite);
                let known = self.index.in_graph(own, graph)?;
                (!known.is_interface_object).then(|| known.possible.clone())
            })
            .collect();
        let mut common = sets.first().cloned().unwrap_or_default();
        common.retain(|object| sets.iter().all(|set| set.contains(object)));
        let differ = sets.iter().any(|set| *set != common);
        let found = (differ && !common.is_empty()).then(|| {
            self.type_sets.push(common);
            TypeSetId(self.type_sets.len() as u32 - 1)
        });
        self.shared.insert((ty, field), found);
        found
    }

    /// Whether an object in this state may be of the type.
    pub(super) fn may_be(&self, state: State, object: TypeId) -> bool {
        state.among.is_none_or(|set| self.type_sets[set.0 as usize].contains(&object))
    }
}
