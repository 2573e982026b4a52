//! The jurisdiction directives, read out of a supergraph.
//! Spec: docs/jurisdiction-spec.md, sections "Directives" and "Merge operations".

use std::collections::HashMap;

use apollo_compiler::{
    Name, Node, Schema,
    ast::{Directive, Value},
    schema::{ExtendedType, FieldDefinition},
};

/// The URL that a contract links, without its version.
pub const SPEC_URL: &str = "https://qianzhan.dev/jurisdiction";
/// Names of the directives that the specification defines.
pub const DIRECTIVES: [&str; 6] = ["route", "gather", "merge", "local", "class", "reads"];
/// Name of the enum of merge operations.
pub const MERGE_OPERATION: &str = "MergeOperation";
/// Name of the enum of classes of data.
pub const DATA_CLASS: &str = "DataClass";

/// How an entity or a root field finds the sites that answer it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Spread {
    /// `@route(by:)`: the one site that owns the key.
    Route {
        /// Key field, or argument of a root field.
        by: Name,
    },
    /// `@gather(by:)`: all sites inside the region, or of the whole network.
    Gather {
        /// Key field, or argument of a root field; `None` for the whole network.
        by: Option<Name>,
    },
}

/// `@merge(with:, by:, weight:)` on one field.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct MergeRule {
    /// The operation.
    pub with: MergeOperation,
    /// The field that `UNION` groups by, or the set that `DISTINCT` counts.
    pub by: Option<Name>,
    /// The field that weighs a `MEAN`.
    pub weight: Option<Name>,
}

/// The commutative monoids by which contributions merge.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[expect(missing_docs, reason = "each is defined by name in the specification")]
pub enum MergeOperation {
    Sum,
    Min,
    Max,
    All,
    Any,
    Concat,
    Union,
    Mean,
    Distinct,
    Connection,
    First,
}

impl MergeOperation {
    /// Reads the enum value as the specification spells it.
    pub fn from_spec_name(name: &str) -> Option<Self> {
        Some(match name {
            "SUM" => Self::Sum,
            "MIN" => Self::Min,
            "MAX" => Self::Max,
            "ALL" => Self::All,
            "ANY" => Self::Any,
            "CONCAT" => Self::Concat,
            "UNION" => Self::Union,
            "MEAN" => Self::Mean,
            "DISTINCT" => Self::Distinct,
            "CONNECTION" => Self::Connection,
            "FIRST" => Self::First,
            _ => return None,
        })
    }
}

/// `@class(is:, ofPeople:)` on one field, or on a type for the existence of its records.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Classification {
    /// The class.
    pub class: DataClass,
    /// Whether the field counts people.
    pub is_of_people: bool,
}

/// Classes of data, by which owners decide who may have what.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[expect(missing_docs, reason = "each is defined by name in the specification")]
pub enum DataClass {
    Public,
    Statistical,
    Internal,
    Personal,
}

impl DataClass {
    /// Reads the enum value as the specification spells it.
    pub fn from_spec_name(name: &str) -> Option<Self> {
        Some(match name {
            "PUBLIC" => Self::Public,
            "STATISTICAL" => Self::Statistical,
            "INTERNAL" => Self::Internal,
            "PERSONAL" => Self::Personal,
            _ => return None,
        })
    }
}

/// What the directives say of each type and field of a supergraph.
#[derive(Debug, Default)]
pub struct Jurisdiction {
    types: HashMap<Name, TypeFacts>,
}

#[derive(Debug, Default)]
struct TypeFacts {
    spread: Option<Spread>,
    class: Option<Classification>,
    fields: HashMap<Name, FieldFacts>,
}

#[derive(Debug, Default)]
struct FieldFacts {
    spread: Option<Spread>,
    merge: Option<MergeRule>,
    is_local: bool,
    class: Option<Classification>,
}

impl Jurisdiction {
    /// Reads the directives of all object and interface types of `schema`.
    pub fn read(schema: &Schema) -> Self {
        let types = schema
            .types
            .iter()
            .filter_map(|(name, definition)| match definition {
                ExtendedType::Object(object) => Some((
                    name,
                    read_spread(object.directives.iter().map(|directive| &directive.node)),
                    read_class(object.directives.get("class").map(|directive| &directive.node)),
                    &object.fields,
                )),
                ExtendedType::Interface(interface) => Some((
                    name,
                    read_spread(interface.directives.iter().map(|directive| &directive.node)),
                    None,
                    &interface.fields,
                )),
                _ => None,
            })
            .map(|(name, spread, class, fields)| {
                let fields = fields
                    .iter()
                    .map(|(field, definition)| (field.clone(), read_field(definition)))
                    .collect();
                (name.clone(), TypeFacts { spread, class, fields })
            })
            .collect();
        Self { types }
    }

    /// How an entity of this type finds its sites; `None` for types without a directive.
    pub fn entity_spread(&self, type_name: &str) -> Option<&Spread> {
        self.types.get(type_name)?.spread.as_ref()
    }

    /// How a root field finds its sites.
    pub fn field_spread(&self, type_name: &str, field: &str) -> Option<&Spread> {
        self.field(type_name, field)?.spread.as_ref()
    }

    /// How a field of a gathered object merges.
    pub fn merge_rule(&self, type_name: &str, field: &str) -> Option<&MergeRule> {
        self.field(type_name, field)?.merge.as_ref()
    }

    /// Whether the field's record lives on the site of its parent.
    pub fn is_local(&self, type_name: &str, field: &str) -> bool {
        self.field(type_name, field).is_some_and(|facts| facts.is_local)
    }

    /// The class of a field.
    pub fn class_of(&self, type_name: &str, field: &str) -> Option<Classification> {
        self.field(type_name, field)?.class
    }

    /// The class of the existence of a type's records.
    pub fn class_of_type(&self, type_name: &str) -> Option<Classification> {
        self.types.get(type_name)?.class
    }

    fn field(&self, type_name: &str, field: &str) -> Option<&FieldFacts> {
        self.types.get(type_name)?.fields.get(field)
    }
}

fn read_field(definition: &FieldDefinition) -> FieldFacts {
    FieldFacts {
        spread: read_spread(definition.directives.iter()),
        merge: definition.directives.get("merge").and_then(|directive| read_merge(directive)),
        is_local: definition.directives.has("local"),
        class: read_class(definition.directives.get("class")),
    }
}

fn read_spread<'a>(directives: impl Iterator<Item = &'a Node<Directive>>) -> Option<Spread> {
    directives
        .filter_map(|directive| match directive.name.as_str() {
            "route" => name_argument(directive, "by").map(|by| Spread::Route { by }),
            "gather" => Some(Spread::Gather { by: name_argument(directive, "by") }),
            _ => None,
        })
        .next()
}

fn read_merge(directive: &Directive) -> Option<MergeRule> {
    let with = directive.specified_argument_by_name("with")?.as_enum()?;
    Some(MergeRule {
        with: MergeOperation::from_spec_name(with.as_str())?,
        by: name_argument(directive, "by"),
        weight: name_argument(directive, "weight"),
    })
}

fn read_class(directive: Option<&Node<Directive>>) -> Option<Classification> {
    let directive = directive?;
    let class = directive.specified_argument_by_name("is")?.as_enum()?;
    let of_people = directive.specified_argument_by_name("ofPeople");
    Some(Classification {
        class: DataClass::from_spec_name(class.as_str())?,
        is_of_people: of_people.and_then(|value| value.to_bool()).unwrap_or(false),
    })
}

fn name_argument(directive: &Directive, argument: &str) -> Option<Name> {
    match directive.specified_argument_by_name(argument)?.as_ref() {
        Value::String(text) => Name::new(text).ok(),
        _ => None,
    }
}
