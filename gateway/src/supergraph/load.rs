//! Loads a supergraph: reads its subgraphs, its directives and its API schema once.
//! Spec: join v0.1 to v0.5 (`join__Graph`, `join__type`), jurisdiction v1.0.

use std::{
    collections::{BTreeSet, HashMap},
    sync::Arc,
};

use apollo_compiler::{
    Name, Schema,
    ast::{Directive, OperationType, Value},
    collections::HashMap as ApolloMap,
    schema::{ExtendedType, Implementers},
    validation::Valid,
};

use super::{api_schema::api_schema, jurisdiction::Jurisdiction};

/// Why a supergraph cannot be used. All of it is for the operator.
#[derive(Debug, thiserror::Error)]
pub enum SupergraphError {
    /// The text is not a GraphQL schema, or its API schema is not valid.
    #[error("the supergraph is not a valid schema: {reasons}")]
    Invalid {
        /// What the validator said.
        reasons: String,
    },
    /// The text has no `join__Graph` enum: a schema, but no supergraph.
    #[error("the schema has no `join__Graph` enum, so it is not a supergraph")]
    NoGraphs,
    /// A contract of the sites file is no subgraph of the supergraph.
    #[error("contract `{contract}` is not a subgraph of the supergraph, which has {subgraphs}")]
    UnknownContract {
        /// The contract that the sites file names.
        contract: String,
        /// What the supergraph has.
        subgraphs: String,
    },
    /// The planner refused it.
    #[error("the planner refuses the supergraph: {reason}")]
    Planner {
        /// What the planner said.
        reason: String,
    },
}

impl SupergraphError {
    /// Stable code.
    pub fn code(&self) -> &'static str {
        match self {
            Self::Invalid { .. } => "SUPERGRAPH_INVALID",
            Self::NoGraphs => "SUPERGRAPH_WITHOUT_GRAPHS",
            Self::UnknownContract { .. } => "CONTRACT_UNKNOWN",
            Self::Planner { .. } => "SUPERGRAPH_NOT_PLANNABLE",
        }
    }
}

/// Index of a subgraph in [`Supergraph::subgraphs`].
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct SubgraphId(pub usize);

/// One subgraph, as `join__graph` states it.
#[derive(Debug, Clone)]
pub struct Subgraph {
    /// Its name, such as `network`.
    pub name: String,
    /// Its URL; a placeholder where sites serve it.
    pub url: String,
    /// Whether it is a contract that several sites serve over different rows.
    pub is_contract: bool,
}

/// A supergraph, indexed once.
#[derive(Debug)]
pub struct Supergraph {
    /// All of it, with the federation's machinery fields, for reading plans.
    pub schema: Valid<Schema>,
    /// The text it was read from, to tell a changed file from a touched one.
    text: String,
    /// What clients see.
    pub api_schema: Valid<Schema>,
    /// Implementers of each interface of the API schema, for introspection.
    pub implementers: ApolloMap<Name, Implementers>,
    /// The subgraphs, in order of their `join__Graph` values.
    pub subgraphs: Vec<Subgraph>,
    /// What the jurisdiction directives say.
    pub jurisdiction: Jurisdiction,
    /// Fields of the first key of each entity.
    key_fields: HashMap<Name, Vec<Name>>,
    /// Object types that an abstract type of the supergraph may be, by its name.
    possible_types: HashMap<Name, Arc<BTreeSet<Name>>>,
}

impl Supergraph {
    /// Reads `sdl`. `contracts` names the subgraphs that sites serve; empty for a plain supergraph.
    ///
    /// # Errors
    /// [`SupergraphError`] if the text is no supergraph, or lacks a contract.
    pub fn load(sdl: &str, contracts: &BTreeSet<String>) -> Result<Self, SupergraphError> {
        let schema = Schema::parse(sdl, "supergraph.graphql")
            .map_err(|invalid| SupergraphError::Invalid { reasons: invalid.errors.to_string() })?;
        let subgraphs = read_subgraphs(&schema, contracts)?;
        for contract in contracts {
            if !subgraphs.iter().any(|subgraph| &subgraph.name == contract) {
                return Err(SupergraphError::UnknownContract {
                    contract: contract.clone(),
                    subgraphs: names(&subgraphs),
                });
            }
        }
        let api_schema = api_schema(&schema)?;
        let possible_types = read_possible_types(&schema);
        Ok(Self {
            text: sdl.to_owned(),
            implementers: api_schema.implementers_map(),
            jurisdiction: Jurisdiction::read(&schema),
            key_fields: read_key_fields(&schema),
            schema: with_entities_field(&schema)?,
            api_schema,
            subgraphs,
            possible_types,
        })
    }

    /// Whether both were read from the same text and have the same contracts.
    pub fn is_same_text(&self, other: &Self) -> bool {
        let contracts = |supergraph: &Self| -> Vec<bool> {
            supergraph.subgraphs.iter().map(|subgraph| subgraph.is_contract).collect()
        };
        self.text == other.text && contracts(self) == contracts(other)
    }

    /// The subgraph of this name.
    pub fn subgraph_id(&self, name: &str) -> Option<SubgraphId> {
        self.subgraphs.iter().position(|subgraph| subgraph.name == name).map(SubgraphId)
    }

    /// The subgraph of this id, which only this supergraph gives out.
    pub fn subgraph(&self, id: SubgraphId) -> &Subgraph {
        &self.subgraphs[id.0]
    }

    /// Fields of the entity's first key; empty for other types. Keys of nested fields are left to
    /// the planner, which never needs them for a reference of the contracts.
    pub fn key_fields(&self, type_name: &str) -> &[Name] {
        self.key_fields.get(type_name).map(Vec::as_slice).unwrap_or_default()
    }

    /// Object types that values of `type_name` may be: itself for an object type.
    pub fn possible_types(&self, type_name: &str) -> Option<&Arc<BTreeSet<Name>>> {
        self.possible_types.get(type_name)
    }

    /// Whether values of `type_name` are of other types.
    pub fn is_abstract(&self, type_name: &str) -> bool {
        self.schema
            .types
            .get(type_name)
            .is_some_and(|definition| definition.is_interface() || definition.is_union())
    }

    /// Whether some subgraph has objects of this interface without knowing what they are.
    pub fn is_interface_object(&self, type_name: &str) -> bool {
        self.schema.get_interface(type_name).is_some_and(|interface| {
            interface.directives.get_all("join__type").any(|directive| {
                directive
                    .specified_argument_by_name("isInterfaceObject")
                    .is_some_and(|value| value.to_bool() == Some(true))
            })
        })
    }

    /// Whether `object` is `type_name` or one of its possible types.
    pub fn is_possible_type(&self, type_name: &str, object: &str) -> bool {
        type_name == object
            || self.possible_types.get(type_name).is_some_and(|types| types.contains(object))
    }
}

fn names(subgraphs: &[Subgraph]) -> String {
    subgraphs.iter().map(|subgraph| format!("`{}`", subgraph.name)).collect::<Vec<_>>().join(", ")
}

fn read_subgraphs(
    schema: &Schema,
    contracts: &BTreeSet<String>,
) -> Result<Vec<Subgraph>, SupergraphError> {
    let graphs = schema
        .get_enum("join__Graph")
        .or_else(|| schema.get_enum("core__Graph"))
        .ok_or(SupergraphError::NoGraphs)?;
    Ok(graphs
        .values
        .values()
        .map(|value| {
            let directive = value.directives.get("join__graph");
            let name = directive
                .and_then(|directive| text_argument(directive, "name"))
                .unwrap_or_else(|| value.value.to_string());
            Subgraph {
                url: directive
                    .and_then(|directive| text_argument(directive, "url"))
                    .unwrap_or_default(),
                is_contract: contracts.contains(&name),
                name,
            }
        })
        .collect())
}

fn text_argument(directive: &Directive, name: &str) -> Option<String> {
    match directive.specified_argument_by_name(name)?.as_ref() {
        Value::String(text) => Some(text.clone()),
        _ => None,
    }
}

fn read_key_fields(schema: &Schema) -> HashMap<Name, Vec<Name>> {
    schema
        .types
        .iter()
        .filter_map(|(name, definition)| {
            let key = definition
                .directives()
                .get_all("join__type")
                .filter_map(|directive| text_argument(directive, "key"))
                .find(|key| !key.contains('{'))?;
            let fields = key.split_whitespace().filter_map(|field| Name::new(field).ok()).collect();
            Some((name.clone(), fields))
        })
        .collect()
}

fn read_possible_types(schema: &Schema) -> HashMap<Name, Arc<BTreeSet<Name>>> {
    let implementers = schema.implementers_map();
    schema
        .types
        .iter()
        .filter_map(|(name, definition)| {
            let types: BTreeSet<Name> = match definition {
                ExtendedType::Object(_) => BTreeSet::from([name.clone()]),
                ExtendedType::Interface(_) => implementers
                    .get(name)
                    .map(|implementers| implementers.objects.iter().cloned().collect())
                    .unwrap_or_default(),
                ExtendedType::Union(union) => {
                    union.members.iter().map(|member| member.name.clone()).collect()
                }
                _ => return None,
            };
            Some((name.clone(), Arc::new(types)))
        })
        .collect()
}

/// The schema that fetch documents are read against: the supergraph and `Query._entities`. The
/// supergraph's own text was checked by its API schema; what is added here is fixed.
fn with_entities_field(schema: &Schema) -> Result<Valid<Schema>, SupergraphError> {
    let is_entity = |definition: &ExtendedType| {
        let mut joins = definition.directives().get_all("join__type");
        joins.any(|directive| directive.specified_argument_by_name("key").is_some())
    };
    let members: Vec<&str> = schema
        .types
        .iter()
        .filter(|(_, definition)| definition.is_object() && is_entity(definition))
        .map(|(name, _)| name.as_str())
        .collect();
    let mut extended = schema.clone();
    if members.is_empty() {
        return Ok(Valid::assume_valid(extended));
    }
    let text = format!(
        "scalar _Any\nunion _Entity = {}\n\
         type Query {{ _entities(representations: [_Any!]!): [_Entity]! }}\n",
        members.join(" | ")
    );
    let added = Schema::parse(text, "entities.graphql")
        .map_err(|invalid| SupergraphError::Invalid { reasons: invalid.errors.to_string() })?;
    let query = schema.root_operation(OperationType::Query);
    let query = query.map_or("Query", |name| name.as_str());
    if let Some(ExtendedType::Object(object)) = extended.types.get_mut(query) {
        let fields = added.get_object("Query").map(|query| query.fields.clone());
        object.make_mut().fields.extend(fields.unwrap_or_default());
    }
    for name in ["_Any", "_Entity"] {
        if let Some(definition) = added.types.get(name) {
            extended.types.insert(definition.name().clone(), definition.clone());
        }
    }
    Ok(Valid::assume_valid(extended))
}
