//! Grows the fetch graph from the root down, as the search chose.

use std::{collections::BTreeSet, rc::Rc};

use apollo_compiler::{Name, ast::OperationType, executable::SelectionSet};
use rustc_hash::{FxHashMap, FxHashSet};

use super::{
    model::{DeferredPart, FetchGraph, GroupId, OutField, Scope, SetId},
    places::PlaceId,
    survey::list_depth,
};
use crate::{
    planner::{
        budget::OverBudget,
        index::TypeId,
        search::{Pick, Search, State, Target},
        selection::{
            Conditions, DeferId, DeferredFragment, FieldItem, NodeId, SelectionItem,
            and_conditions, is_contradictory,
        },
    },
    supergraph::SubgraphId,
};

/// Why an operation does not grow into a fetch graph.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum GrowError {
    /// It takes more than is left.
    OverBudget,
    /// No subgraph, or no way between subgraphs, resolves these.
    Missing(Vec<String>),
}

impl From<OverBudget> for GrowError {
    fn from(_: OverBudget) -> Self {
        Self::OverBudget
    }
}

/// An object, with the group that has it at hand and the set of its selections there.
#[derive(Debug, Clone)]
pub(super) struct At {
    pub(super) place: PlaceId,
    pub(super) group: GroupId,
    pub(super) set: SetId,
    /// Its type.
    pub(super) ty: TypeId,
    /// Whether other objects at the place have other types.
    pub(super) is_narrowed: bool,
    pub(super) state: State,
    pub(super) scope: Scope,
    /// Conditions between the place and its selections.
    pub(super) conditions: Conditions,
    /// The object above it.
    pub(super) above: Option<Rc<At>>,
}

/// What one entity group of a place is for: subgraph, scope, and the conditions of what it requires.
pub(super) type Purpose = (PlaceId, SubgraphId, Scope, Conditions);

/// What one root group is for: place, subgraph, scope, segment, and for a contract the one response key.
pub(super) type RootPurpose = (PlaceId, SubgraphId, Scope, u32, Option<Name>);

/// Grows one fetch graph.
pub(crate) struct Grower<'a, 'b> {
    pub(super) search: &'b mut Search<'a>,
    pub(super) graph: FetchGraph,
    pub(super) segment: u32,
    pub(super) groups_at: FxHashMap<Purpose, Vec<GroupId>>,
    pub(super) roots: FxHashMap<RootPurpose, GroupId>,
    pub(super) surveyed: FxHashSet<DeferId>,
    pub(super) next_context: u32,
}

impl<'a, 'b> Grower<'a, 'b> {
    /// The fetch graph of the root selections `root`.
    ///
    /// # Errors
    /// [`GrowError`] if something cannot be fetched, or it takes too long.
    pub(crate) fn grow_operation(
        search: &'b mut Search<'a>,
        operation: OperationType,
        root: NodeId,
        deferred: Vec<DeferredFragment>,
    ) -> Result<FetchGraph, GrowError> {
        let deferred = deferred.into_iter().map(deferred_part).collect();
        let graph = FetchGraph { deferred, ..FetchGraph::default() };
        let mut grower = Self {
            search,
            graph,
            segment: 0,
            groups_at: FxHashMap::default(),
            roots: FxHashMap::default(),
            surveyed: FxHashSet::default(),
            next_context: 0,
        };
        let place = grower.graph.places.root();
        let keys = grower.graph.places.keys_of(place);
        grower.survey(root, keys, &Vec::new(), None)?;
        let ty = grower.search.nodes.get(root).ty;
        let at = At {
            place,
            group: GroupId(u32::MAX),
            set: SetId(u32::MAX),
            ty,
            is_narrowed: false,
            state: State::ROOT,
            scope: None,
            conditions: Vec::new(),
            above: None,
        };
        if operation == OperationType::Mutation {
            grower.grow_mutation(&at, root)?;
        } else {
            grower.grow_all(&at, root)?;
        }
        Ok(grower.graph)
    }

    /// All of a node, or nothing.
    fn grow_all(&mut self, at: &At, node: NodeId) -> Result<(), GrowError> {
        let choice = self.search.choose(node, at.state)?;
        if let Some(missing) = choice.missing {
            return Err(GrowError::Missing(self.coordinates(missing)));
        }
        self.grow(at, node)
    }

    /// Root fields of a mutation run one after another, each with all that hangs on it. Two that the
    /// same subgraph answers alone are one request.
    fn grow_mutation(&mut self, at: &At, root: NodeId) -> Result<(), GrowError> {
        let root = self.search.narrow(root, at.ty)?;
        let selection = self.search.nodes.get(root);
        let mut units: Vec<Vec<SelectionItem>> = Vec::new();
        for item in &selection.items {
            let SelectionItem::Field(field) = item else { continue };
            let known = units.iter_mut().find(
                |unit| matches!(&unit[0], SelectionItem::Field(known) if known.key == field.key),
            );
            match known {
                Some(unit) => unit.push(item.clone()),
                None => units.push(vec![item.clone()]),
            }
        }
        let mut before = 0;
        for unit in units {
            let Some(node) = self.search.node_of(at.ty, unit) else { continue };
            let target =
                self.search.choose(node, at.state)?.picks.iter().find_map(|pick| match pick {
                    Pick::Jump { target, .. } => Some(target.graph),
                    _ => None,
                });
            let goes_on = self.graph.groups.len() == before + 1
                && self.graph.groups.last().map(|group| group.graph) == target;
            if !goes_on {
                self.segment += 1;
                before = self.graph.groups.len();
            }
            self.grow_all(at, node)?;
        }
        Ok(())
    }

    pub(super) fn grow(&mut self, at: &At, node: NodeId) -> Result<(), GrowError> {
        let choice = self.search.choose(node, at.state)?;
        for pick in &choice.picks {
            self.search.budget.spend(1)?;
            if is_never(&at.conditions, pick) {
                continue;
            }
            match pick {
                Pick::Local { item, child } => self.grow_local(at, item, *child)?,
                Pick::Jump { target, key, requires, item, child } => {
                    let conditions = and_conditions(&at.conditions, &item.conditions);
                    let opened = self.open(at, *target, *key, *requires, item, &conditions)?;
                    let mut item = opened.item;
                    item.conditions = conditions;
                    self.grow_field(at, opened.group, opened.set, &item, *child)?;
                }
                Pick::Enter { target, key, node: inner } => {
                    let item = FieldItem::typename();
                    let opened = self.open(at, *target, Some(*key), None, &item, &at.conditions)?;
                    self.select_typename(opened.set);
                    let entered = At {
                        group: opened.group,
                        set: opened.set,
                        state: State::entered(target.graph),
                        scope: self.graph.group(opened.group).scope,
                        ..at.clone()
                    };
                    self.grow(&entered, *inner)?;
                }
                Pick::On { ty, conditions, node: inner } => {
                    let on = self.on(at, *ty, conditions);
                    self.grow(&on, *inner)?;
                }
            }
        }
        Ok(())
    }

    /// The same object, known to be of `ty`.
    pub(super) fn on(&mut self, at: &At, ty: TypeId, conditions: &Conditions) -> At {
        At {
            set: self.graph.add_fragment(at.set, ty, conditions),
            ty,
            is_narrowed: at.is_narrowed || ty != at.ty,
            conditions: and_conditions(&at.conditions, conditions),
            ..at.clone()
        }
    }

    fn grow_local(
        &mut self,
        at: &At,
        item: &FieldItem,
        child: Option<State>,
    ) -> Result<(), GrowError> {
        if let (Some(defer), Some(graph)) =
            (item.defer.filter(|_| item.defer != at.scope), at.state.graph)
            && let Some((target, key)) = self.way_back(at, graph)?
        {
            // Asked again by its key, so that the first answer need not wait for it.
            debug_assert_eq!(item.defer, Some(defer));
            let conditions = and_conditions(&at.conditions, &item.conditions);
            let opened = self.open(at, target, Some(key), None, item, &conditions)?;
            let item = FieldItem { conditions, ..item.clone() };
            return self.grow_field(at, opened.group, opened.set, &item, child);
        }
        self.grow_field(at, at.group, at.set, item, child)
    }

    /// How a deferred field is asked of the subgraph that has its object.
    fn way_back(
        &mut self,
        at: &At,
        graph: SubgraphId,
    ) -> Result<Option<(Target, NodeId)>, GrowError> {
        if self.search.index.is_abstract(at.ty) {
            return Ok(None);
        }
        let target = Target { graph, ty: at.ty };
        let hop = self.search.hop(at.ty, at.state, target)?;
        Ok(hop.map(|key| (target, key)))
    }

    /// Selects a field in a group, and grows what is below it.
    fn grow_field(
        &mut self,
        at: &At,
        group: GroupId,
        set: SetId,
        item: &FieldItem,
        child: Option<State>,
    ) -> Result<(), GrowError> {
        let below = item.node.map(|node| self.search.nodes.get(node).ty);
        let inner = self.graph.add_field(set, out_field(item), below);
        let (Some(inner), Some(state), Some(child_node)) = (inner, child, item.node) else {
            return Ok(());
        };
        let scope = self.graph.group(group).scope;
        let on = At { group, set, scope, ..at.clone() };
        let mut below = self.below(&on, item, inner, state);
        // The place may be there for the sake of another selection of the same key.
        below.conditions = and_conditions(&at.conditions, &item.conditions);
        self.grow(&below, child_node)
    }

    /// The objects of a field.
    pub(super) fn below(&mut self, at: &At, item: &FieldItem, set: SetId, state: State) -> At {
        let ty = self.graph.set(set).ty;
        let index = self.search.index;
        let entry = item.field.map(|field| index.field(self.graph.set(at.set).ty, field));
        let lists = entry.map_or(0, |entry| list_depth(&entry.definition.ty));
        let on = at.is_narrowed.then(|| (at.ty, self.on_type(at.ty)));
        let place = self.graph.places.child(at.place, on, &item.key, lists);
        // Also where one subgraph has an object for what the client sees as an abstract type.
        let shown = entry.and_then(|entry| entry.composite).unwrap_or(ty);
        if index.is_abstract(ty) || index.is_abstract(shown) {
            self.select_typename(set);
        }
        At {
            place,
            group: at.group,
            set,
            ty,
            is_narrowed: false,
            state,
            scope: at.scope,
            conditions: Vec::new(),
            above: Some(Rc::new(at.clone())),
        }
    }

    pub(super) fn select_typename(&mut self, set: SetId) {
        self.graph.add_field(set, out_field(&FieldItem::typename()), None);
    }

    /// `Type.field` of all leaves below a node.
    fn coordinates(&self, node: NodeId) -> Vec<String> {
        let mut found = BTreeSet::new();
        let mut nodes = vec![node];
        while let Some(node) = nodes.pop() {
            let selection = self.search.nodes.get(node);
            let name = &self.search.index.ty(selection.ty).name;
            for item in &selection.items {
                match item {
                    SelectionItem::Field(FieldItem { node: Some(node), .. }) => nodes.push(*node),
                    SelectionItem::Field(field) => {
                        found.insert(format!("{name}.{}", field.name));
                    }
                    SelectionItem::Fragment(fragment) => nodes.push(fragment.node),
                }
            }
        }
        found.into_iter().collect()
    }
}

/// Whether the pick wants a variable to be true that it, or something above it, wants to be false.
fn is_never(above: &Conditions, pick: &Pick) -> bool {
    let own = match pick {
        Pick::Local { item, .. } | Pick::Jump { item, .. } => &item.conditions,
        Pick::On { conditions, .. } => conditions,
        Pick::Enter { .. } => return false,
    };
    !own.is_empty() && is_contradictory(&and_conditions(above, own))
}

fn deferred_part(fragment: DeferredFragment) -> DeferredPart {
    let DeferredFragment { label, selections } = fragment;
    let selections: SelectionSet = selections;
    DeferredPart { label, is_selected: false, path: Vec::new(), parent: None, selections }
}

/// The field as a request selects it.
pub(super) fn out_field(item: &FieldItem) -> OutField {
    OutField {
        key: item.key.clone(),
        name: item.name.clone(),
        field: item.field,
        arguments: item.arguments.clone(),
        conditions: item.conditions.clone(),
        set: None,
    }
}
