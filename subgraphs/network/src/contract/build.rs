//! Builds the schema of a site from its contracts and its resolvers.

use std::{collections::HashMap, sync::Arc};

use async_graphql::{
    Positioned,
    dynamic::{
        Enum, EnumItem, Field, InputObject, InputValue, Object, Scalar, Schema, SchemaBuilder,
        TypeRef,
    },
    parser::types::{
        BaseType, ConstDirective, FieldDefinition, InputValueDefinition, ObjectType, Type,
        TypeDefinition, TypeKind,
    },
};
use indexmap::IndexMap;

use super::{
    Contract, ContractError, Resolvers,
    document::{MergedContract, merge_contracts},
    entities::resolve_entities,
    resolvers::{FieldKey, OwnerFn, ResolverFn},
};
use crate::policy::{FieldTable, enforce};

/// The type of a site's root fields.
const ROOT_TYPE: &str = "Query";
/// The type of its mutations.
const MUTATION_TYPE: &str = "Mutation";
/// Deepest query. Enough for introspection by common clients, which nests 15 fields.
const MAX_DEPTH: usize = 20;

/// Directives of the jurisdiction specification. They tell the gateway how to spread a fetch over
/// sites, and mean nothing to one site: a site's own SDL leaves them out.
const JURISDICTION_DIRECTIVES: &[&str] = &["route", "gather", "merge", "local", "class", "reads"];

/// A schema that answers, and the types of its fields.
#[derive(Debug, Clone)]
pub struct ContractSchema {
    /// The executable schema.
    pub schema: Schema,
    /// What policies know of the fields.
    pub(crate) policy_fields: Arc<FieldTable>,
    /// Type of each field of each object type.
    pub(super) field_types: Arc<IndexMap<String, IndexMap<String, Type>>>,
}

/// Builds the schema of `contracts`, whose fields `resolvers` resolve.
///
/// # Errors
/// [`ContractError`] if the contracts do not parse or disagree, or if a field has no resolver or a
/// resolver no field; all of them are named.
pub fn build_schema(
    contracts: &[Contract],
    mut resolvers: Resolvers,
) -> Result<ContractSchema, ContractError> {
    let merged = merge_contracts(contracts)?;
    resolvers.complete_references();
    check_resolvers(&merged, &resolvers)?;
    let field_types = Arc::new(field_types(&merged));
    let policy_fields = classify(contracts, &merged)?;

    let Resolvers { fields, entities, owners, .. } = resolvers;
    let entities = Arc::new(entities);
    let mutation = merged.types.contains_key(MUTATION_TYPE).then_some(MUTATION_TYPE);
    let mut builder = Schema::build(ROOT_TYPE, mutation, None)
        .enable_federation()
        .limit_depth(MAX_DEPTH)
        .entity_resolver(move |context| resolve_entities(&entities, context));
    let policy_fields_of_parts = Arc::clone(&policy_fields);
    let mut parts =
        Parts { fields, owners, policy_fields: policy_fields_of_parts, unsupported: Vec::new() };
    for definition in merged.types.values().cloned() {
        builder = parts.register(builder, definition);
    }
    if !parts.unsupported.is_empty() {
        return Err(ContractError::Unsupported { places: parts.unsupported });
    }
    let schema = builder.finish().map_err(|error| ContractError::Schema { reason: error.0 })?;
    Ok(ContractSchema { schema, field_types, policy_fields })
}

/// What policies know of the fields of `contracts`.
///
/// # Errors
/// [`ContractError`] if they do not parse or disagree, or a field has no class.
pub(crate) fn policy_fields(contracts: &[Contract]) -> Result<Arc<FieldTable>, ContractError> {
    let merged = merge_contracts(contracts)?;
    classify(contracts, &merged)
}

fn classify(
    contracts: &[Contract],
    merged: &MergedContract,
) -> Result<Arc<FieldTable>, ContractError> {
    let fields = FieldTable::read(&merged.types);
    let fields = fields.map_err(|places| ContractError::Unclassified { places })?;
    let mut of_contracts = Vec::with_capacity(contracts.len());
    for contract in contracts {
        let merged = merge_contracts(&[*contract])?;
        let types = field_types(&merged);
        let names = types.into_iter().flat_map(|(type_name, fields)| {
            fields.into_keys().map(move |field| (type_name.clone(), field))
        });
        of_contracts.push((contract.name, names.collect()));
    }
    Ok(Arc::new(fields.with_contracts(&of_contracts)))
}

/// Every field has one resolver, and every resolver a field.
fn check_resolvers(merged: &MergedContract, resolvers: &Resolvers) -> Result<(), ContractError> {
    let place = |(type_name, field): &(String, String)| format!("{type_name}.{field}");
    let mut unresolved = Vec::new();
    let mut unknown: Vec<_> = resolvers.fields.keys().map(place).collect();
    for (type_name, definition) in &merged.types {
        let TypeKind::Object(object) = &definition.kind else {
            continue;
        };
        for field in &object.fields {
            let key = (type_name.clone(), field.node.name.node.to_string());
            if resolvers.fields.contains_key(&key) {
                unknown.retain(|it| *it != place(&key));
            } else {
                unresolved.push(place(&key));
            }
        }
        let is_entity = definition.directives.iter().any(|it| it.node.name.node == "key");
        if is_entity && !resolvers.entities.contains_key(type_name) {
            unresolved.push(format!("{type_name} (entity)"));
        }
    }
    let entities = resolvers.entities.keys().filter(|it| !merged.types.contains_key(*it));
    unknown.extend(entities.map(|it| format!("{it} (entity)")));
    unknown.sort();
    let duplicate: Vec<_> = resolvers.duplicates.iter().map(place).collect();
    if unresolved.is_empty() && unknown.is_empty() && duplicate.is_empty() {
        Ok(())
    } else {
        Err(ContractError::Mismatch { unresolved, unknown, duplicate })
    }
}

fn field_types(merged: &MergedContract) -> IndexMap<String, IndexMap<String, Type>> {
    let mut types = IndexMap::new();
    for (type_name, definition) in &merged.types {
        if let TypeKind::Object(object) = &definition.kind {
            let fields = object.fields.iter();
            let fields = fields.map(|it| (it.node.name.node.to_string(), it.node.ty.node.clone()));
            types.insert(type_name.clone(), fields.collect());
        }
    }
    types
}

/// Turns definitions into parts of the schema.
struct Parts {
    fields: HashMap<FieldKey, ResolverFn>,
    owners: HashMap<String, OwnerFn>,
    policy_fields: Arc<FieldTable>,
    unsupported: Vec<String>,
}

impl Parts {
    fn register(&mut self, builder: SchemaBuilder, definition: TypeDefinition) -> SchemaBuilder {
        let name = definition.name.node.to_string();
        let description = definition.description.as_ref().map(|it| it.node.clone());
        let directives = Federation::read(&definition.directives, &name, &mut self.unsupported);
        match definition.kind {
            TypeKind::Scalar => {
                let mut scalar = Scalar::new(&name);
                if let Some(description) = description {
                    scalar = scalar.description(description);
                }
                builder.register(if directives.inaccessible {
                    scalar.inaccessible()
                } else {
                    scalar
                })
            }
            TypeKind::Enum(definition) => {
                let mut output = Enum::new(&name);
                if let Some(description) = description {
                    output = output.description(description);
                }
                for value in definition.values {
                    let mut item = EnumItem::new(value.node.value.node.as_str());
                    if let Some(description) = value.node.description {
                        item = item.description(description.node);
                    }
                    output = output.item(item);
                }
                builder.register(if directives.inaccessible {
                    output.inaccessible()
                } else {
                    output
                })
            }
            TypeKind::InputObject(definition) => {
                let mut input = InputObject::new(&name);
                if let Some(description) = description {
                    input = input.description(description);
                }
                for field in definition.fields {
                    input = input.field(input_value(field));
                }
                builder.register(if directives.inaccessible { input.inaccessible() } else { input })
            }
            TypeKind::Object(definition) => {
                builder.register(self.object(&name, description, directives, definition))
            }
            TypeKind::Interface(_) | TypeKind::Union(_) => {
                self.unsupported.push(format!("the abstract type {name}"));
                builder
            }
        }
    }

    fn object(
        &mut self,
        name: &str,
        description: Option<String>,
        directives: Federation,
        definition: ObjectType,
    ) -> Object {
        let mut object = Object::new(name);
        if let Some(description) = description {
            object = object.description(description);
        }
        for key in directives.keys {
            object = object.key(key);
        }
        if directives.shareable {
            object = object.shareable();
        }
        if directives.inaccessible {
            object = object.inaccessible();
        }
        for field in definition.fields {
            object = object.field(self.field(name, field.node));
        }
        object
    }

    fn field(&mut self, type_name: &str, definition: FieldDefinition) -> Field {
        let name = definition.name.node.to_string();
        let place = format!("{type_name}.{name}");
        let directives = Federation::read(&definition.directives, &place, &mut self.unsupported);
        let resolver = self
            .fields
            .remove(&(type_name.to_owned(), name.clone()))
            .expect("each field was found to have a resolver");
        let index = self
            .policy_fields
            .index_of(type_name, &name)
            .expect("the table of policies has every field of the contracts");
        let owner = self.owners.get(type_name).copied();
        let is_root = type_name == ROOT_TYPE || type_name == MUTATION_TYPE;
        let resolver = enforce(&self.policy_fields, index, is_root, owner, resolver);
        let mut field = Field::new(name, type_ref(&definition.ty.node), resolver);
        if let Some(description) = definition.description {
            field = field.description(description.node);
        }
        if directives.shareable {
            field = field.shareable();
        }
        if directives.inaccessible {
            field = field.inaccessible();
        }
        for argument in definition.arguments {
            field = field.argument(input_value(argument));
        }
        field
    }
}

/// The federation directives on a type or field.
#[derive(Default)]
struct Federation {
    keys: Vec<String>,
    shareable: bool,
    inaccessible: bool,
}

impl Federation {
    fn read(
        directives: &[Positioned<ConstDirective>],
        place: &str,
        unsupported: &mut Vec<String>,
    ) -> Self {
        let mut federation = Self::default();
        for directive in directives {
            let directive = &directive.node;
            match directive.name.node.as_str() {
                "key" => {
                    let fields = directive.get_argument("fields").map(|it| &it.node);
                    if let Some(async_graphql::Value::String(fields)) = fields {
                        federation.keys.push(fields.clone());
                    }
                }
                "shareable" => federation.shareable = true,
                "inaccessible" => federation.inaccessible = true,
                name if JURISDICTION_DIRECTIVES.contains(&name) => {}
                name => unsupported.push(format!("@{name} on {place}")),
            }
        }
        federation
    }
}

fn input_value(definition: Positioned<InputValueDefinition>) -> InputValue {
    let definition = definition.node;
    let mut value = InputValue::new(definition.name.node.as_str(), type_ref(&definition.ty.node));
    if let Some(description) = definition.description {
        value = value.description(description.node);
    }
    if let Some(default) = definition.default_value {
        value = value.default_value(default.node);
    }
    value
}

fn type_ref(ty: &Type) -> TypeRef {
    let base = match &ty.base {
        BaseType::Named(name) => TypeRef::named(name.as_str()),
        BaseType::List(item) => TypeRef::List(Box::new(type_ref(item))),
    };
    if ty.nullable { base } else { TypeRef::NonNull(Box::new(base)) }
}

#[cfg(test)]
mod tests {
    use futures::FutureExt;

    use super::*;

    const CONTRACT: Contract = Contract {
        name: "test",
        sdl: "type Query { one: Int @class(is: PUBLIC) two: Int! @class(is: PUBLIC) }",
    };

    #[test]
    fn fields_and_resolvers_match_one_to_one() {
        let mut resolvers = Resolvers::default();
        for field in ["one", "one", "three"] {
            resolvers.root(field, |_| async { Ok(1_i64) }.boxed());
        }
        let error = build_schema(&[CONTRACT], resolvers).expect_err("they differ").to_string();
        assert_eq!(
            error,
            "contracts and resolvers differ: without resolver: [Query.two]; without contract: \
             [Query.three]; resolved twice: [Query.one]"
        );
    }

    #[test]
    fn a_field_without_a_class_is_refused() {
        let sdl = "type Query { one: Int two: Int @class(is: PUBLIC) @reads(fields: [\"A.b\"]) }";
        let mut resolvers = Resolvers::default();
        for field in ["one", "two"] {
            resolvers.root(field, |_| async { Ok(1_i64) }.boxed());
        }
        let contract = Contract { name: "test", sdl };
        let error = build_schema(&[contract], resolvers).expect_err("it has none").to_string();
        assert_eq!(error, "without a class of data: Query.one, @reads of A.b at Query.two");
    }

    #[test]
    fn directives_without_meaning_here_are_refused() {
        let contract = Contract {
            name: "test",
            sdl: "type Query { one: Int @class(is: PUBLIC) @requires(fields: \"x\") }",
        };
        let mut resolvers = Resolvers::default();
        resolvers.root("one", |_| async { Ok(1_i64) }.boxed());
        let error = build_schema(&[contract], resolvers).expect_err("it is unknown").to_string();
        assert_eq!(error, "not supported in a contract: @requires on Query.one");
    }
}
