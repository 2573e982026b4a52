//! Selects what a group needs of others: keys, what `@requires` names, values of contexts.

use std::collections::BTreeSet;

use super::{
    grow::{At, GrowError, Grower, out_field},
    model::GroupId,
};
use crate::{
    json::Text,
    planner::{
        index::TypeId,
        plan::{RequiredField, RequiredType},
        search::Pick,
        selection::{Conditions, FieldItem, NodeId, and_conditions},
    },
};

/// What is needed: the groups that fetch it, and where it stands below the object.
#[derive(Debug, Default)]
pub(super) struct Requirement {
    pub(super) dependencies: BTreeSet<GroupId>,
    pub(super) fields: Vec<RequiredField>,
}

impl Requirement {
    pub(super) fn add(&mut self, other: Self) {
        self.dependencies.extend(other.dependencies);
        merge_required(&mut self.fields, other.fields);
    }
}

impl Grower<'_, '_> {
    /// Selects a key of the object at `at`. What is at hand is selected whatever the conditions: it is
    /// little, and one document then serves all.
    pub(super) fn require_key(
        &mut self,
        at: &At,
        key: NodeId,
        conditions: &Conditions,
    ) -> Result<Requirement, GrowError> {
        self.require(at, key, &Vec::new(), conditions)
    }

    /// Selects `node` of the object at `at`, for other fetches to use: fields at hand when `here`
    /// holds, what must be fetched elsewhere when `conditions` hold.
    pub(super) fn require(
        &mut self,
        at: &At,
        node: NodeId,
        here: &Conditions,
        conditions: &Conditions,
    ) -> Result<Requirement, GrowError> {
        let choice = self.search.choose(node, at.state)?;
        let mut requirement = Requirement::default();
        for pick in &choice.picks {
            self.search.budget.spend(1)?;
            match pick {
                Pick::Local { item, child } => {
                    let item = self.hidden(at, item, here);
                    let below = item.node.map(|node| self.search.nodes.get(node).ty);
                    let set = self.graph.add_field(at.set, out_field(&item), below);
                    requirement.dependencies.insert(at.group);
                    self.require_below(at, &item, set, *child, &mut requirement)?;
                }
                Pick::Jump { target, key, requires, item, child } => {
                    let all = and_conditions(&at.conditions, conditions);
                    let asked = FieldItem { conditions: conditions.clone(), ..item.clone() };
                    let opened = self.open(at, *target, *key, *requires, &asked, &all)?;
                    let item = self.hidden(at, &opened.item, &all);
                    let below = item.node.map(|node| self.search.nodes.get(node).ty);
                    let set = self.graph.add_field(opened.set, out_field(&item), below);
                    requirement.dependencies.insert(opened.group);
                    let there = At { group: opened.group, set: opened.set, ..at.clone() };
                    self.require_below(&there, &item, set, *child, &mut requirement)?;
                }
                Pick::Enter { target, key, node } => {
                    let item = FieldItem::typename();
                    let opened = self.open(at, *target, Some(*key), None, &item, &at.conditions)?;
                    self.select_typename(opened.set);
                    let state = crate::planner::search::State::entered(target.graph);
                    let entered = At { group: opened.group, set: opened.set, state, ..at.clone() };
                    requirement.dependencies.insert(opened.group);
                    requirement.add(self.require(&entered, *node, conditions, conditions)?);
                }
                Pick::On { ty, conditions: on_conditions, node } => {
                    let on = self.on(at, *ty, on_conditions);
                    self.select_typename(at.set);
                    let inner = self.require(&on, *node, here, conditions)?;
                    requirement.dependencies.extend(inner.dependencies);
                    let type_name = self.search.index.ty(*ty).name.to_string();
                    let of_type = RequiredType { type_name, fields: inner.fields };
                    merge_required(&mut requirement.fields, vec![RequiredField::OnType(of_type)]);
                }
            }
        }
        Ok(requirement)
    }

    fn require_below(
        &mut self,
        at: &At,
        item: &FieldItem,
        set: Option<crate::planner::graph::SetId>,
        child: Option<crate::planner::search::State>,
        requirement: &mut Requirement,
    ) -> Result<(), GrowError> {
        let mut fields = Vec::new();
        if let (Some(set), Some(state), Some(node)) = (set, child, item.node) {
            let below = self.below(at, item, set, state);
            let inner = self.require(&below, node, &Vec::new(), &Vec::new())?;
            requirement.dependencies.extend(inner.dependencies);
            fields = inner.fields;
            if self.is_told_apart(below.ty) {
                // Without it no subgraph can tell what the object is.
                self.select_typename(set);
                fields.insert(0, RequiredField::typename());
            }
        }
        let required = RequiredField::Field {
            response_key: Text::from(item.key.as_str()),
            name: Text::from(item.name.as_str()),
            fields,
        };
        merge_required(&mut requirement.fields, vec![required]);
        Ok(())
    }

    fn is_told_apart(&self, ty: TypeId) -> bool {
        self.search.index.is_abstract(ty)
    }

    /// The field under a key that is free for it.
    fn hidden(&mut self, at: &At, item: &FieldItem, conditions: &Conditions) -> FieldItem {
        let keys = self.graph.places.keys_of(at.place);
        let key = match item.field {
            Some(_) => self.graph.places.hidden_key(keys, &item.name, &item.arguments),
            None => item.name.clone(),
        };
        FieldItem { key, conditions: conditions.clone(), defer: None, ..item.clone() }
    }
}

/// Adds fields to a representation, each once.
pub(super) fn merge_required(known: &mut Vec<RequiredField>, new: Vec<RequiredField>) {
    for field in new {
        let place = known.iter_mut().find(|one| is_same_place(one, &field));
        match (place, field) {
            (
                Some(RequiredField::Field { fields: known, .. }),
                RequiredField::Field { fields, .. },
            ) => merge_required(known, fields),
            (Some(RequiredField::OnType(known)), RequiredField::OnType(new)) => {
                merge_required(&mut known.fields, new.fields);
            }
            (_, field) => known.push(field),
        }
    }
}

/// Whether one representation cannot have both: one field, required with other arguments.
pub(super) fn is_at_odds(known: &[RequiredField], new: &[RequiredField]) -> bool {
    new.iter().any(|new| {
        known.iter().any(|known| match (known, new) {
            (
                RequiredField::Field { response_key, name, fields },
                RequiredField::Field { response_key: other, name: other_name, fields: inner },
            ) => name == other_name && (response_key != other || is_at_odds(fields, inner)),
            (RequiredField::OnType(known), RequiredField::OnType(new)) => {
                is_at_odds(&known.fields, &new.fields)
            }
            (RequiredField::OnType(of_type), new) => {
                is_at_odds(&of_type.fields, std::slice::from_ref(new))
            }
            (known, RequiredField::OnType(of_type)) => {
                is_at_odds(std::slice::from_ref(known), &of_type.fields)
            }
        })
    })
}

fn is_same_place(one: &RequiredField, other: &RequiredField) -> bool {
    match (one, other) {
        (
            RequiredField::Field { response_key, name, .. },
            RequiredField::Field { response_key: other_key, name: other_name, .. },
        ) => response_key == other_key && name == other_name,
        (RequiredField::OnType(one), RequiredField::OnType(other)) => {
            one.type_name == other.type_name
        }
        _ => false,
    }
}
