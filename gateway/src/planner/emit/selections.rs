//! Writes the selections of a group as typed selections of a document.

use std::{cell::RefCell, collections::BTreeSet};

use apollo_compiler::{
    Name, Node,
    ast::{Argument, Directive, Value},
    executable::{Field, InlineFragment, Selection, SelectionSet},
};

use super::aliases::{AliasFinder, Aliases, Compared};
use crate::{
    json::Text,
    planner::{
        graph::{FetchGraph, OutField, OutItem, SetId},
        index::{Index, TypeId},
        plan::{Rewrite, RewriteSegment, TYPENAME},
        selection::{Condition, Conditions, FieldItem},
    },
    supergraph::{SubgraphId, Supergraph},
};

/// Writes the selections of one request.
pub(super) struct SelectionWriter<'a> {
    pub(super) index: &'a Index,
    pub(super) supergraph: &'a Supergraph,
    pub(super) graph: &'a FetchGraph,
    pub(super) subgraph: SubgraphId,
    /// Conditions under which the request is sent at all.
    pub(super) held: &'a Conditions,
    pub(super) compared: &'a RefCell<Compared>,
    /// Changes to its answer, the innermost first.
    pub(super) rewrites: Vec<Rewrite>,
}

impl<'a> SelectionWriter<'a> {
    /// The selections of `sets`, which are of one object, each on its own type.
    pub(super) fn write_parts(&mut self, sets: &[SetId]) -> Vec<Vec<Selection>> {
        let mut aliases = Aliases::default();
        self.finder().find(sets, &mut aliases);
        sets.iter()
            .map(|set| {
                let path = match sets {
                    [_] => Vec::new(),
                    _ => vec![RewriteSegment::OnTypes(self.type_names(self.graph.set(*set).ty))],
                };
                self.write_set(*set, true, &path, &aliases)
            })
            .collect()
    }

    fn finder(&self) -> AliasFinder<'a> {
        AliasFinder {
            index: self.index,
            graph: self.graph,
            subgraph: self.subgraph,
            compared: self.compared,
        }
    }

    fn write_set(
        &mut self,
        set: SetId,
        is_outermost: bool,
        path: &[RewriteSegment],
        aliases: &Aliases,
    ) -> Vec<Selection> {
        let mut written = Vec::new();
        let graph = self.graph;
        let out = graph.set(set);
        for (place, item) in out.items.iter().enumerate() {
            match item {
                OutItem::Field(field) => {
                    let alias = aliases.get(&(set, place));
                    let selection = self.write_field(out.ty, field, alias, is_outermost, path);
                    written.extend(selection);
                }
                OutItem::Fragment(fragment) => {
                    let mut path = path.to_vec();
                    path.push(RewriteSegment::OnTypes(self.type_names(fragment.on)));
                    let inner = self.write_set(fragment.set, is_outermost, &path, aliases);
                    if inner.is_empty() {
                        continue;
                    }
                    let on = self.index.ty(fragment.on).name.clone();
                    let mut written_fragment = InlineFragment::with_type_condition(on.clone());
                    written_fragment.selection_set =
                        SelectionSet { ty: on.clone(), selections: inner };
                    let (own, around) = self.conditions(&fragment.conditions, is_outermost);
                    written_fragment.directives.0.extend(own);
                    written.push(within(Selection::from(written_fragment), around, &on));
                }
            }
        }
        written
    }

    fn write_field(
        &mut self,
        ty: TypeId,
        field: &OutField,
        alias: Option<&Name>,
        is_outermost: bool,
        path: &[RewriteSegment],
    ) -> Option<Selection> {
        let definition = match field.field {
            Some(at) => self.index.field(ty, at).definition.clone(),
            None => {
                let parent = &self.index.ty(ty).name;
                self.supergraph.schema.type_field(parent, TYPENAME).ok()?.node.clone()
            }
        };
        let key = alias.unwrap_or(&field.key);
        let mut written = Field::new(field.name.clone(), definition);
        if *key != field.name {
            written = written.with_alias(key.clone());
        }
        written.arguments = field.arguments.iter().map(Node::clone).collect();
        let (own, around) = self.conditions(&field.conditions, is_outermost);
        written.directives.0.extend(own);
        if let Some(set) = field.set {
            let mut path = path.to_vec();
            path.push(RewriteSegment::Key(Text::from(key.as_str())));
            let mut aliases = Aliases::default();
            self.finder().find(&[set], &mut aliases);
            let mut inner = self.write_set(set, false, &path, &aliases);
            let own = self.index.ty(self.graph.set(set).ty).name.clone();
            if inner.is_empty() {
                inner.extend(self.typename(&own));
            }
            written.selection_set = SelectionSet { ty: own, selections: inner };
        }
        if let Some(alias) = alias {
            let mut path = path.to_vec();
            path.push(RewriteSegment::Key(Text::from(alias.as_str())));
            let to = Text::from(field.key.as_str());
            self.rewrites.push(Rewrite::RenameKey { path, to });
        }
        Some(within(Selection::from(written), around, &self.index.ty(ty).name))
    }

    fn typename(&self, ty: &Name) -> Option<Selection> {
        let definition = self.supergraph.schema.type_field(ty, TYPENAME).ok()?.node.clone();
        Some(Selection::from(Field::new(FieldItem::typename().name, definition)))
    }

    /// Directives for what does not hold for the whole request: those that the selection bears
    /// itself, at most one of a kind, and those that must stand on fragments around it.
    fn conditions(
        &self,
        conditions: &[Condition],
        is_outermost: bool,
    ) -> (Vec<Node<Directive>>, Vec<Node<Directive>>) {
        let left =
            conditions.iter().filter(|condition| !(is_outermost && self.held.contains(condition)));
        let (mut own, mut around) = (Vec::new(), Vec::new());
        for condition in left {
            let directive = directive(condition.clone());
            let is_borne = own.iter().any(|known: &Node<Directive>| known.name == directive.name);
            if is_borne { &mut around } else { &mut own }.push(Node::new(directive));
        }
        (own, around)
    }

    /// Names of the object types that a value of `ty` may say it is.
    pub(super) fn type_names(&self, ty: TypeId) -> BTreeSet<String> {
        type_names(self.index, ty)
    }
}

/// Names of the types that a value of `ty` may say it is; an interface object says its interface.
pub(super) fn type_names(index: &Index, ty: TypeId) -> BTreeSet<String> {
    let entry = index.ty(ty);
    let mut names: BTreeSet<String> =
        entry.possible.iter().map(|possible| index.ty(*possible).name.to_string()).collect();
    names.insert(entry.name.to_string());
    names
}

/// The selection within fragments on `on`, one for each directive.
fn within(selection: Selection, directives: Vec<Node<Directive>>, on: &Name) -> Selection {
    directives.into_iter().fold(selection, |inner, directive| {
        let mut fragment = InlineFragment::with_type_condition(on.clone());
        fragment.directives.0.push(directive);
        fragment.selection_set.selections = vec![inner];
        Selection::from(fragment)
    })
}

fn directive(condition: Condition) -> Directive {
    let name = if condition.included_if { "include" } else { "skip" };
    Directive {
        name: Name::new_static_unchecked(name),
        arguments: vec![Node::new(Argument {
            name: Name::new_static_unchecked("if"),
            value: Node::new(Value::Variable(condition.variable)),
        })],
    }
}
