//! Walks a normalised operation once before it grows: which response keys the client uses where, and
//! where its deferred fragments stand.

use super::{grow::Grower, model::Scope, places::KeysId};
use crate::planner::{
    budget::OverBudget,
    index::TypeId,
    plan::{FlattenPath, FlattenSegment},
    selection::{DeferId, NodeId, SelectionItem},
};

impl Grower<'_, '_> {
    /// Notes the keys of `node` and of all below it.
    pub(super) fn survey(
        &mut self,
        node: NodeId,
        keys: KeysId,
        path: &FlattenPath,
        scope: Scope,
    ) -> Result<(), OverBudget> {
        let selection = self.search.nodes.get(node);
        for item in &selection.items {
            self.search.budget.spend(1)?;
            match item {
                SelectionItem::Field(field) => {
                    self.note_deferred(field.defer, path, scope);
                    let scope = field.defer.or(scope);
                    self.graph.places.take(keys, &field.key, &field.name, &field.arguments);
                    if let (Some(node), Some(at)) = (field.node, field.field) {
                        let below = self.graph.places.keys_below(keys, &field.key);
                        let lists =
                            list_depth(&self.search.index.field(selection.ty, at).definition.ty);
                        let mut path = path.clone();
                        path.push(FlattenSegment::Key(field.key.as_str().into()));
                        path.extend(std::iter::repeat_n(FlattenSegment::Each, lists));
                        self.survey(node, below, &path, scope)?;
                    }
                }
                SelectionItem::Fragment(fragment) => {
                    let mut path = path.clone();
                    path.push(self.on_type(fragment.on));
                    self.note_deferred(fragment.defer, &path, scope);
                    self.survey(fragment.node, keys, &path, fragment.defer.or(scope))?;
                }
            }
        }
        Ok(())
    }

    fn note_deferred(&mut self, defer: Option<DeferId>, path: &FlattenPath, scope: Scope) {
        let Some(defer) = defer.filter(|defer| Some(*defer) != scope) else { return };
        let part = &mut self.graph.deferred[defer.0 as usize];
        if !self.surveyed.contains(&defer) {
            part.path.clone_from(path);
            part.parent = scope;
            part.is_selected = true;
            self.surveyed.insert(defer);
        }
    }

    /// The condition that an object is of `ty`.
    pub(super) fn on_type(&self, ty: TypeId) -> FlattenSegment {
        let index = self.search.index;
        let entry = index.ty(ty);
        let mut names: std::collections::BTreeSet<String> =
            entry.possible.iter().map(|possible| index.ty(*possible).name.to_string()).collect();
        if index.is_abstract(ty) {
            // An interface object that nobody has told apart yet.
            names.insert(entry.name.to_string());
        }
        FlattenSegment::OnTypes(names)
    }
}

/// How many lists are around the named type.
pub(super) fn list_depth(ty: &apollo_compiler::ast::Type) -> usize {
    let mut ty = ty;
    let mut depth = 0;
    while ty.is_list() {
        depth += 1;
        ty = ty.item_type();
    }
    depth
}
