//! Where a fetch ends: what a site answers itself stays, what may live on another site is cut off.

use std::collections::BTreeSet;

use apollo_compiler::{
    Name,
    executable::{Field, InlineFragment, Selection, SelectionSet},
};
use serde_json_bytes::ByteString;

use super::{Ended, Splitter};
use crate::{
    planner::{
        document::is_unconditional,
        merge_shape::ADDED_PREFIX,
        plan::{FlattenPath, FlattenSegment, RequiredField},
    },
    supergraph::jurisdiction::Spread,
};

impl Splitter<'_> {
    /// Keeps what the site itself answers; what may live elsewhere goes to `ended`.
    pub(super) fn cut(
        &self,
        parent: &Name,
        selections: Vec<Selection>,
        path: &FlattenPath,
        ended: &mut Vec<Ended>,
    ) -> Vec<Selection> {
        selections
            .into_iter()
            .map(|selection| match selection {
                Selection::Field(field) if field.selection_set.is_empty() => {
                    Selection::Field(field)
                }
                Selection::Field(field) => {
                    Selection::from(self.cut_field(parent, field.as_ref().clone(), path, ended))
                }
                Selection::InlineFragment(fragment) => {
                    let mut fragment = fragment.as_ref().clone();
                    let on = fragment.type_condition.clone().unwrap_or_else(|| parent.clone());
                    let mut path = path.clone();
                    if &on != parent {
                        path.push(self.on_type(&on));
                    }
                    let inner = std::mem::take(&mut fragment.selection_set.selections);
                    fragment.selection_set.selections = self.cut(&on, inner, &path, ended);
                    Selection::from(fragment)
                }
                spread @ Selection::FragmentSpread(_) => spread,
            })
            .collect()
    }

    pub(super) fn cut_field(
        &self,
        parent: &Name,
        mut field: Field,
        path: &FlattenPath,
        ended: &mut Vec<Ended>,
    ) -> Field {
        let type_name = field.ty().inner_named_type().clone();
        let path = below(path, &field);
        let selections = std::mem::take(&mut field.selection_set.selections);
        let is_local = self.supergraph.jurisdiction.is_local(parent, &field.name);
        field.selection_set.selections = if self.ends_at(&type_name, is_local) {
            self.stub(&type_name, selections, path, ended)
        } else {
            let members = self.ending_members(&type_name, is_local);
            if members.is_empty() {
                self.cut(&type_name, selections, &path, ended)
            } else {
                self.stub_members(&type_name, &members, selections, &path, ended)
            }
        };
        field
    }

    pub(super) fn ends_at(&self, type_name: &Name, is_local: bool) -> bool {
        match self.supergraph.jurisdiction.entity_spread(type_name) {
            Some(Spread::Gather { .. }) => true,
            Some(Spread::Route { .. }) => !is_local,
            None => false,
        }
    }

    /// Members of an abstract type at which a fetch ends.
    pub(super) fn ending_members(&self, type_name: &Name, is_local: bool) -> Vec<Name> {
        self.supergraph
            .possible_types(type_name)
            .into_iter()
            .flat_map(|types| types.iter())
            .filter(|member| *member != type_name && self.ends_at(member, is_local))
            .cloned()
            .collect()
    }

    /// The entity's key stays; the rest is fetched from its owner.
    pub(super) fn stub(
        &self,
        type_name: &Name,
        selections: Vec<Selection>,
        path: FlattenPath,
        ended: &mut Vec<Ended>,
    ) -> Vec<Selection> {
        let keys = self.supergraph.key_fields(type_name);
        let (mut kept, rest): (Vec<_>, Vec<_>) =
            selections.into_iter().partition(|selection| is_key_selection(selection, keys));
        if rest.is_empty() {
            return kept;
        }
        let key = self.ensure_key(type_name, &mut kept, &rest);
        ended.push(Ended { path, type_name: type_name.clone(), key, selections: rest });
        kept
    }

    pub(super) fn stub_members(
        &self,
        abstract_type: &Name,
        members: &[Name],
        selections: Vec<Selection>,
        path: &FlattenPath,
        ended: &mut Vec<Ended>,
    ) -> Vec<Selection> {
        let mut kept = vec![Selection::from(self.typename_field(abstract_type))];
        for member in members {
            let mut path = path.clone();
            path.push(self.on_type(member));
            let selections = self.applying_to(member, &selections);
            let stub = self.stub(member, selections, path, ended);
            kept.push(on(member, stub));
        }
        let others =
            self.supergraph.possible_types(abstract_type).into_iter().flat_map(|t| t.iter());
        for other in others.filter(|other| !members.contains(other)) {
            let mut path = path.clone();
            path.push(self.on_type(other));
            let selections = self.applying_to(other, &selections);
            kept.push(on(other, self.cut(other, selections, &path, ended)));
        }
        kept.retain(|selection| {
            selection.as_inline_fragment().is_none_or(|fragment| !fragment.selection_set.is_empty())
        });
        kept
    }

    /// The selections that hold for an object of `member`, fragments on wider types opened.
    pub(super) fn applying_to(&self, member: &Name, selections: &[Selection]) -> Vec<Selection> {
        let mut applying = Vec::new();
        for selection in selections {
            match selection {
                Selection::Field(_) => applying.push(selection.clone()),
                Selection::InlineFragment(fragment) => {
                    let holds = fragment
                        .type_condition
                        .as_ref()
                        .is_none_or(|on| self.supergraph.is_possible_type(on, member));
                    if !holds {
                        continue;
                    }
                    let inner = self.applying_to(member, &fragment.selection_set.selections);
                    if fragment.directives.is_empty() {
                        applying.extend(inner);
                    } else {
                        let mut narrowed = InlineFragment::with_type_condition(member.clone());
                        narrowed.directives = fragment.directives.clone();
                        narrowed.selection_set.selections = inner;
                        applying.push(Selection::from(narrowed));
                    }
                }
                Selection::FragmentSpread(_) => {}
            }
        }
        applying
    }

    /// Selects the key beside `kept`, under another name where the client gave the key's name to
    /// some other field.
    pub(super) fn ensure_key(
        &self,
        type_name: &Name,
        kept: &mut Vec<Selection>,
        rest: &[Selection],
    ) -> Vec<RequiredField> {
        let typename = self.typename_field(type_name);
        if !selects(kept, "__typename") {
            kept.insert(0, Selection::from(typename));
        }
        let mut required = Vec::new();
        for key in self.supergraph.key_fields(type_name) {
            let Ok(definition) = self.supergraph.schema.type_field(type_name, key) else {
                continue;
            };
            let mut field = Field::new(key.clone(), definition.node.clone());
            if is_taken(kept, key) || is_taken(rest, key) {
                field.alias = Name::new(&format!("{ADDED_PREFIX}{key}")).ok();
            }
            required.push(RequiredField::Field {
                response_key: ByteString::from(field.response_key().as_str()),
                name: ByteString::from(key.as_str()),
                fields: Vec::new(),
            });
            if field.alias.is_some() || !selects(kept, key) {
                kept.push(Selection::from(field));
            }
        }
        required
    }

    pub(super) fn typename_field(&self, type_name: &Name) -> Field {
        let name = Name::new_static_unchecked("__typename");
        let definition = self
            .supergraph
            .schema
            .type_field(type_name, &name)
            .expect("every composite type has __typename");
        Field::new(name, definition.node.clone())
    }

    pub(super) fn on_type(&self, type_name: &Name) -> FlattenSegment {
        let types: BTreeSet<String> = self
            .supergraph
            .possible_types(type_name)
            .into_iter()
            .flat_map(|types| types.iter())
            .map(ToString::to_string)
            .collect();
        FlattenSegment::OnTypes(types)
    }
}

pub(super) fn below(path: &FlattenPath, field: &Field) -> FlattenPath {
    let mut path = path.clone();
    path.push(FlattenSegment::Key(ByteString::from(field.response_key().as_str())));
    let mut ty = field.ty();
    while ty.is_list() {
        path.push(FlattenSegment::Each);
        ty = ty.item_type();
    }
    path
}

pub(super) fn on(type_name: &Name, selections: Vec<Selection>) -> Selection {
    let mut fragment = InlineFragment::with_type_condition(type_name.clone());
    fragment.selection_set = SelectionSet { ty: type_name.clone(), selections };
    Selection::from(fragment)
}

fn is_key_selection(selection: &Selection, keys: &[Name]) -> bool {
    selection
        .as_field()
        .is_some_and(|field| field.name == "__typename" || keys.contains(&field.name))
}

/// Whether another field stands under the response key `name`.
fn is_taken(selections: &[Selection], name: &Name) -> bool {
    selections.iter().any(|selection| match selection {
        Selection::Field(field) => field.response_key() == name && field.name != *name,
        Selection::InlineFragment(fragment) => is_taken(&fragment.selection_set.selections, name),
        Selection::FragmentSpread(_) => false,
    })
}

fn selects(selections: &[Selection], name: &str) -> bool {
    selections.iter().any(|selection| {
        selection.as_field().is_some_and(|field| {
            field.name == name && field.alias.is_none() && is_unconditional(field)
        })
    })
}
