//! Opens the group that a field is fetched in, with all that must be fetched before it.

use std::collections::BTreeSet;

use apollo_compiler::{
    Name, Node,
    ast::{Argument, Value},
};
use indexmap::IndexMap;

use super::{
    grow::{At, GrowError, Grower},
    model::{Group, GroupId, GroupKind, Part, SetId},
    places::PlaceId,
    require::{Requirement, is_at_odds, merge_required},
};
use crate::planner::{
    plan::{ContextVariable, FlattenSegment, RequiredField, RequiredType},
    search::Target,
    selection::{Conditions, FieldItem, NodeId},
};

/// A group, and where in it the field goes.
pub(super) struct Opened {
    pub(super) group: GroupId,
    pub(super) set: SetId,
    /// The field, with the arguments that contexts fill.
    pub(super) item: FieldItem,
}

impl Grower<'_, '_> {
    /// Opens the group in which `target` answers `item` of the object at `at`.
    pub(super) fn open(
        &mut self,
        at: &At,
        target: Target,
        key: Option<NodeId>,
        requires: Option<NodeId>,
        item: &FieldItem,
        conditions: &Conditions,
    ) -> Result<Opened, GrowError> {
        let scope = item.defer.or(at.scope);
        let Some(key) = key else {
            let (group, set) = self.open_root(at, target, item, scope);
            return Ok(Opened { group, set, item: item.clone() });
        };
        if !at.is_narrowed {
            // Else the set around the type's own has it.
            self.select_typename(at.set);
        }
        let mut item = item.clone();
        let mut needed = self.require_key(at, key, &item.conditions)?;
        if let Some(requires) = requires {
            needed.add(self.require(at, requires, &item.conditions, &item.conditions)?);
        }
        let contexts = self.open_contexts(at, target, &mut item, &mut needed)?;
        needed.dependencies.insert(at.group);
        needed.fields.insert(0, RequiredField::typename());
        let is_conditional = requires.is_some() && !conditions.is_empty();
        let held = if is_conditional { conditions.clone() } else { Vec::new() };
        let purpose = (at.place, target.graph, scope, held);
        let level = 1 + needed
            .dependencies
            .iter()
            .map(|id| self.graph.group(*id).level)
            .max()
            .unwrap_or_default();
        let known = self.groups_at.get(&purpose).and_then(|groups| {
            let mut fits = groups.iter().filter(|id| {
                let group = self.graph.group(**id);
                let known = group.parts.get(&target.ty).and_then(|part| part.requires.get(&at.ty));
                group.level == level && known.is_none_or(|known| !is_at_odds(known, &needed.fields))
            });
            fits.next().copied()
        });
        let group = match known {
            Some(group) => group,
            None => {
                let group = self.add_group(GroupKind::Entities, target, at.place, scope, level);
                self.groups_at.entry(purpose).or_default().push(group);
                group
            }
        };
        let set = self.part(group, target);
        let entry = self.graph.group_mut(group);
        entry.dependencies.extend(needed.dependencies);
        for context in contexts {
            entry.contexts.push(context);
        }
        if let Some(part) = entry.parts.get_mut(&target.ty) {
            merge_required(part.requires.entry(at.ty).or_default(), needed.fields);
        }
        Ok(Opened { group, set, item })
    }

    fn open_root(
        &mut self,
        at: &At,
        target: Target,
        item: &FieldItem,
        scope: super::model::Scope,
    ) -> (GroupId, SetId) {
        let subgraph = self.search.supergraph.subgraph(target.graph);
        let is_own = self.search.spreads_sites && subgraph.is_contract;
        // Root fields of a contract go to different sites, so each has a request of its own.
        let key = is_own.then(|| item.key.clone());
        let purpose = (at.place, target.graph, scope, self.segment, key);
        let group = match self.roots.get(&purpose) {
            Some(group) => *group,
            None => {
                // Below the operation's root, the object must be there first.
                let before = at.state.graph.map(|_| at.group);
                let level = before.map_or(0, |group| self.graph.group(group).level + 1);
                let group = self.add_group(GroupKind::Root, target, at.place, scope, level);
                self.graph.group_mut(group).dependencies.extend(before);
                self.roots.insert(purpose, group);
                group
            }
        };
        (group, self.part(group, target))
    }

    fn add_group(
        &mut self,
        kind: GroupKind,
        target: Target,
        place: PlaceId,
        scope: super::model::Scope,
        level: u32,
    ) -> GroupId {
        self.graph.groups.push(Group {
            graph: target.graph,
            kind,
            place,
            scope,
            segment: self.segment,
            dependencies: BTreeSet::new(),
            level,
            parts: IndexMap::new(),
            contexts: Vec::new(),
        });
        GroupId(self.graph.groups.len() as u32 - 1)
    }

    fn part(&mut self, group: GroupId, target: Target) -> SetId {
        if let Some(part) = self.graph.group(group).parts.get(&target.ty) {
            return part.set;
        }
        let set = self.graph.add_set(target.ty);
        let part = Part { set, requires: IndexMap::new() };
        self.graph.group_mut(group).parts.insert(target.ty, part);
        set
    }

    /// Selects what the field's contexts hold on the objects above, and passes it as arguments.
    fn open_contexts(
        &mut self,
        at: &At,
        target: Target,
        item: &mut FieldItem,
        needed: &mut Requirement,
    ) -> Result<Vec<ContextVariable>, GrowError> {
        let Some(field) = item.field else { return Ok(Vec::new()) };
        let index = self.search.index;
        let Some(entry) = index.field_in_graph(target.ty, field, target.graph) else {
            return Ok(Vec::new());
        };
        let mut variables = Vec::with_capacity(entry.contexts.len());
        for context in &entry.contexts {
            let mut above = at.above.clone();
            let found = loop {
                let Some(object) = above.take() else { break None };
                let setters: Vec<_> = context
                    .selections
                    .iter()
                    .filter(|(setter, _)| {
                        *setter == object.ty
                            || index.includes(*setter, object.ty)
                            || index.includes(object.ty, *setter)
                    })
                    .copied()
                    .collect();
                if !setters.is_empty() {
                    break Some((object, setters));
                }
                above.clone_from(&object.above);
            };
            let Some((object, setters)) = found else {
                let name = &index.ty(target.ty).name;
                return Err(GrowError::Missing(vec![format!(
                    "{name}.{}({}:) outside its context",
                    item.name, context.argument
                )]));
            };
            let mut selections = Vec::new();
            for (setter, node) in setters {
                let is_narrower = setter != object.ty && index.includes(object.ty, setter);
                let on = if is_narrower {
                    self.on(&object, setter, &Vec::new())
                } else {
                    object.as_ref().clone()
                };
                let node = self.search.narrow(node, on.ty)?;
                let requirement = self.require(&on, node, &Vec::new(), &Vec::new())?;
                needed.dependencies.extend(requirement.dependencies);
                let type_name = index.ty(on.ty).name.to_string();
                selections.push(RequiredType { type_name, fields: requirement.fields });
            }
            let path = self.graph.places.path(object.place);
            let depth =
                path.iter().filter(|step| !matches!(step, FlattenSegment::OnTypes(_))).count();
            let text = format!("_qz_context_{}", self.next_context);
            self.next_context += 1;
            let Ok(variable) = Name::new(&text) else { continue };
            item.arguments.push(Node::new(Argument {
                name: context.argument.clone(),
                value: Node::new(Value::Variable(variable.clone())),
            }));
            self.graph.context_types.push((variable, context.ty.clone()));
            variables.push(ContextVariable { variable: text, depth, selections });
        }
        Ok(variables)
    }
}
