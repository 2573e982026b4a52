//! What a fetch graph is made of.

use std::collections::BTreeSet;

use apollo_compiler::{Name, executable::SelectionSet};
use indexmap::IndexMap;
use rustc_hash::FxHashMap;

use super::places::{PlaceId, Places};
use crate::{
    planner::{
        index::{FieldIndex, TypeId},
        plan::{ContextVariable, FlattenPath, RequiredField},
        selection::{Arguments, Conditions, DeferId},
    },
    supergraph::SubgraphId,
};

/// Index in [`FetchGraph::groups`].
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub(crate) struct GroupId(pub(crate) u32);

/// Index in [`FetchGraph::sets`].
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub(crate) struct SetId(pub(crate) u32);

/// The deferred fragment that a group belongs to; `None` for the first answer.
pub(crate) type Scope = Option<DeferId>;

/// All requests of one operation.
#[derive(Debug, Default)]
pub(crate) struct FetchGraph {
    /// In order of discovery: none depends on a later one of the same level.
    pub(crate) groups: Vec<Group>,
    /// Selections of the requests.
    pub(crate) sets: Vec<OutSet>,
    /// Where objects stand in the response.
    pub(crate) places: Places,
    /// Deferred fragments, in order of the document.
    pub(crate) deferred: Vec<DeferredPart>,
    /// Types of the variables that contexts fill.
    pub(crate) context_types: Vec<(Name, String)>,
}

/// A deferred fragment.
#[derive(Debug)]
pub(crate) struct DeferredPart {
    pub(crate) label: Option<String>,
    /// Whether anything of it is left once fragments are opened.
    pub(crate) is_selected: bool,
    /// Where its objects stand.
    pub(crate) path: FlattenPath,
    /// The deferred fragment around it.
    pub(crate) parent: Scope,
    /// What it selects.
    pub(crate) selections: SelectionSet,
}

/// One request.
#[derive(Debug)]
pub(crate) struct Group {
    pub(crate) graph: SubgraphId,
    pub(crate) kind: GroupKind,
    /// Where its objects stand.
    pub(crate) place: PlaceId,
    pub(crate) scope: Scope,
    /// Root fields of a mutation run one after another: which of them this belongs to.
    pub(crate) segment: u32,
    /// What must come first.
    pub(crate) dependencies: BTreeSet<GroupId>,
    /// The longest chain of groups before it.
    pub(crate) level: u32,
    /// What it fetches of objects, by what they are in the subgraph.
    pub(crate) parts: IndexMap<TypeId, Part>,
    /// Variables that hold values from above its objects.
    pub(crate) contexts: Vec<ContextVariable>,
}

/// Whether a group begins at the root.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum GroupKind {
    /// Fields of the operation's root.
    Root,
    /// Fields of entities.
    Entities,
}

/// What a group fetches of objects of one type.
#[derive(Debug)]
pub(crate) struct Part {
    pub(crate) set: SetId,
    /// What a representation is made of, by the object's own type.
    pub(crate) requires: IndexMap<TypeId, Vec<RequiredField>>,
}

/// A selection set of a request.
#[derive(Debug)]
pub(crate) struct OutSet {
    pub(crate) ty: TypeId,
    pub(crate) items: Vec<OutItem>,
    /// Where the fields of each key stand: a set may select thousands.
    by_key: FxHashMap<Name, Vec<usize>>,
}

/// One of its items.
#[derive(Debug, Clone)]
pub(crate) enum OutItem {
    Field(OutField),
    Fragment(OutFragment),
}

/// A field.
#[derive(Debug, Clone)]
pub(crate) struct OutField {
    pub(crate) key: Name,
    pub(crate) name: Name,
    pub(crate) field: Option<FieldIndex>,
    pub(crate) arguments: Arguments,
    pub(crate) conditions: Conditions,
    pub(crate) set: Option<SetId>,
}

/// A fragment.
#[derive(Debug, Clone)]
pub(crate) struct OutFragment {
    pub(crate) on: TypeId,
    pub(crate) conditions: Conditions,
    pub(crate) set: SetId,
}

impl FetchGraph {
    pub(crate) fn group(&self, id: GroupId) -> &Group {
        &self.groups[id.0 as usize]
    }

    pub(crate) fn group_mut(&mut self, id: GroupId) -> &mut Group {
        &mut self.groups[id.0 as usize]
    }

    pub(crate) fn set(&self, id: SetId) -> &OutSet {
        &self.sets[id.0 as usize]
    }

    pub(super) fn add_set(&mut self, ty: TypeId) -> SetId {
        self.sets.push(OutSet { ty, items: Vec::new(), by_key: FxHashMap::default() });
        SetId(self.sets.len() as u32 - 1)
    }

    /// Selects a field, once; returns the set below it.
    pub(super) fn add_field(
        &mut self,
        set: SetId,
        new: OutField,
        below: Option<TypeId>,
    ) -> Option<SetId> {
        let is_leaf = below.is_none();
        let out = &mut self.sets[set.0 as usize];
        for at in out.by_key.get(&new.key).into_iter().flatten() {
            let OutItem::Field(known) = &mut out.items[*at] else { continue };
            if is_leaf && new.conditions.is_empty() {
                // What is always selected stands for what is selected sometimes.
                known.conditions.clear();
            }
            if known.conditions == new.conditions || (is_leaf && known.conditions.is_empty()) {
                return known.set;
            }
        }
        let below = below.map(|ty| self.add_set(ty));
        let out = &mut self.sets[set.0 as usize];
        out.by_key.entry(new.key.clone()).or_default().push(out.items.len());
        out.items.push(OutItem::Field(OutField { set: below, ..new }));
        below
    }

    /// Selects on objects of one type; returns the set of the fragment.
    pub(super) fn add_fragment(
        &mut self,
        set: SetId,
        on: TypeId,
        conditions: &Conditions,
    ) -> SetId {
        if self.set(set).ty == on && conditions.is_empty() {
            return set;
        }
        let known = self.set(set).items.iter().find_map(|item| match item {
            OutItem::Fragment(known) if known.on == on && known.conditions == *conditions => {
                Some(known.set)
            }
            _ => None,
        });
        known.unwrap_or_else(|| {
            let inner = self.add_set(on);
            let fragment = OutFragment { on, conditions: conditions.clone(), set: inner };
            self.sets[set.0 as usize].items.push(OutItem::Fragment(fragment));
            inner
        })
    }
}
