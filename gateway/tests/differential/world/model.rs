//! A federated world as data: one schema, the rows behind it, and which subgraph has which part.
//! Everything else (the unsplit schema, each subgraph's SDL and rows) is printed from it, so a
//! failing world can be made smaller by deleting fields.

use std::{
    collections::{BTreeMap, BTreeSet},
    fmt,
};

use serde_json::{Map, Value};

/// Names of subgraphs, as many as a world may have.
pub(crate) const SUBGRAPHS: [&str; 6] = ["ash", "birch", "cedar", "date", "elm", "fig"];

/// A subgraph, as a position in [`SUBGRAPHS`].
pub(crate) type SubgraphNo = usize;

/// A world.
#[derive(Debug, Clone, Default)]
pub(crate) struct Model {
    /// How many subgraphs.
    pub(crate) subgraphs: usize,
    /// Object types by name, `Query` and `Mutation` among them.
    pub(crate) objects: BTreeMap<String, ObjectType>,
    /// Interfaces and unions by name.
    pub(crate) abstracts: BTreeMap<String, AbstractType>,
    /// Enums by name.
    pub(crate) enums: BTreeMap<String, Vec<String>>,
    /// What each subgraph has of each object type. An `@interfaceObject` stands here under the name
    /// of its interface.
    pub(crate) presences: BTreeMap<(String, SubgraphNo), Presence>,
    /// Rows by type and row name; the root fields' under `Query` and `Mutation`, row `""`.
    pub(crate) rows: BTreeMap<String, BTreeMap<String, Map<String, Value>>>,
}

/// An object type of the unsplit schema.
#[derive(Debug, Clone, Default)]
pub(crate) struct ObjectType {
    /// Key field sets that its subgraphs choose from; none for a value type and for roots.
    pub(crate) keys: Vec<String>,
    /// Its fields by name.
    pub(crate) fields: BTreeMap<String, Field>,
    /// Whether a subgraph may have only some of its fields though it is no entity.
    pub(crate) is_partial: bool,
}

/// An interface or a union.
#[derive(Debug, Clone, Default)]
pub(crate) struct AbstractType {
    /// Whether it is a union.
    pub(crate) is_union: bool,
    /// Object types that may be its values.
    pub(crate) members: BTreeSet<String>,
    /// An interface's own fields, all nullable; members have them too.
    pub(crate) fields: BTreeMap<String, Field>,
    /// Union members that a subgraph has but leaves out of its union.
    pub(crate) left_out: BTreeSet<(String, SubgraphNo)>,
    /// Where the interface is an entity and others add fields to it.
    pub(crate) interface_object: Option<InterfaceObject>,
}

/// An interface with a key.
#[derive(Debug, Clone)]
pub(crate) struct InterfaceObject {
    /// The subgraph that knows the members.
    pub(crate) home: SubgraphNo,
    /// Those that know the interface only.
    pub(crate) objects: BTreeSet<SubgraphNo>,
}

/// A field of the unsplit schema.
#[derive(Debug, Clone)]
pub(crate) struct Field {
    /// Its type.
    pub(crate) ty: FieldType,
    /// Its arguments.
    pub(crate) arguments: Vec<Argument>,
    /// How its value is made; `None` where it is what the row holds.
    pub(crate) program: Option<Program>,
}

/// A type as written: a name, perhaps in a list, perhaps not null.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct FieldType {
    /// The name inside.
    pub(crate) named: String,
    /// Whether it is a list.
    pub(crate) is_list: bool,
    /// Whether items of the list are never null.
    pub(crate) items_required: bool,
    /// Whether the whole is never null.
    pub(crate) is_required: bool,
}

impl FieldType {
    pub(crate) fn nullable(named: &str) -> Self {
        Self { named: named.to_owned(), is_list: false, items_required: false, is_required: false }
    }

    pub(crate) fn required(named: &str) -> Self {
        Self { is_required: true, ..Self::nullable(named) }
    }

    pub(crate) fn list(named: &str) -> Self {
        Self { is_list: true, ..Self::nullable(named) }
    }
}

impl fmt::Display for FieldType {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let bang = |required: bool| if required { "!" } else { "" };
        let Self { named, is_list, items_required, is_required } = self;
        if *is_list {
            write!(f, "[{named}{}]{}", bang(*items_required), bang(*is_required))
        } else {
            write!(f, "{named}{}", bang(*is_required))
        }
    }
}

/// An argument.
#[derive(Debug, Clone)]
pub(crate) struct Argument {
    pub(crate) name: String,
    /// `Int`, `String` or an enum, perhaps with `!`.
    pub(crate) ty: String,
    /// As written.
    pub(crate) default: Option<String>,
}

impl fmt::Display for Argument {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}: {}", self.name, self.ty)?;
        self.default.iter().try_for_each(|default| write!(f, " = {default}"))
    }
}

/// How a field that is not simply stored is made. The reference (`reference/server.js`) has the
/// same four.
#[derive(Debug, Clone)]
pub(crate) enum Program {
    /// The stored text, and the arguments behind it.
    Arguments,
    /// The field's name, what it requires as JSON, and its arguments if it has any.
    Requires(Vec<Required>),
    /// One of the stored list, by the argument `n`.
    Pick,
    /// Adds the argument `by` to a number in a row, and gives the row.
    Bump { table: String, row: String, field: String },
}

/// One field of a `@requires` selection.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Required {
    pub(crate) name: String,
    /// All arguments of the field, with values.
    pub(crate) arguments: Map<String, Value>,
    pub(crate) fields: Vec<Required>,
}

impl Required {
    /// A field without arguments and without fields of its own.
    pub(crate) fn leaf(name: &str) -> Self {
        Self { name: name.to_owned(), arguments: Map::new(), fields: Vec::new() }
    }
}

impl fmt::Display for Required {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.name)?;
        if !self.arguments.is_empty() {
            let arguments: Vec<String> =
                self.arguments.iter().map(|(name, value)| format!("{name}: {value}")).collect();
            write!(f, "({})", arguments.join(", "))?;
        }
        if !self.fields.is_empty() {
            write!(f, " {{ {} }}", FieldSetText(&self.fields))?;
        }
        Ok(())
    }
}

/// A selection as directives write it, without the outer braces.
pub(crate) struct FieldSetText<'a>(pub(crate) &'a [Required]);

impl fmt::Display for FieldSetText<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for (place, required) in self.0.iter().enumerate() {
            let space = if place == 0 { "" } else { " " };
            write!(f, "{space}{required}")?;
        }
        Ok(())
    }
}

/// What one subgraph has of one object type.
#[derive(Debug, Clone, Default)]
pub(crate) struct Presence {
    /// Its `@key`s.
    pub(crate) keys: Vec<Key>,
    /// Its fields.
    pub(crate) fields: BTreeMap<String, FieldUse>,
}

/// One `@key`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Key {
    pub(crate) fields: String,
    pub(crate) is_resolvable: bool,
}

/// How a subgraph has a field.
#[derive(Debug, Clone, Default)]
pub(crate) struct FieldUse {
    /// `@external`: named by a `@requires` or a `@provides` of this subgraph.
    pub(crate) is_external: bool,
    /// Whether some field here provides it, so that the rows have it.
    pub(crate) is_provided: bool,
    /// `@override(from:)`.
    pub(crate) overrides: Option<SubgraphNo>,
    /// Whether another subgraph overrides it: what the rows have is then wrong.
    pub(crate) is_stale: bool,
    /// `@requires(fields:)` of the field's program.
    pub(crate) has_requires: bool,
    /// `@provides(fields:)`.
    pub(crate) provides: Option<String>,
}

impl FieldUse {
    /// Whether this subgraph is one that the field's values may come from on every path.
    pub(crate) fn is_resolved(&self) -> bool {
        !self.is_external && !self.is_stale
    }
}

impl Model {
    /// Definition of a field of an object, or of an interface object.
    pub(crate) fn field(&self, type_name: &str, field: &str) -> Option<&Field> {
        let of_object = self.objects.get(type_name).and_then(|object| object.fields.get(field));
        of_object.or_else(|| self.abstracts.get(type_name)?.fields.get(field))
    }

    /// Whether values of the type are objects.
    pub(crate) fn is_composite(&self, type_name: &str) -> bool {
        self.objects.contains_key(type_name) || self.abstracts.contains_key(type_name)
    }

    /// Whether the type has keys.
    pub(crate) fn is_entity(&self, type_name: &str) -> bool {
        self.objects.get(type_name).is_some_and(|object| !object.keys.is_empty())
    }

    /// Subgraphs that a field's values come from.
    pub(crate) fn resolvers(&self, type_name: &str, field: &str) -> Vec<SubgraphNo> {
        (0..self.subgraphs)
            .filter(|subgraph| {
                self.presences
                    .get(&(type_name.to_owned(), *subgraph))
                    .and_then(|presence| presence.fields.get(field))
                    .is_some_and(FieldUse::is_resolved)
            })
            .collect()
    }

    /// The members of an abstract type that a subgraph's values of it may be.
    pub(crate) fn members_in(&self, abstract_name: &str, subgraph: SubgraphNo) -> Vec<String> {
        let Some(definition) = self.abstracts.get(abstract_name) else { return Vec::new() };
        if let Some(entity) = &definition.interface_object {
            let knows = entity.home == subgraph || entity.objects.contains(&subgraph);
            return if knows { definition.members.iter().cloned().collect() } else { Vec::new() };
        }
        definition
            .members
            .iter()
            .filter(|member| self.presences.contains_key(&((*member).clone(), subgraph)))
            .filter(|member| !definition.left_out.contains(&((*member).clone(), subgraph)))
            .cloned()
            .collect()
    }

    /// Abstract types that a subgraph's schema must define.
    pub(crate) fn abstracts_in(&self, subgraph: SubgraphNo) -> BTreeSet<&str> {
        let returned = self
            .presences
            .iter()
            .filter(|((_, at), _)| *at == subgraph)
            .flat_map(|((type_name, _), presence)| {
                presence.fields.keys().filter_map(|field| self.field(type_name, field))
            })
            .map(|field| field.ty.named.as_str())
            .filter(|named| self.abstracts.contains_key(*named));
        let kept = self.abstracts.iter().filter_map(|(name, definition)| {
            let entity = definition.interface_object.as_ref()?;
            (entity.home == subgraph).then_some(name.as_str())
        });
        returned.chain(kept).filter(|name| !self.is_interface_object(name, subgraph)).collect()
    }

    /// Whether the subgraph knows the interface as an object.
    pub(crate) fn is_interface_object(&self, name: &str, subgraph: SubgraphNo) -> bool {
        self.abstracts
            .get(name)
            .and_then(|definition| definition.interface_object.as_ref())
            .is_some_and(|entity| entity.objects.contains(&subgraph))
    }

    /// The fields of an interface that a subgraph's schema can promise: those that all of its
    /// members resolve there.
    pub(crate) fn interface_fields_in(&self, name: &str, subgraph: SubgraphNo) -> Vec<String> {
        let members = self.members_in(name, subgraph);
        let resolved = |member: &String, field: &str| {
            self.presences
                .get(&(member.clone(), subgraph))
                .and_then(|presence| presence.fields.get(field))
                .is_some_and(FieldUse::is_resolved)
        };
        let Some(definition) = self.abstracts.get(name) else { return Vec::new() };
        let own = definition.fields.keys().filter(|field| {
            !members.is_empty() && members.iter().all(|member| resolved(member, field))
        });
        own.cloned().collect()
    }
}
