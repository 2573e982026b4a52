//! Compiles how a gathered object merges, and adds to its selection what merging needs: the weight
//! of a mean, the key of a union, the set of a distinct count, the cursors of a connection.
//! Spec: docs/jurisdiction-spec.md, "Merge operations".

use apollo_compiler::{
    Name,
    ast::Value,
    executable::{Field, Selection, SelectionSet},
};

use super::{
    document::is_unconditional,
    plan::{ConnectionShape, EdgesKeys, FieldMerge, FieldShape, ObjectShape, PageInfoKeys},
};
use crate::{
    json::Text,
    supergraph::{Supergraph, jurisdiction::MergeOperation},
};

/// Begins the alias of a field that the gateway adds for itself.
pub(super) const ADDED_PREFIX: &str = "_qz_";

/// Compiles shapes against one supergraph.
pub(super) struct ShapeCompiler<'a> {
    pub(super) supergraph: &'a Supergraph,
}

impl ShapeCompiler<'_> {
    /// The shape of an object of `type_name` with these selections, which may grow.
    pub(super) fn object(&self, type_name: &Name, selections: &mut Vec<Selection>) -> ObjectShape {
        let mut shape = ObjectShape::default();
        self.collect(type_name, selections, &mut shape);
        shape
    }

    fn collect(&self, type_name: &Name, selections: &mut Vec<Selection>, shape: &mut ObjectShape) {
        let mut needed = Vec::new();
        for selection in selections.iter_mut() {
            match selection {
                Selection::Field(field) => {
                    let field = field.make_mut();
                    let response_key = Text::from(field.response_key().as_str());
                    let merge = self.field(type_name, field, &mut needed);
                    add_field(shape, FieldShape { response_key, merge });
                }
                Selection::InlineFragment(fragment) => {
                    let fragment = fragment.make_mut();
                    let on = fragment.type_condition.clone().unwrap_or_else(|| type_name.clone());
                    self.collect(&on, &mut fragment.selection_set.selections, shape);
                }
                Selection::FragmentSpread(_) => {}
            }
        }
        // What is only looked at while merging is no field of the merged object.
        for name in needed {
            self.ensure(type_name, selections, &name);
        }
    }

    /// The rule of one field; names of siblings that it needs go to `needed`.
    fn field(&self, type_name: &Name, field: &mut Field, needed: &mut Vec<Name>) -> FieldMerge {
        let Some(rule) = self.supergraph.jurisdiction.merge_rule(type_name, &field.name).cloned()
        else {
            return self.unruled(type_name, field);
        };
        let item_type = field.ty().inner_named_type().clone();
        match (rule.with, rule.by, rule.weight) {
            (MergeOperation::Sum, ..) => FieldMerge::Sum,
            (MergeOperation::Min, ..) => FieldMerge::Min,
            (MergeOperation::Max, ..) => FieldMerge::Max,
            (MergeOperation::All, ..) => FieldMerge::All,
            (MergeOperation::Any, ..) => FieldMerge::Any,
            (MergeOperation::Concat, ..) => FieldMerge::Concat,
            (MergeOperation::First, ..) => FieldMerge::First,
            (MergeOperation::Union, Some(by), _) => {
                let selections = &mut field.selection_set.selections;
                let by = self.ensure(&item_type, selections, &by);
                FieldMerge::Union { item: self.object(&item_type, selections), by }
            }
            (MergeOperation::Mean, _, Some(weight)) => {
                needed.push(weight.clone());
                FieldMerge::Mean { weight: added_key(&weight) }
            }
            (MergeOperation::Distinct, None, _) => FieldMerge::DistinctSet,
            (MergeOperation::Distinct, Some(set), _) => {
                needed.push(set.clone());
                FieldMerge::DistinctCount { set: added_key(&set) }
            }
            (MergeOperation::Connection, ..) => {
                FieldMerge::Connection(self.connection(&item_type, field))
            }
            // The lints refuse a UNION without `by` and a MEAN without `weight`.
            (MergeOperation::Union, None, _) => FieldMerge::Concat,
            (MergeOperation::Mean, _, None) => FieldMerge::Agree,
        }
    }

    fn unruled(&self, type_name: &Name, field: &mut Field) -> FieldMerge {
        if field.name == "__typename" {
            return FieldMerge::First;
        }
        if self.is_key(type_name, &field.name) {
            return FieldMerge::Key { name: Text::from(field.name.as_str()) };
        }
        if field.ty().is_list() {
            return FieldMerge::Concat;
        }
        if field.selection_set.is_empty() {
            return FieldMerge::Agree;
        }
        let named = field.ty().inner_named_type().clone();
        FieldMerge::Object(self.object(&named, &mut field.selection_set.selections))
    }

    fn is_key(&self, type_name: &Name, field: &Name) -> bool {
        self.supergraph.key_fields(type_name).iter().any(|key| key == field)
    }

    /// Selects `name` under an alias of the gateway's own; returns its response key.
    fn ensure(&self, type_name: &Name, selections: &mut Vec<Selection>, name: &Name) -> Text {
        let key = added_key(name);
        let is_there = selections.iter().any(|selection| {
            selection.as_field().is_some_and(|field| **field.response_key() == *key)
        });
        if !is_there && let Some(field) = self.added_field(type_name, name) {
            selections.push(Selection::from(field));
        }
        key
    }

    fn added_field(&self, type_name: &Name, name: &Name) -> Option<Field> {
        let definition = self.supergraph.schema.type_field(type_name, name).ok()?;
        let alias = Name::new(&added_key(name)).ok()?;
        Some(Field::new(name.clone(), definition.node.clone()).with_alias(alias))
    }

    fn connection(&self, type_name: &Name, field: &mut Field) -> ConnectionShape {
        let argument = |name: &str| {
            field
                .argument_by_name(name)
                .ok()
                .map(|value| value.as_ref().clone())
                .filter(|value| !matches!(value, Value::Null))
        };
        let default = |name: &str| {
            let definition = field.definition.argument_by_name(name)?;
            definition.default_value.as_ref().map(|value| value.as_ref().clone())
        };
        let mut shape = ConnectionShape {
            first: argument("first"),
            last: argument("last"),
            first_default: default("first"),
            last_default: default("last"),
            edges: Vec::new(),
            nodes: Vec::new(),
            page_infos: Vec::new(),
            rest: ObjectShape::default(),
        };
        let selections = &mut field.selection_set.selections;
        self.collect_connection(type_name, selections, &mut shape);
        let pages =
            !shape.edges.is_empty() || !shape.nodes.is_empty() || !shape.page_infos.is_empty();
        let own = Text::from(format!("{ADDED_PREFIX}edges"));
        if pages && let Some(keys) = self.add_edges(type_name, selections, &own) {
            shape.edges.insert(0, keys);
        }
        shape
    }

    fn collect_connection(
        &self,
        type_name: &Name,
        selections: &mut Vec<Selection>,
        shape: &mut ConnectionShape,
    ) {
        let mut needed = Vec::new();
        for selection in selections.iter_mut() {
            match selection {
                Selection::Field(field) => {
                    let field = field.make_mut();
                    let key = Text::from(field.response_key().as_str());
                    match field.name.as_str() {
                        "edges" => {
                            let edge = field.ty().inner_named_type().clone();
                            let cursor = self.ensure(
                                &edge,
                                &mut field.selection_set.selections,
                                &Name::new_static_unchecked("cursor"),
                            );
                            add_edges_keys(shape, EdgesKeys { edges: key, cursor });
                        }
                        "nodes" => add_nodes_key(shape, key),
                        "pageInfo" => {
                            add_page_info(shape, page_info_keys(key, &field.selection_set))
                        }
                        _ => {
                            let merge = match self.field(type_name, field, &mut needed) {
                                FieldMerge::Agree if field.name == "totalCount" => FieldMerge::Sum,
                                other => other,
                            };
                            add_field(&mut shape.rest, FieldShape { response_key: key, merge });
                        }
                    }
                }
                Selection::InlineFragment(fragment) => self.collect_connection(
                    type_name,
                    &mut fragment.make_mut().selection_set.selections,
                    shape,
                ),
                Selection::FragmentSpread(_) => {}
            }
        }
        for name in needed {
            self.ensure(type_name, selections, &name);
        }
    }

    /// Adds `edges { cursor }` unless an unconditional selection of edges is there already.
    fn add_edges(
        &self,
        type_name: &Name,
        selections: &mut Vec<Selection>,
        key: &Text,
    ) -> Option<EdgesKeys> {
        let has_own = selections.iter().any(|selection| {
            selection
                .as_field()
                .is_some_and(|field| field.name == "edges" && is_unconditional(field))
        });
        if has_own {
            return None;
        }
        let edges_name = Name::new_static_unchecked("edges");
        let cursor_name = Name::new_static_unchecked("cursor");
        let definition = self.supergraph.schema.type_field(type_name, &edges_name).ok()?;
        let mut edges =
            Field::new(edges_name, definition.node.clone()).with_alias(Name::new(key).ok()?);
        let edge_type = edges.ty().inner_named_type().clone();
        let cursor = self.ensure(&edge_type, &mut edges.selection_set.selections, &cursor_name);
        selections.push(Selection::from(edges));
        Some(EdgesKeys { edges: key.clone(), cursor })
    }
}

/// Adds a field; one response key selected in several places is one field with all their
/// sub-selections.
fn add_field(shape: &mut ObjectShape, new: FieldShape) {
    match shape.fields.iter_mut().find(|known| known.response_key == new.response_key) {
        Some(known) => add_merge(&mut known.merge, new.merge),
        None => shape.fields.push(new),
    }
}

fn add_merge(known: &mut FieldMerge, new: FieldMerge) {
    match (known, new) {
        (FieldMerge::Object(known), FieldMerge::Object(new))
        | (FieldMerge::Union { item: known, .. }, FieldMerge::Union { item: new, .. }) => {
            for field in new.fields {
                add_field(known, field);
            }
        }
        (FieldMerge::Connection(known), FieldMerge::Connection(new)) => {
            for keys in new.edges {
                add_edges_keys(known, keys);
            }
            for key in new.nodes {
                add_nodes_key(known, key);
            }
            for keys in new.page_infos {
                add_page_info(known, keys);
            }
            for field in new.rest.fields {
                add_field(&mut known.rest, field);
            }
        }
        // Validation saw to it that two leaves of one response key are the same field.
        _ => {}
    }
}

fn add_edges_keys(shape: &mut ConnectionShape, new: EdgesKeys) {
    if !shape.edges.iter().any(|known| known.edges == new.edges) {
        shape.edges.push(new);
    }
}

fn add_nodes_key(shape: &mut ConnectionShape, new: Text) {
    if !shape.nodes.contains(&new) {
        shape.nodes.push(new);
    }
}

fn add_page_info(shape: &mut ConnectionShape, new: PageInfoKeys) {
    match shape.page_infos.iter_mut().find(|known| known.page_info == new.page_info) {
        Some(known) => {
            known.has_next.extend(new.has_next);
            known.has_previous.extend(new.has_previous);
            known.start_cursor.extend(new.start_cursor);
            known.end_cursor.extend(new.end_cursor);
        }
        None => shape.page_infos.push(new),
    }
}

fn added_key(name: &Name) -> Text {
    Text::from(format!("{ADDED_PREFIX}{name}"))
}

fn page_info_keys(key: Text, set: &SelectionSet) -> PageInfoKeys {
    let mut keys = PageInfoKeys {
        page_info: key,
        has_next: Vec::new(),
        has_previous: Vec::new(),
        start_cursor: Vec::new(),
        end_cursor: Vec::new(),
    };
    collect_page_info(set, &mut keys);
    keys
}

fn collect_page_info(set: &SelectionSet, keys: &mut PageInfoKeys) {
    for selection in &set.selections {
        match selection {
            Selection::Field(field) => {
                let list = match field.name.as_str() {
                    "hasNextPage" => &mut keys.has_next,
                    "hasPreviousPage" => &mut keys.has_previous,
                    "startCursor" => &mut keys.start_cursor,
                    "endCursor" => &mut keys.end_cursor,
                    _ => continue,
                };
                list.push(Text::from(field.response_key().as_str()));
            }
            Selection::InlineFragment(fragment) => collect_page_info(&fragment.selection_set, keys),
            Selection::FragmentSpread(_) => {}
        }
    }
}
