//! Fields that one document cannot hold under one response key, though the client may.
//!
//! The client's document is valid against the API schema. In a subgraph the types of two fields may
//! differ more: `Int` of one object and `Int!` of another. Then the second goes under an alias, and
//! a rewrite gives it back its key. Spec: GraphQL October 2021, section 5.3.2 "Field Selection
//! Merging".

use std::cell::RefCell;

use apollo_compiler::{Name, ast::Type};
use rustc_hash::FxHashMap;

use crate::{
    planner::{
        graph::{FetchGraph, OutField, OutItem, SetId},
        index::{Index, TypeId},
    },
    supergraph::SubgraphId,
};

/// Aliases of the fields of some sets: by set and place in it.
pub(super) type Aliases = FxHashMap<(SetId, usize), Name>;

/// Finds what must be kept apart in one subgraph's documents.
pub(super) struct AliasFinder<'a> {
    pub(super) index: &'a Index,
    pub(super) graph: &'a FetchGraph,
    pub(super) subgraph: SubgraphId,
    /// Pairs of sets that were compared before: nested fragments compare the same again and again.
    pub(super) compared: &'a RefCell<Compared>,
}

/// Whether two sets conflict.
pub(super) type Compared = FxHashMap<(SetId, SetId), bool>;

/// A field, and the type that it is selected on.
#[derive(Clone, Copy)]
struct Use<'a> {
    ty: TypeId,
    field: &'a OutField,
}

/// By response key: uses that can share it, under the key itself or an alias.
type Classes<'a> = FxHashMap<&'a Name, Vec<(Option<Name>, Vec<Use<'a>>)>>;

impl<'a> AliasFinder<'a> {
    /// Aliases among the fields of one object: those of the sets, and of the fragments in them.
    pub(super) fn find(&self, sets: &[SetId], aliases: &mut Aliases) {
        let is_plain = match sets {
            [only] => {
                self.graph.set(*only).items.iter().all(|item| matches!(item, OutItem::Field(_)))
            }
            _ => false,
        };
        if is_plain {
            return;
        }
        let mut classes = Classes::default();
        for set in sets {
            self.sort(*set, &mut classes, aliases);
        }
    }

    fn sort(&self, set: SetId, classes: &mut Classes<'a>, aliases: &mut Aliases) {
        let ty = self.graph.set(set).ty;
        for (place, item) in self.graph.set(set).items.iter().enumerate() {
            match item {
                OutItem::Fragment(fragment) => self.sort(fragment.set, classes, aliases),
                OutItem::Field(field) => {
                    let new = Use { ty, field };
                    let known = classes.entry(&field.key).or_default();
                    let fitting = known
                        .iter_mut()
                        .find(|(_, uses)| uses.iter().all(|other| !self.conflict(*other, new)));
                    match fitting {
                        Some((alias, uses)) => {
                            uses.push(new);
                            if let Some(alias) = alias {
                                aliases.insert((set, place), alias.clone());
                            }
                        }
                        None => {
                            let alias = (!known.is_empty())
                                .then(|| {
                                    Name::new(&format!("_qz_as_{}_{}", known.len(), field.key))
                                })
                                .and_then(Result::ok);
                            if let Some(alias) = &alias {
                                aliases.insert((set, place), alias.clone());
                            }
                            known.push((alias, vec![new]));
                        }
                    }
                }
            }
        }
    }

    /// Whether both cannot stand under one key.
    fn conflict(&self, one: Use<'_>, other: Use<'_>) -> bool {
        let may_overlap = one.ty == other.ty
            || self.index.is_abstract(one.ty)
            || self.index.is_abstract(other.ty);
        if may_overlap
            && (one.field.name != other.field.name || one.field.arguments != other.field.arguments)
        {
            return true;
        }
        let (Some(one_type), Some(other_type)) = (self.type_of(one), self.type_of(other)) else {
            // `__typename` is the same everywhere, and nothing else.
            return one.field.name != other.field.name;
        };
        if !is_same_wrapping(one_type, other_type) {
            return true;
        }
        match (one.field.set, other.field.set) {
            (Some(one), Some(other)) => self.sets_conflict(one, other),
            (None, None) => one_type.inner_named_type() != other_type.inner_named_type(),
            _ => true,
        }
    }

    fn sets_conflict(&self, one: SetId, other: SetId) -> bool {
        if let Some(known) = self.compared.borrow().get(&(one, other)) {
            return *known;
        }
        let (mut ours, mut theirs) = (Vec::new(), Vec::new());
        self.uses(one, &mut ours);
        self.uses(other, &mut theirs);
        let found = ours.iter().any(|one| {
            theirs
                .iter()
                .any(|other| one.field.key == other.field.key && self.conflict(*one, *other))
        });
        self.compared.borrow_mut().insert((one, other), found);
        found
    }

    fn uses(&self, set: SetId, found: &mut Vec<Use<'a>>) {
        let ty = self.graph.set(set).ty;
        for item in &self.graph.set(set).items {
            match item {
                OutItem::Field(field) => found.push(Use { ty, field }),
                OutItem::Fragment(fragment) => self.uses(fragment.set, found),
            }
        }
    }

    /// The field's type in the subgraph.
    fn type_of(&self, one: Use<'_>) -> Option<&'a Type> {
        let entry = self.index.field(one.ty, one.field.field?);
        let in_graph = entry.graphs.get(self.subgraph.0).and_then(Option::as_ref);
        let own = in_graph.and_then(|entry| entry.ty.as_ref());
        Some(own.unwrap_or(&entry.definition.ty))
    }
}

/// Whether both have the same lists and the same nulls around their named types.
fn is_same_wrapping(one: &Type, other: &Type) -> bool {
    match (one, other) {
        (Type::Named(_), Type::Named(_)) | (Type::NonNullNamed(_), Type::NonNullNamed(_)) => true,
        (Type::List(one), Type::List(other))
        | (Type::NonNullList(one), Type::NonNullList(other)) => is_same_wrapping(one, other),
        _ => false,
    }
}
