//! What of a node holds for objects of one type: fragments opened, response keys merged.

use std::sync::Arc;

use apollo_compiler::Name;
use rustc_hash::FxHashMap;

use super::{
    arena::{
        Conditions, DeferId, FieldItem, FragmentItem, NodeId, Nodes, SelectionItem, SelectionNode,
        and_conditions,
    },
    normalize::is_contradictory,
};
use crate::planner::{
    budget::{Budget, OverBudget},
    index::{Index, TypeId},
};

/// Items in order, and where each key stands.
#[derive(Default)]
struct Items {
    all: Vec<SelectionItem>,
    by_key: FxHashMap<Name, Vec<usize>>,
}

/// Narrows nodes to types, each once.
#[derive(Debug, Default)]
pub(crate) struct Narrowing {
    known: FxHashMap<(NodeId, TypeId), NodeId>,
    merged: FxHashMap<(NodeId, NodeId), NodeId>,
}

impl Narrowing {
    /// The node with only fields, for objects of `ty`: an object type, or the interface of an
    /// interface object (whose fragments then stay).
    ///
    /// # Errors
    /// [`OverBudget`] if narrowing takes more than is left.
    pub(crate) fn narrow(
        &mut self,
        index: &Index,
        nodes: &mut Nodes<'_>,
        node: NodeId,
        ty: TypeId,
        budget: &mut Budget,
    ) -> Result<NodeId, OverBudget> {
        let selection = nodes.get(node);
        let is_narrow = selection.ty == ty
            && selection.items.iter().all(|item| matches!(item, SelectionItem::Field(_)));
        if is_narrow {
            return Ok(node);
        }
        if let Some(known) = self.known.get(&(node, ty)) {
            return Ok(*known);
        }
        let mut items = Items::default();
        self.collect(index, nodes, &selection, ty, &Vec::new(), None, &mut items, budget)?;
        let narrowed = nodes.add(SelectionNode { ty, items: items.all });
        self.known.insert((node, ty), narrowed);
        Ok(narrowed)
    }

    #[expect(clippy::too_many_arguments, reason = "the state of one recursion")]
    fn collect(
        &mut self,
        index: &Index,
        nodes: &mut Nodes<'_>,
        selection: &Arc<SelectionNode>,
        ty: TypeId,
        conditions: &Conditions,
        defer: Option<DeferId>,
        items: &mut Items,
        budget: &mut Budget,
    ) -> Result<(), OverBudget> {
        budget.spend(selection.items.len() as u64)?;
        for item in &selection.items {
            match item {
                SelectionItem::Field(field) => {
                    let conditions = and_conditions(conditions, &field.conditions);
                    if is_contradictory(&conditions) {
                        continue;
                    }
                    let index_of = match field.field {
                        None => None,
                        // The narrower type may order its fields otherwise, or lack one here.
                        Some(_) if selection.ty != ty => match index.field_index(ty, &field.name) {
                            None => continue,
                            found => found,
                        },
                        found => found,
                    };
                    let defer = field.defer.or(defer);
                    let field = FieldItem { field: index_of, conditions, defer, ..field.clone() };
                    self.add(index, nodes, ty, field, items, budget)?;
                }
                SelectionItem::Fragment(fragment) => {
                    let conditions = and_conditions(conditions, &fragment.conditions);
                    if is_contradictory(&conditions) {
                        continue;
                    }
                    let defer = fragment.defer.or(defer);
                    if index.includes(fragment.on, ty) {
                        let inner = nodes.get(fragment.node);
                        self.collect(index, nodes, &inner, ty, &conditions, defer, items, budget)?;
                    } else if index.is_abstract(ty) {
                        items.all.push(SelectionItem::Fragment(FragmentItem {
                            conditions,
                            defer,
                            ..fragment.clone()
                        }));
                    }
                }
            }
        }
        Ok(())
    }

    fn add(
        &mut self,
        index: &Index,
        nodes: &mut Nodes<'_>,
        ty: TypeId,
        field: FieldItem,
        items: &mut Items,
        budget: &mut Budget,
    ) -> Result<(), OverBudget> {
        let same_key = items.by_key.entry(field.key.clone()).or_default();
        let known = same_key.iter().copied().find(|at| match &items.all[*at] {
            SelectionItem::Field(known) => {
                known.defer == field.defer
                    && (known.conditions == field.conditions || known.conditions.is_empty())
            }
            SelectionItem::Fragment(_) => false,
        });
        let known = known.and_then(|at| match &mut items.all[at] {
            SelectionItem::Field(known) => Some(known),
            SelectionItem::Fragment(_) => None,
        });
        let Some(known) = known else {
            let mut field = field;
            if let (Some(node), Some(at)) = (field.node, field.field) {
                field.node = Some(self.retyped(index, nodes, ty, at, node));
            }
            same_key.push(items.all.len());
            items.all.push(SelectionItem::Field(field));
            return Ok(());
        };
        if let (Some(one), Some(other), Some(at)) = (known.node, field.node, field.field) {
            let other = self.retyped(index, nodes, ty, at, other);
            let other = if known.conditions == field.conditions {
                other
            } else {
                let on = nodes.get(other).ty;
                let under = FragmentItem {
                    on,
                    conditions: field.conditions.clone(),
                    defer: None,
                    node: other,
                };
                nodes.add(SelectionNode { ty: on, items: vec![SelectionItem::Fragment(under)] })
            };
            known.node = Some(self.merge(nodes, one, other, budget)?);
        }
        Ok(())
    }

    /// The node on the type that the field has on `ty`: an object's own field may return a narrower
    /// type than its interface's.
    fn retyped(
        &mut self,
        index: &Index,
        nodes: &mut Nodes<'_>,
        ty: TypeId,
        field: crate::planner::index::FieldIndex,
        node: NodeId,
    ) -> NodeId {
        match index.field(ty, field).composite {
            Some(own) => self.retype(nodes, node, own),
            None => node,
        }
    }

    /// The node, selected on objects of `own`.
    pub(crate) fn retype(&mut self, nodes: &mut Nodes<'_>, node: NodeId, own: TypeId) -> NodeId {
        let selection = nodes.get(node);
        if selection.ty == own {
            return node;
        }
        if let Some(known) = self.known.get(&(node, own)) {
            return *known;
        }
        let fragment = FragmentItem { on: selection.ty, conditions: Vec::new(), defer: None, node };
        let retyped =
            nodes.add(SelectionNode { ty: own, items: vec![SelectionItem::Fragment(fragment)] });
        self.known.insert((node, own), retyped);
        retyped
    }

    /// Both nodes' items in one node of the same type.
    pub(crate) fn merge(
        &mut self,
        nodes: &mut Nodes<'_>,
        one: NodeId,
        other: NodeId,
        budget: &mut Budget,
    ) -> Result<NodeId, OverBudget> {
        if one == other {
            return Ok(one);
        }
        if let Some(known) = self.merged.get(&(one, other)) {
            return Ok(*known);
        }
        let mut merged = nodes.get(one).as_ref().clone();
        for item in &nodes.get(other).items {
            budget.spend(1)?;
            if merged.items.contains(item) {
                continue;
            }
            let SelectionItem::Field(field) = item else {
                merged.items.push(item.clone());
                continue;
            };
            let known = merged.items.iter().position(|known| {
                matches!(known, SelectionItem::Field(known)
                    if known.key == field.key
                        && known.conditions == field.conditions
                        && known.defer == field.defer)
            });
            match known {
                None => merged.items.push(item.clone()),
                Some(at) => {
                    let SelectionItem::Field(known) = &merged.items[at] else { continue };
                    if let (Some(inner), Some(more)) = (known.node, field.node) {
                        let mut known = known.clone();
                        known.node = Some(self.merge(nodes, inner, more, budget)?);
                        merged.items[at] = SelectionItem::Field(known);
                    }
                }
            }
        }
        let id = nodes.add(merged);
        self.merged.insert((one, other), id);
        Ok(id)
    }
}
