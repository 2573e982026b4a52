//! The fields of a site's contracts as policies see them: class, kind, and what each reads.

use std::collections::{HashMap, HashSet};

use async_graphql::{
    Positioned, Value,
    parser::types::{
        BaseType, ConstDirective, FieldDefinition, ObjectType, TypeDefinition, TypeKind,
    },
};
use indexmap::IndexMap;

use super::{decision::ValueKind, input_reads::InputReads};
use crate::text_column::text_enum;

text_enum! {
    /// Classes of data, by which an owner decides who may have what.
    DataClass {
        /// 公开
        Public = "PUBLIC",
        /// 统计
        Statistical = "STATISTICAL",
        /// 内部
        Internal = "INTERNAL",
        /// 个人
        Personal = "PERSONAL",
    }
}

/// Place of a field in a [`FieldTable`].
pub(crate) type FieldIndex = usize;

/// Every field of the contracts.
#[derive(Debug)]
pub(crate) struct FieldTable {
    fields: IndexMap<(String, String), FieldFacts>,
    /// Class of the existence of a type's records.
    types: IndexMap<String, DataClass>,
    pub(super) inputs: InputReads,
    /// Fields that one contract has and no other, by the contract.
    only_of: HashMap<String, Vec<FieldIndex>>,
}

/// What a policy needs to know of one field.
#[derive(Debug, Clone)]
pub(crate) struct FieldFacts {
    pub(super) class: DataClass,
    pub(super) is_of_people: bool,
    pub(super) kind: ValueKind,
    pub(super) is_nullable: bool,
    /// Whether it is a key of its type: whoever asks by it has it.
    pub(super) is_key: bool,
    /// What the field is made from.
    pub(super) reads: Vec<FieldIndex>,
    /// The field that is named when this one is kept back: another for one that clients do not see.
    pub(super) named_as: FieldIndex,
    /// The kind of record that the field leads to, at once or by a connection. What is inside a
    /// connection was decided with the connection.
    pub(super) leads_to: Option<String>,
    /// The input objects that its arguments are, by argument.
    pub(super) inputs: Vec<(String, String)>,
    /// The argument that tells whose record a field of the root is asked for.
    pub(super) routed_by: Option<String>,
}

impl FieldTable {
    /// Reads the types of the merged contracts.
    ///
    /// # Errors
    /// The fields that have no class, as `Type.field`; and what `@reads` names and is no field.
    pub(crate) fn read(types: &IndexMap<String, TypeDefinition>) -> Result<Self, Vec<String>> {
        let objects = || {
            types.iter().filter_map(|(name, definition)| match &definition.kind {
                TypeKind::Object(object) => Some((name, definition, object)),
                _ => None,
            })
        };
        let mut index = HashMap::new();
        for (type_name, _, object) in objects() {
            for field in &object.fields {
                let place = index.len();
                index.insert((type_name.clone(), field.node.name.node.to_string()), place);
            }
        }
        let mut problems = Vec::new();
        let mut find = |at: &str, directives: &[Positioned<ConstDirective>]| {
            let mut found = Vec::new();
            for name in read_names(directives) {
                let place = name
                    .split_once('.')
                    .and_then(|(of, field)| index.get(&(of.to_owned(), field.to_owned())));
                match place {
                    Some(place) => found.push(*place),
                    None => problems.push(format!("@reads of {name} at {at}")),
                }
            }
            found
        };
        let inputs = InputReads::read(types, &mut find);
        let inside_connections = inside_connections(types);
        let mut fields = IndexMap::new();
        let mut unclassified = Vec::new();
        for (type_name, definition, object) in objects() {
            let keys = key_fields(definition);
            for field in &object.fields {
                let (at, field) = (format!("{type_name}.{}", field.node.name.node), &field.node);
                let name = field.name.node.to_string();
                let reads = find(&at, &field.directives);
                let place = index[&(type_name.clone(), name.clone())];
                let named_as = stand_in(object, &name)
                    .and_then(|other| index.get(&(type_name.clone(), other)))
                    .unwrap_or(&place);
                match class_of(&field.directives) {
                    Some((class, is_of_people)) => {
                        let facts = FieldFacts {
                            class,
                            is_of_people,
                            kind: kind_of(field, class, types),
                            is_nullable: field.ty.node.nullable,
                            is_key: keys.contains(&name),
                            reads,
                            named_as: *named_as,
                            leads_to: (!inside_connections.contains(type_name.as_str()))
                                .then(|| record_of(field, types)),
                            inputs: inputs_of(field, types),
                            routed_by: routed_by(&field.directives),
                        };
                        fields.insert((type_name.clone(), name), facts);
                    }
                    None => unclassified.push(at),
                }
            }
        }
        let types = objects()
            .filter_map(|(name, definition, _)| {
                class_of(&definition.directives).map(|(class, _)| (name.clone(), class))
            })
            .collect();
        unclassified.extend(problems);
        if unclassified.is_empty() {
            Ok(Self { fields, types, inputs, only_of: HashMap::new() })
        } else {
            Err(unclassified)
        }
    }

    /// The same, which knows what fields each contract has.
    #[must_use]
    pub(crate) fn with_contracts(
        mut self,
        contracts: &[(&str, HashSet<(String, String)>)],
    ) -> Self {
        let has = |place: usize, name: &(String, String)| contracts[place].1.contains(name);
        for (place, (contract, _)) in contracts.iter().enumerate() {
            let is_only_here = |name: &(String, String)| {
                (0..contracts.len()).all(|other| has(other, name) == (other == place))
            };
            let names = self.fields.keys().enumerate();
            let only = names.filter(|(_, name)| is_only_here(name)).map(|(index, _)| index);
            self.only_of.insert((*contract).to_owned(), only.collect());
        }
        self
    }

    /// Fields that this contract has and no other; `None` if the site does not serve it.
    pub(super) fn fields_only_of(&self, contract: &str) -> Option<&[FieldIndex]> {
        self.only_of.get(contract).map(Vec::as_slice)
    }

    /// The place of a field.
    pub(crate) fn index_of(&self, type_name: &str, field: &str) -> Option<FieldIndex> {
        self.fields.get_index_of(&(type_name.to_owned(), field.to_owned()))
    }

    /// Class of each field, by `Type.field`.
    pub(crate) fn classes(&self) -> impl Iterator<Item = (String, &'static str)> {
        let class = |((type_name, field), facts): (&(String, String), &FieldFacts)| {
            (format!("{type_name}.{field}"), facts.class.as_text())
        };
        self.fields.iter().map(class)
    }

    /// How many there are.
    pub(super) fn len(&self) -> usize {
        self.fields.len()
    }

    pub(super) fn facts(&self, index: FieldIndex) -> &FieldFacts {
        &self.fields[index]
    }

    /// Type and name of a field.
    pub(super) fn name(&self, index: FieldIndex) -> (&str, &str) {
        let (type_name, field) = self
            .fields
            .get_index(index)
            .map(|(name, _)| name)
            .expect("an index is one that this table gave");
        (type_name, field)
    }

    /// `Type.field`.
    pub(super) fn coordinate(&self, index: FieldIndex) -> String {
        let (type_name, field) = self.name(index);
        format!("{type_name}.{field}")
    }

    /// Class of the existence of a type's records, and the type's place.
    pub(super) fn class_of_type(&self, type_name: &str) -> Option<DataClass> {
        self.types.get(type_name).copied()
    }

    /// Types whose existence has a class, in order.
    pub(super) fn classified_types(&self) -> impl Iterator<Item = (&str, DataClass)> {
        self.types.iter().map(|(name, class)| (name.as_str(), *class))
    }

    pub(super) fn type_index(&self, type_name: &str) -> Option<usize> {
        self.types.get_index_of(type_name)
    }

    /// Whether there is such a type or `Type.field`.
    pub(super) fn knows(&self, name: &str) -> bool {
        match name.split_once('.') {
            Some((type_name, field)) => self.index_of(type_name, field).is_some(),
            None => self.fields.keys().any(|(type_name, _)| type_name == name),
        }
    }
}

/// The class that directives say, and whether it is of people.
fn class_of(directives: &[Positioned<ConstDirective>]) -> Option<(DataClass, bool)> {
    let directive = &directives.iter().find(|it| it.node.name.node == "class")?.node;
    let Value::Enum(class) = &directive.get_argument("is")?.node else { return None };
    let of_people = directive.get_argument("ofPeople").map(|it| &it.node);
    Some((class.parse().ok()?, of_people == Some(&Value::Boolean(true))))
}

/// What `@reads` names.
pub(super) fn read_names(directives: &[Positioned<ConstDirective>]) -> Vec<String> {
    let directive = directives.iter().find(|it| it.node.name.node == "reads");
    match directive.and_then(|it| it.node.get_argument("fields")).map(|it| &it.node) {
        Some(Value::List(names)) => names
            .iter()
            .filter_map(|name| match name {
                Value::String(name) => Some(name.clone()),
                _ => None,
            })
            .collect(),
        Some(Value::String(name)) => vec![name.clone()],
        _ => Vec::new(),
    }
}

/// What `@route` names.
fn routed_by(directives: &[Positioned<ConstDirective>]) -> Option<String> {
    let directive = directives.iter().find(|it| it.node.name.node == "route")?;
    match &directive.node.get_argument("by")?.node {
        Value::String(argument) => Some(argument.clone()),
        _ => None,
    }
}

fn key_fields(definition: &TypeDefinition) -> Vec<String> {
    let keys = definition.directives.iter().filter(|it| it.node.name.node == "key");
    keys.filter_map(|key| match key.node.get_argument("fields").map(|it| &it.node) {
        Some(Value::String(fields)) => Some(fields.clone()),
        _ => None,
    })
    .collect()
}

/// A set that clients do not see is named by the count that is made from it.
fn stand_in(object: &ObjectType, field: &str) -> Option<String> {
    let is_hidden = |it: &FieldDefinition| {
        it.name.node == field && it.directives.iter().any(|it| it.node.name.node == "inaccessible")
    };
    object.fields.iter().find(|it| is_hidden(&it.node))?;
    let counts_it = |it: &&Positioned<FieldDefinition>| {
        let merge = it.node.directives.iter().find(|it| it.node.name.node == "merge");
        let by = merge.and_then(|it| it.node.get_argument("by")).map(|it| &it.node);
        by == Some(&Value::String(field.to_owned()))
    };
    object.fields.iter().find(counts_it).map(|it| it.node.name.node.to_string())
}

fn kind_of(
    field: &FieldDefinition,
    class: DataClass,
    types: &IndexMap<String, TypeDefinition>,
) -> ValueKind {
    let BaseType::Named(name) = &field.ty.node.base else { return ValueKind::Whole };
    match types.get(name.as_str()).map(|it| &it.kind) {
        None if name == "String" => ValueKind::Text,
        None if class == DataClass::Statistical && (name == "Int" || name == "Float") => {
            ValueKind::Figure
        }
        // What pages records is asked for its count alone; a log's pages are no records.
        Some(TypeKind::Object(_)) if paged_record(name, types).is_some() => ValueKind::Connection,
        Some(TypeKind::Object(_)) if class == DataClass::Statistical => ValueKind::Figure,
        _ => ValueKind::Whole,
    }
}

/// The kind of record that a connection pages.
fn paged_record<'t>(
    connection: &str,
    types: &'t IndexMap<String, TypeDefinition>,
) -> Option<&'t str> {
    let TypeKind::Object(object) = &types.get(connection)?.kind else { return None };
    let nodes = object.fields.iter().find(|it| it.node.name.node == "nodes")?;
    let item = named(&nodes.node);
    let is_record = types.get(item)?.directives.iter().any(|it| it.node.name.node == "key");
    (is_record && connection.ends_with("Connection")).then_some(item)
}

/// Connections of records, and their edges.
fn inside_connections(types: &IndexMap<String, TypeDefinition>) -> HashSet<&str> {
    let mut inside = HashSet::new();
    for (name, definition) in types {
        let TypeKind::Object(object) = &definition.kind else { continue };
        if paged_record(name, types).is_some() {
            let edges = object.fields.iter().find(|it| it.node.name.node == "edges");
            inside.extend(edges.map(|edges| named(&edges.node)));
            inside.insert(name.as_str());
        }
    }
    inside
}

/// The type that a field leads to: of its items, where it is a connection of records.
fn record_of(field: &FieldDefinition, types: &IndexMap<String, TypeDefinition>) -> String {
    let name = named(field);
    paged_record(name, types).unwrap_or(name).to_owned()
}

fn named(field: &FieldDefinition) -> &str {
    let mut base = &field.ty.node.base;
    loop {
        match base {
            BaseType::Named(name) => return name,
            BaseType::List(item) => base = &item.base,
        }
    }
}

fn inputs_of(
    field: &FieldDefinition,
    types: &IndexMap<String, TypeDefinition>,
) -> Vec<(String, String)> {
    let arguments = field.arguments.iter().filter_map(|argument| {
        let mut base = &argument.node.ty.node.base;
        let name = loop {
            match base {
                BaseType::Named(name) => break name.to_string(),
                BaseType::List(item) => base = &item.base,
            }
        };
        let is_input = matches!(types.get(&name)?.kind, TypeKind::InputObject(_));
        is_input.then(|| (argument.node.name.node.to_string(), name))
    });
    arguments.collect()
}
