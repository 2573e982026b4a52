//! Makes the answer of a site to any document: a value for each field, by its type.
//!
//! In: the owner and GraphQL request JSON. Out: GraphQL response JSON. An entity has the same fields
//! wherever it is met and whichever subgraph of the same owner is asked.
//! Spec: Apollo Federation subgraph specification, `Query._entities`.

use std::collections::{BTreeMap, BTreeSet};

use apollo_compiler::{
    ExecutableDocument, Name, Schema,
    ast::{Type, Value as Literal},
    executable::{Field, Selection, SelectionSet},
    schema::ExtendedType,
    validation::Valid,
};
use bytes::Bytes;
use serde::Deserialize;
use serde_json::{Map, Value, json};

use super::{
    StubPlan,
    connection::connection,
    leaf::{enum_value, scalar_value},
    seed::seed_of,
};

/// Items of a list whose size the plan does not give.
const LIST_ITEMS: usize = 3;
/// Characters of a text whose size the plan does not give.
const TEXT_CHARS: usize = 8;

/// Why there is no answer. Each is a mistake of a scenario, or a document that no gateway should
/// have sent.
#[derive(Debug, thiserror::Error)]
pub(super) enum FabricateError {
    #[error("the request is not GraphQL JSON: {0}")]
    Request(#[from] serde_json::Error),
    #[error("the supergraph or the document is not valid: {0}")]
    Document(String),
    #[error("`_entities` has no list of representations")]
    Representations,
    #[error("no rows are made of type `{0}`")]
    Type(String),
}

/// Makes answers by one plan.
#[derive(Debug)]
pub(super) struct Fabricator {
    schema: Valid<Schema>,
    /// Key field of each entity.
    keys: BTreeMap<String, String>,
    pub(super) plan: StubPlan,
}

#[derive(Deserialize)]
struct Request {
    query: String,
    #[serde(default, rename = "operationName")]
    operation_name: Option<String>,
    #[serde(default)]
    variables: Option<Map<String, Value>>,
}

impl Fabricator {
    /// # Errors
    /// [`FabricateError::Document`] if the supergraph is no schema.
    pub(super) fn new(plan: StubPlan) -> Result<Self, FabricateError> {
        let read = |text: String| {
            Schema::parse(text, "supergraph.graphql")
                .map_err(|error| FabricateError::Document(error.errors.to_string()))
        };
        let keys = entity_keys(&read(plan.supergraph.clone())?);
        let mut text = plan.supergraph.clone();
        if !keys.is_empty() {
            let members: Vec<&str> = keys.keys().map(String::as_str).collect();
            text.push_str(&format!(
                "\nscalar _Any\nunion _Entity = {}\nextend type Query {{ _entities(representations: [_Any!]!): [_Entity]! }}\n",
                members.join(" | ")
            ));
        }
        // Composition has validated it; what is added is known.
        Ok(Self { schema: Valid::assume_valid(read(text)?), keys, plan })
    }

    /// The answer of the site of `owner`.
    ///
    /// # Errors
    /// [`FabricateError`]
    pub(super) fn answer(&self, owner: &str, request: &[u8]) -> Result<Bytes, FabricateError> {
        let request: Request = serde_json::from_slice(request)?;
        let document = ExecutableDocument::parse(&self.schema, request.query, "request.graphql")
            .map_err(|error| FabricateError::Document(error.errors.to_string()))?;
        let operation = document
            .operations
            .get(request.operation_name.as_deref())
            .map_err(|error| FabricateError::Document(error.message().to_string()))?;
        let making = Making {
            fabricator: self,
            owner,
            document: &document,
            variables: request.variables.unwrap_or_default(),
        };
        let root = Identity { seed: seed_of("root"), index: 0 };
        let data = making.object("Query", root, &Map::new(), &operation.selection_set)?;
        Ok(json!({ "data": data }).to_string().into())
    }
}

/// Key fields by type, of `@join__type(key: "id")`. Keys of several fields are not made here.
fn entity_keys(schema: &Schema) -> BTreeMap<String, String> {
    let mut keys = BTreeMap::new();
    for (name, definition) in &schema.types {
        let ExtendedType::Object(object) = definition else {
            continue;
        };
        let key = object.directives.get_all("join__type").find_map(|directive| {
            directive.specified_argument_by_name("key").and_then(|key| key.as_str())
        });
        if let Some(key) = key.filter(|key| !key.contains(' ')) {
            keys.insert(name.to_string(), key.to_owned());
        }
    }
    keys
}

/// What the fields of an object are made from.
#[derive(Debug, Clone, Copy)]
pub(super) struct Identity {
    pub(super) seed: u64,
    /// Place in the list that the object stands in.
    pub(super) index: usize,
}

/// One answer in the making.
pub(super) struct Making<'a> {
    pub(super) fabricator: &'a Fabricator,
    pub(super) owner: &'a str,
    document: &'a ExecutableDocument,
    variables: Map<String, Value>,
}

impl Making<'_> {
    /// Fields in `known` are taken as they are.
    pub(super) fn object(
        &self,
        type_name: &str,
        identity: Identity,
        known: &Map<String, Value>,
        selections: &SelectionSet,
    ) -> Result<Value, FabricateError> {
        let mut object = Map::new();
        self.add_fields(type_name, identity, known, &selections.selections, &mut object)?;
        Ok(Value::Object(object))
    }

    fn add_fields(
        &self,
        type_name: &str,
        identity: Identity,
        known: &Map<String, Value>,
        selections: &[Selection],
        object: &mut Map<String, Value>,
    ) -> Result<(), FabricateError> {
        for selection in selections {
            match selection {
                Selection::Field(field) => {
                    let value = self.field(type_name, identity, known, field)?;
                    merge_into(object, field.response_key().as_str(), value);
                }
                Selection::InlineFragment(fragment) => {
                    if self.applies(fragment.type_condition.as_ref(), type_name) {
                        let inner = &fragment.selection_set.selections;
                        self.add_fields(type_name, identity, known, inner, object)?;
                    }
                }
                Selection::FragmentSpread(spread) => {
                    let fragment = spread.fragment_def(self.document).ok_or_else(|| {
                        FabricateError::Document(format!("no fragment `{}`", spread.fragment_name))
                    })?;
                    if self.applies(Some(fragment.type_condition()), type_name) {
                        let inner = &fragment.selection_set.selections;
                        self.add_fields(type_name, identity, known, inner, object)?;
                    }
                }
            }
        }
        Ok(())
    }

    fn applies(&self, condition: Option<&Name>, type_name: &str) -> bool {
        condition.is_none_or(|condition| {
            condition == type_name || self.fabricator.schema.is_subtype(condition, type_name)
        })
    }

    fn field(
        &self,
        type_name: &str,
        identity: Identity,
        known: &Map<String, Value>,
        field: &Field,
    ) -> Result<Value, FabricateError> {
        if field.name == "__typename" {
            return Ok(type_name.into());
        }
        if field.name == "_entities" {
            return self.entities(field);
        }
        if let Some(value) = known.get(field.name.as_str()) {
            return Ok(value.clone());
        }
        let own = Identity { seed: seed_of((identity.seed, field.name.as_str())), ..identity };
        self.value(&format!("{type_name}.{}", field.name), field.ty(), own, field)
    }

    fn entities(&self, field: &Field) -> Result<Value, FabricateError> {
        let list = self.argument(field, "representations");
        let list =
            list.as_ref().and_then(Value::as_array).ok_or(FabricateError::Representations)?;
        let entity = |representation: &Value| {
            let known = representation.as_object().ok_or(FabricateError::Representations)?;
            let type_name = known.get("__typename").and_then(Value::as_str);
            let type_name = type_name.ok_or(FabricateError::Representations)?;
            let key = self.fabricator.keys.get(type_name).and_then(|key| known.get(key));
            let key = key.and_then(Value::as_str).ok_or(FabricateError::Representations)?;
            let identity = Identity { seed: seed_of((self.owner, type_name, key)), index: 0 };
            self.object(type_name, identity, known, &field.selection_set)
        };
        let entities: Result<Vec<Value>, FabricateError> = list.iter().map(entity).collect();
        Ok(Value::Array(entities?))
    }

    /// A value of `ty` for the field `place` (`Type.field`).
    fn value(
        &self,
        place: &str,
        ty: &Type,
        identity: Identity,
        field: &Field,
    ) -> Result<Value, FabricateError> {
        match ty {
            Type::List(item) | Type::NonNullList(item) => {
                let first = self.argument(field, "first").and_then(|first| first.as_u64());
                let items = match first {
                    Some(first) => first as usize,
                    None => self.size(place, LIST_ITEMS),
                };
                let values: Result<Vec<Value>, FabricateError> = (0..items)
                    .map(|index| {
                        let own = Identity { seed: seed_of((identity.seed, index)), index };
                        self.value(place, item, own, field)
                    })
                    .collect();
                Ok(Value::Array(values?))
            }
            Type::Named(name) | Type::NonNullNamed(name) => {
                self.named_value(place, name, identity, field)
            }
        }
    }

    fn named_value(
        &self,
        place: &str,
        type_name: &Name,
        identity: Identity,
        field: &Field,
    ) -> Result<Value, FabricateError> {
        match self.fabricator.schema.types.get(type_name) {
            Some(ExtendedType::Object(_)) if type_name.ends_with("Connection") => {
                connection(self, place, type_name, identity, field)
            }
            Some(ExtendedType::Object(_)) => {
                self.referenced(place, type_name, identity, &field.selection_set)
            }
            Some(ExtendedType::Enum(definition)) => Ok(enum_value(definition, identity.seed)),
            _ => scalar_value(type_name, identity.seed, self.size(place, TEXT_CHARS))
                .ok_or_else(|| FabricateError::Type(type_name.to_string())),
        }
    }

    /// An object that a field leads to: an entity is known by its key, wherever it is met.
    pub(super) fn referenced(
        &self,
        place: &str,
        type_name: &str,
        identity: Identity,
        selections: &SelectionSet,
    ) -> Result<Value, FabricateError> {
        let Some(key_field) = self.fabricator.keys.get(type_name) else {
            return self.object(type_name, identity, &Map::new(), selections);
        };
        let plan = &self.fabricator.plan;
        let (owner, number) = match plan.references.get(place) {
            Some(owners) => {
                let place = identity.index % owners.len();
                (owners[place].as_str(), (identity.index / owners.len()) as u64)
            }
            None => {
                let population = plan.populations.get(type_name).copied().unwrap_or(u64::MAX);
                (self.owner, identity.seed % population)
            }
        };
        let key = match owner {
            "" => format!("{type_name}-{number}"),
            owner => format!("{owner}-{type_name}-{number}"),
        };
        let own = Identity { seed: seed_of((owner, type_name, &key)), ..identity };
        let known = Map::from_iter([(key_field.clone(), Value::from(key))]);
        self.object(type_name, own, &known, selections)
    }

    pub(super) fn size(&self, place: &str, default: usize) -> usize {
        self.fabricator.plan.sizes.get(place).copied().unwrap_or(default)
    }

    /// An argument as given, or its default.
    pub(super) fn argument(&self, field: &Field, name: &str) -> Option<Value> {
        match field.argument_by_name(name).ok()?.as_ref() {
            Literal::Variable(name) => self.variables.get(name.as_str()).cloned(),
            Literal::Int(number) => number.as_str().parse::<u64>().ok().map(Value::from),
            Literal::String(text) => Some(text.as_str().into()),
            _ => None,
        }
    }
}

/// One response key may be selected in several places.
fn merge_into(object: &mut Map<String, Value>, key: &str, value: Value) {
    match (object.get_mut(key), value) {
        (Some(Value::Object(known)), Value::Object(new)) => {
            for (key, value) in new {
                merge_into(known, &key, value);
            }
        }
        (Some(Value::Array(known)), Value::Array(new)) => {
            for (known, new) in known.iter_mut().zip(new) {
                if let (Value::Object(known), Value::Object(new)) = (known, new) {
                    for (key, value) in new {
                        merge_into(known, &key, value);
                    }
                }
            }
        }
        (Some(_), _) => {}
        (None, value) => {
            object.insert(key.to_owned(), value);
        }
    }
}

/// Owners that a plan's references lead to and that no site has; a scenario without any is whole.
pub(super) fn unowned(plan: &StubPlan) -> BTreeSet<&str> {
    let sites: BTreeSet<&str> = plan.owners.iter().map(String::as_str).collect();
    let wanted = plan.references.values().flatten().map(String::as_str);
    wanted.filter(|owner| !sites.contains(owner)).collect()
}

#[cfg(test)]
mod tests;
