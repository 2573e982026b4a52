//! Executes requests to one subgraph, as a server of its own would: root fields and `_entities`.
//! Spec: Apollo Federation subgraph specification.

use std::collections::BTreeSet;

use apollo_compiler::{
    ExecutableDocument, Name, Schema,
    ast::{OperationType, Type},
    executable::FieldSet,
    resolvers::{Execution, FieldError, ObjectValue, ResolveInfo, ResolvedValue},
    response::{JsonMap, JsonValue},
    schema::ExtendedType,
    validation::Valid,
};
use serde_json::{Value, json};

use super::subgraph::{Call, Subgraph};

/// A subgraph that answers.
pub(super) struct Server {
    subgraph: Subgraph,
    schema: Valid<Schema>,
}

impl Server {
    pub(super) fn new(subgraph: Subgraph) -> Self {
        let schema = served_schema(&subgraph.sdl);
        Self { subgraph, schema }
    }

    pub(super) fn answer(&self, request: &Value) -> Value {
        let refusal = |message: String| json!({ "errors": [{ "message": message }] });
        let text = request["query"].as_str().unwrap_or_default();
        let document = match ExecutableDocument::parse_and_validate(&self.schema, text, "request") {
            Ok(document) => document,
            Err(invalid) => return refusal(format!("{text}: {}", invalid.errors)),
        };
        let variables = match JsonValue::from(request["variables"].clone()) {
            JsonValue::Object(variables) => variables,
            _ => JsonMap::new(),
        };
        let operation = document.operations.get(None).expect("one operation in a request");
        let root = Object {
            server: self,
            type_name: operation.object_type().to_string(),
            row: self.subgraph.rows.root(operation.object_type()),
            representation: JsonMap::new(),
        };
        let executed = Execution::new(&self.schema, &document)
            .raw_variable_values(&variables)
            .execute_sync(&root);
        match executed {
            Ok(response) => serde_json::to_value(response).expect("a response is JSON"),
            Err(error) => refusal(error.message().to_string()),
        }
    }

    /// The objects that the names of a type stand for.
    fn objects_of(&self, type_name: &str) -> Vec<Name> {
        match self.schema.types.get(type_name) {
            Some(ExtendedType::Interface(_)) => self
                .schema
                .implementers_map()
                .get(type_name)
                .map(|implementers| implementers.objects.iter().cloned().collect())
                .unwrap_or_default(),
            Some(ExtendedType::Object(object)) => vec![object.name.clone()],
            _ => Vec::new(),
        }
    }

    /// The entity of one representation; `None` when no row has its key.
    fn entity(&self, representation: &JsonValue) -> Result<Option<Object<'_>>, FieldError> {
        let refused = |message: String| FieldError { message };
        let representation = representation
            .as_object()
            .ok_or_else(|| refused("a representation is an object".to_owned()))?;
        let type_name = representation
            .get("__typename")
            .and_then(JsonValue::as_str)
            .ok_or_else(|| refused("a representation has a `__typename`".to_owned()))?;
        let keys = self.resolvable_keys(type_name);
        let present: Vec<&FieldSet> = keys
            .iter()
            .filter(|key| {
                let mut fields = key.selection_set.selections.iter();
                fields.all(|field| {
                    field
                        .as_field()
                        .is_some_and(|field| representation.contains_key(field.name.as_str()))
                })
            })
            .collect();
        if present.is_empty() {
            return Err(refused(format!("no key of `{type_name}` is in {representation:?}")));
        }
        let objects = self.objects_of(type_name);
        Ok(present.iter().find_map(|key| {
            objects.iter().find_map(|object| {
                let row = self.subgraph.rows.of_key(object, &key.selection_set, representation)?;
                Some(Object {
                    server: self,
                    type_name: object.to_string(),
                    row,
                    representation: representation.clone(),
                })
            })
        }))
    }

    fn resolvable_keys(&self, type_name: &str) -> Vec<FieldSet> {
        let Some(definition) = self.schema.types.get(type_name) else { return Vec::new() };
        definition
            .directives()
            .get_all("key")
            .filter(|key| {
                key.specified_argument_by_name("resolvable").and_then(|value| value.to_bool())
                    != Some(false)
            })
            .filter_map(|key| key.specified_argument_by_name("fields")?.as_str())
            .map(|fields| {
                FieldSet::parse(&self.schema, definition.name().clone(), fields, "key")
                    .unwrap_or_else(|invalid| {
                        panic!("@key(fields: {fields:?}): {}", invalid.errors)
                    })
            })
            .collect()
    }
}

/// The schema that requests are answered by: the subgraph's own, with `_entities` if it has some.
pub(super) fn served_schema(sdl: &str) -> Valid<Schema> {
    let own = parse(sdl);
    let entities = entity_types(&own);
    if entities.is_empty() {
        return own;
    }
    let members: Vec<&str> = entities.iter().map(Name::as_str).collect();
    parse(&format!(
        "{sdl}\nscalar _Any\nunion _Entity = {}\nextend type Query {{ _entities(representations: [_Any!]!): [_Entity]! }}",
        members.join(" | "),
    ))
}

/// Undefined directives and extensions without a definition are what subgraph schemas are made of.
fn parse(sdl: &str) -> Valid<Schema> {
    let schema = Schema::builder()
        .adopt_orphan_extensions()
        .parse(sdl, "subgraph.graphql")
        .build()
        .unwrap_or_else(|invalid| panic!("{}", invalid.errors));
    Valid::assume_valid(schema)
}

fn entity_types(schema: &Schema) -> BTreeSet<Name> {
    let implementers = schema.implementers_map();
    schema
        .types
        .iter()
        .filter(|(_, definition)| definition.directives().has("key"))
        .flat_map(|(name, definition)| match definition {
            ExtendedType::Interface(_) => implementers
                .get(name)
                .map(|implementers| implementers.objects.iter().cloned().collect())
                .unwrap_or_default(),
            _ => vec![name.clone()],
        })
        .collect()
}

/// An object while it is resolved.
struct Object<'s> {
    server: &'s Server,
    type_name: String,
    row: JsonMap,
    representation: JsonMap,
}

impl<'s> Object<'s> {
    fn complete(&self, value: JsonValue, ty: &Type) -> Result<ResolvedValue<'s>, FieldError> {
        let schema = &self.server.schema;
        match value {
            JsonValue::Null => Ok(ResolvedValue::null()),
            JsonValue::Array(items) => {
                let item = if ty.is_list() { ty.item_type() } else { ty };
                let items: Vec<_> =
                    items.into_iter().map(|value| self.complete(value, item)).collect();
                Ok(ResolvedValue::List(Box::new(items.into_iter())))
            }
            JsonValue::String(reference) if is_composite(schema, ty.inner_named_type()) => {
                let (type_name, row) =
                    self.server.subgraph.rows.find(reference.as_str()).ok_or_else(|| {
                        FieldError { message: format!("no row `{}`", reference.as_str()) }
                    })?;
                Ok(ResolvedValue::object(self.sibling(type_name, row)))
            }
            JsonValue::Object(row) if is_composite(schema, ty.inner_named_type()) => {
                let type_name = row.get("__typename").and_then(JsonValue::as_str);
                let type_name = type_name.unwrap_or(ty.inner_named_type().as_str()).to_owned();
                Ok(ResolvedValue::object(self.sibling(type_name, row)))
            }
            leaf => Ok(ResolvedValue::Leaf(leaf)),
        }
    }

    fn sibling(&self, type_name: String, row: JsonMap) -> Self {
        Self { server: self.server, type_name, row, representation: JsonMap::new() }
    }
}

fn is_composite(schema: &Schema, type_name: &Name) -> bool {
    schema.types.get(type_name).is_some_and(|definition| {
        definition.is_object() || definition.is_interface() || definition.is_union()
    })
}

impl ObjectValue for Object<'_> {
    fn type_name(&self) -> &str {
        &self.type_name
    }

    fn resolve_field<'a>(
        &'a self,
        info: &'a ResolveInfo<'a>,
    ) -> Result<ResolvedValue<'a>, FieldError> {
        let field = info.field_name();
        let is_query = self
            .server
            .schema
            .root_operation(OperationType::Query)
            .is_some_and(|query| query.as_str() == self.type_name);
        if is_query && field == "_entities" {
            let representations = info.arguments().get("representations");
            let entities: Vec<_> = representations
                .and_then(JsonValue::as_array)
                .into_iter()
                .flatten()
                .map(|representation| {
                    Ok(ResolvedValue::nullable_object(self.server.entity(representation)?))
                })
                .collect();
            return Ok(ResolvedValue::List(Box::new(entities.into_iter())));
        }
        let call = Call {
            row: &self.row,
            representation: &self.representation,
            arguments: info.arguments(),
        };
        let mut computed = self.server.subgraph.computed.iter();
        let compute = computed.find(|((on, name), _)| *on == self.type_name && *name == field);
        let value = match compute {
            Some((_, compute)) => {
                JsonValue::from(compute(&call).map_err(|message| FieldError { message })?)
            }
            None => call.stored(field).cloned().ok_or_else(|| self.unknown_field_error(info))?,
        };
        self.complete(value, &info.field_definition().ty)
    }
}
