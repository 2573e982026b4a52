//! Fields of a model's entities: plain, shared, overridden, required and provided ones; and roots.

use rand::{Rng, seq::IndexedRandom};
use serde_json::{Map, json};

use super::{
    generate::{Builder, MOOD, stored},
    model::{Argument, Field, FieldType, FieldUse, Program, Required, SubgraphNo},
};

const NAMES: [&str; 7] = ["amber", "basil", "coral", "dusk", "ember", "flint", "grove"];
const QUERY: &str = "Query";
const MUTATION: &str = "Mutation";

impl Builder {
    /// A leaf type, perhaps with an argument.
    pub(super) fn scalar(&mut self) -> (FieldType, Vec<Argument>) {
        if self.chance(0.2) {
            let (ty, default) = self.pick(&[
                ("Int", Some("3")),
                ("Int", None),
                ("Int! ", Some("4")),
                ("String", Some("\"near\"")),
                (MOOD, Some("CALM")),
                ("[Int!]", None),
            ]);
            let argument = Argument {
                name: "of".to_owned(),
                ty: ty.trim().to_owned(),
                default: default.map(str::to_owned),
            };
            return (FieldType::nullable("String"), vec![argument]);
        }
        let named = self.pick(&["String", "String", "String", "Int", "Boolean", "ID", MOOD]);
        let ty = FieldType {
            is_required: self.chance(0.3),
            is_list: self.chance(0.1),
            ..FieldType::nullable(named)
        };
        (ty, Vec::new())
    }

    /// A type of objects that all of `subgraphs` may have.
    fn composite(&mut self, subgraphs: &[SubgraphNo]) -> Option<FieldType> {
        let names: Vec<String> = self
            .model
            .objects
            .keys()
            .chain(self.model.abstracts.keys())
            .filter(|name| ![QUERY, MUTATION].contains(&name.as_str()))
            .filter(|name| subgraphs.iter().all(|subgraph| self.may_have(name, *subgraph)))
            .cloned()
            .collect();
        let named = names.choose(&mut self.rng)?.clone();
        let is_list = self.chance(0.4);
        // Objects of an abstract type may be none that all owners know: then there is null.
        let may_require = is_list || !self.model.abstracts.contains_key(&named);
        Some(FieldType {
            is_list,
            items_required: is_list && self.chance(0.5),
            is_required: may_require && self.chance(0.3),
            ..FieldType::nullable(&named)
        })
    }

    fn own(&mut self, type_name: &str, name: &str, field: Field, owners: &[SubgraphNo]) {
        for owner in owners {
            self.ensure(&field.ty.named, *owner);
            let presence = self.model.presences.entry((type_name.to_owned(), *owner)).or_default();
            presence.fields.insert(name.to_owned(), FieldUse::default());
        }
        let object = self.model.objects.entry(type_name.to_owned()).or_default();
        object.fields.insert(name.to_owned(), field);
    }

    /// What each entity has of its own: leaves and objects, a quarter of them in two homes.
    pub(super) fn plain_fields(&mut self) {
        for (entity, homes) in self.homes.clone() {
            let count = self.rng.random_range(3..=6);
            let names: Vec<&str> = NAMES.choose_multiple(&mut self.rng, count).copied().collect();
            for name in names {
                let owned_by = if homes.len() > 1 && self.chance(0.25) { 2 } else { 1 };
                let owners: Vec<SubgraphNo> =
                    homes.choose_multiple(&mut self.rng, owned_by).copied().collect();
                let object = if self.chance(0.45) { self.composite(&owners) } else { None };
                let field = match object {
                    Some(ty) => stored(ty),
                    None => {
                        let (ty, arguments) = self.scalar();
                        let program = (!arguments.is_empty()).then_some(Program::Arguments);
                        Field { ty, arguments, program }
                    }
                };
                self.own(&entity, name, field, &owners);
            }
        }
    }

    /// Up to two fields of each interface, which each member has from one of its homes.
    pub(super) fn interface_fields(&mut self) {
        let interfaces: Vec<(String, Vec<String>)> = self
            .model
            .abstracts
            .iter()
            .filter(|(_, definition)| !definition.is_union)
            .map(|(name, definition)| (name.clone(), definition.members.iter().cloned().collect()))
            .collect();
        for (interface, members) in interfaces {
            for place in 0..self.rng.random_range(0..=2) {
                let name = format!("{}{place}", interface.to_lowercase().replace("held", "hold"));
                let named = self.pick(&["String", "Int", MOOD]);
                let field = stored(FieldType::nullable(named));
                self.add_to_interface(&interface, &name, &field);
                for member in &members {
                    let homes = self.homes_of(member);
                    let owner = self.pick(&homes);
                    self.own(member, &name, field.clone(), &[owner]);
                }
            }
        }
    }

    fn homes_of(&self, entity: &str) -> Vec<SubgraphNo> {
        let homes = self.homes.iter().find(|(name, _)| name == entity);
        homes.map(|(_, homes)| homes.clone()).unwrap_or_default()
    }

    /// Leaves that move: the old home still has them, with other values.
    pub(super) fn overrides(&mut self) {
        for (entity, homes) in self.homes.clone() {
            for name in NAMES {
                let resolvers = self.model.resolvers(&entity, name);
                let Some(field) = self.model.field(&entity, name) else { continue };
                let is_plain = field.program.is_none() && !self.model.is_composite(&field.ty.named);
                let [old] = resolvers[..] else { continue };
                let others: Vec<SubgraphNo> =
                    homes.iter().copied().filter(|home| *home != old).collect();
                if !is_plain || others.is_empty() || !self.chance(0.12) {
                    continue;
                }
                let new = self.pick(&others);
                let presences = &mut self.model.presences;
                let before = presences.entry((entity.clone(), old)).or_default();
                before.fields.entry(name.to_owned()).or_default().is_stale = true;
                let moved = FieldUse { overrides: Some(old), ..FieldUse::default() };
                let after = presences.entry((entity.clone(), new)).or_default();
                after.fields.insert(name.to_owned(), moved);
            }
        }
    }

    /// Fields computed from what other homes have, some of it computed in turn.
    pub(super) fn requires(&mut self) {
        for round in 0..2 {
            for (entity, homes) in self.homes.clone() {
                if homes.len() < 2 || !self.chance(0.4) {
                    continue;
                }
                let home = self.pick(&homes);
                let count = self.rng.random_range(1..=2);
                let fields = self.foreign_fields(&entity, home);
                let chosen: Vec<String> =
                    fields.choose_multiple(&mut self.rng, count).cloned().collect();
                let mut required = Vec::new();
                for field in chosen {
                    required.extend(self.required(&entity, &field, home));
                }
                if required.is_empty() {
                    continue;
                }
                let mut arguments = Vec::new();
                if self.chance(0.2) {
                    let ty = "Int".to_owned();
                    let default = Some("2".to_owned());
                    arguments.push(Argument { name: "by".to_owned(), ty, default });
                }
                let name = format!("sum{round}");
                let program = Some(Program::Requires(required));
                let field = Field { ty: FieldType::nullable("String"), arguments, program };
                self.own(&entity, &name, field, &[home]);
                let presence = self.model.presences.entry((entity, home)).or_default();
                presence.fields.entry(name).or_default().has_requires = true;
            }
        }
    }

    /// Fields of the entity that other subgraphs resolve and this one does not have.
    fn foreign_fields(&self, type_name: &str, subgraph: SubgraphNo) -> Vec<String> {
        let Some(object) = self.model.objects.get(type_name) else { return Vec::new() };
        let has = |field: &String| {
            self.model.presences.get(&(type_name.to_owned(), subgraph)).is_some_and(|presence| {
                presence.fields.get(field).is_some_and(|known| !known.is_external)
            })
        };
        object
            .fields
            .keys()
            .filter(|field| !has(field) && !self.model.resolvers(type_name, field).is_empty())
            .cloned()
            .collect()
    }

    /// The selection of one required field, and what it makes external in `subgraph`.
    fn required(&mut self, entity: &str, name: &str, subgraph: SubgraphNo) -> Option<Required> {
        let field = self.model.field(entity, name)?.clone();
        let named = field.ty.named.as_str();
        let mut fields = Vec::new();
        if !can_be_required(&field) {
            return None;
        }
        if self.model.abstracts.contains_key(named) || !self.may_have(named, subgraph) {
            return None;
        }
        if let Some(object) = self.model.objects.get(named).cloned() {
            if object.is_partial {
                return None;
            }
            self.ensure(named, subgraph);
            let leaves: Vec<String> = object
                .fields
                .iter()
                .filter(|(_, inner)| can_be_required(inner))
                .filter(|(_, inner)| !self.model.is_composite(&inner.ty.named))
                .filter(|(inner, _)| !self.model.resolvers(named, inner).is_empty())
                .map(|(inner, _)| inner.clone())
                .collect();
            let count = self.rng.random_range(1..=2);
            let chosen: Vec<String> =
                leaves.choose_multiple(&mut self.rng, count).cloned().collect();
            for inner in chosen {
                let arguments = self.arguments_of(named, &inner);
                self.make_external(named, &inner, subgraph);
                fields.push(Required { name: inner, arguments, fields: Vec::new() });
            }
            if fields.is_empty() {
                return None;
            }
        }
        let arguments = self.arguments_of(entity, name);
        self.make_external(entity, name, subgraph);
        Some(Required { name: name.to_owned(), arguments, fields })
    }

    fn make_external(&mut self, type_name: &str, field: &str, subgraph: SubgraphNo) {
        let presence = self.model.presences.entry((type_name.to_owned(), subgraph)).or_default();
        let external = FieldUse { is_external: true, ..FieldUse::default() };
        presence.fields.entry(field.to_owned()).or_insert(external);
    }

    /// A value for each argument of a field that is required.
    fn arguments_of(&mut self, type_name: &str, field: &str) -> Map<String, serde_json::Value> {
        let Some(field) = self.model.field(type_name, field) else { return Map::new() };
        let mut arguments = Map::new();
        for argument in field.arguments.clone() {
            let value = match argument.ty.trim_end_matches('!') {
                "Int" => json!(self.rng.random_range(0..5)),
                "String" => json!(self.pick(&["far", "wide"])),
                _ => json!([1, 2]),
            };
            arguments.insert(argument.name, value);
        }
        arguments
    }

    /// Leaves that a reference brings along though its subgraph does not own them.
    pub(super) fn provides(&mut self) {
        let references: Vec<(String, SubgraphNo, String, String)> = self
            .model
            .presences
            .iter()
            .flat_map(|((type_name, subgraph), presence)| {
                presence
                    .fields
                    .iter()
                    .filter(|(_, field_use)| field_use.is_resolved())
                    .filter_map(|(field, _)| {
                        let named = self.model.field(type_name, field)?.ty.named.clone();
                        self.model.is_entity(&named).then_some((
                            type_name.clone(),
                            *subgraph,
                            field.clone(),
                            named,
                        ))
                    })
                    .collect::<Vec<_>>()
            })
            .collect();
        for (type_name, subgraph, field, entity) in references {
            if !self.chance(0.25) {
                continue;
            }
            let fields = self.foreign_fields(&entity, subgraph);
            let leaves: Vec<String> = fields
                .into_iter()
                .filter(|name| {
                    self.model.field(&entity, name).is_some_and(|field| {
                        field.program.is_none() && !self.model.is_composite(&field.ty.named)
                    })
                })
                .collect();
            let count = self.rng.random_range(1..=2);
            let chosen: Vec<String> =
                leaves.choose_multiple(&mut self.rng, count).cloned().collect();
            if chosen.is_empty() {
                continue;
            }
            for leaf in &chosen {
                self.make_external(&entity, leaf, subgraph);
                let presence = self.model.presences.entry((entity.clone(), subgraph)).or_default();
                presence.fields.entry(leaf.clone()).or_default().is_provided = true;
            }
            let presence = self.model.presences.entry((type_name, subgraph)).or_default();
            presence.fields.entry(field).or_default().provides = Some(chosen.join(" "));
        }
    }

    /// Root fields: one for most entities, some of other types, a few in two subgraphs.
    pub(super) fn queries(&mut self) {
        for (place, (entity, homes)) in self.homes.clone().into_iter().enumerate() {
            if place > 0 && self.chance(0.3) {
                continue;
            }
            let home = self.pick(&homes);
            let ty = if self.chance(0.6) {
                FieldType { items_required: true, ..FieldType::list(&entity) }
            } else {
                FieldType::nullable(&entity)
            };
            self.own(QUERY, &format!("the{entity}"), stored(ty), &[home]);
        }
        for place in 0..self.rng.random_range(1..=3) {
            let owners = if self.chance(0.3) { 2.min(self.model.subgraphs) } else { 1 };
            let owners = self.some_subgraphs(owners);
            if let Some(ty) = self.composite(&owners) {
                self.own(QUERY, &format!("root{place}"), stored(ty), &owners);
            }
        }
        if self.chance(0.5) {
            let (entity, homes) = self.homes[0].clone();
            let home = self.pick(&homes);
            let (name, ty) = ("n".to_owned(), "Int!".to_owned());
            let arguments = vec![Argument { name, ty, default: Some("0".to_owned()) }];
            let program = Some(Program::Pick);
            let field = Field { ty: FieldType::nullable(&entity), arguments, program };
            self.own(QUERY, "pick", field, &[home]);
        }
    }

    /// Mutations that count, each in the home of the number it changes.
    pub(super) fn mutations(&mut self) {
        if self.chance(0.4) {
            return;
        }
        for place in 0..self.rng.random_range(1..=3) {
            let (entity, homes) = self.pick(&self.homes.clone());
            let home = self.pick(&homes);
            let count = format!("count{home}");
            self.own(&entity, &count, stored(FieldType::required("Int")), &[home]);
            let (name, ty) = ("by".to_owned(), "Int!".to_owned());
            let arguments = vec![Argument { name, ty, default: Some("1".to_owned()) }];
            let row = super::rows::row_name(&entity, 0);
            let program = Some(Program::Bump { table: entity.clone(), row, field: count });
            let field = Field { ty: FieldType::nullable(&entity), arguments, program };
            self.own(MUTATION, &format!("bump{place}"), field, &[home]);
        }
    }
}

/// `@requires` writes arguments as JSON, in which an enum value would be a text.
fn can_be_required(field: &Field) -> bool {
    field.arguments.iter().all(|argument| argument.ty != MOOD)
}
