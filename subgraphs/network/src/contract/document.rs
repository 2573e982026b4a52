//! Contracts as documents: parsed, and merged into the one that a site serves.
//! A type that several contracts have gets the fields of all; a field that several have must agree.

use std::{
    collections::HashMap,
    sync::{Arc, LazyLock, Mutex, PoisonError},
};

use async_graphql::parser::{
    parse_schema,
    types::{
        ConstDirective, EnumType, FieldDefinition, InputObjectType, InputValueDefinition,
        ObjectType, TypeDefinition, TypeKind, TypeSystemDefinition,
    },
};
use async_graphql::{Name, Positioned};
use indexmap::{IndexMap, map::Entry};

/// A contract: the SDL that a site promises to serve.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct Contract {
    /// Its name, such as `network`.
    pub name: &'static str,
    /// Its SDL.
    pub sdl: &'static str,
}

/// Contracts that cannot be served.
#[derive(Debug, thiserror::Error)]
pub enum ContractError {
    /// The SDL does not parse.
    #[error("the contract `{contract}` does not parse")]
    Parse {
        /// The contract.
        contract: &'static str,
        /// Why not.
        #[source]
        source: async_graphql::parser::Error,
    },
    /// Two contracts disagree on a type or a field of it.
    #[error("contracts disagree on {places}", places = .places.join(", "))]
    Conflict {
        /// `Type` or `Type.field`.
        places: Vec<String>,
    },
    /// Fields have no class, or `@reads` names no field: no policy could decide on them.
    #[error("without a class of data: {places}", places = .places.join(", "))]
    Unclassified {
        /// `Type.field`.
        places: Vec<String>,
    },
    /// The contracts use what this server has no form for.
    #[error("not supported in a contract: {places}", places = .places.join(", "))]
    Unsupported {
        /// What, and where.
        places: Vec<String>,
    },
    /// Fields and resolvers do not match one to one.
    #[error(
        "contracts and resolvers differ: without resolver: [{unresolved}]; without contract: \
         [{unknown}]; resolved twice: [{duplicate}]",
        unresolved = .unresolved.join(", "),
        unknown = .unknown.join(", "),
        duplicate = .duplicate.join(", ")
    )]
    Mismatch {
        /// Fields of the contracts that nothing resolves.
        unresolved: Vec<String>,
        /// Resolvers of fields, and of entities, that no contract has.
        unknown: Vec<String>,
        /// Fields that two resolvers claim.
        duplicate: Vec<String>,
    },
    /// The executor refuses the schema.
    #[error("the schema is not valid: {reason}")]
    Schema {
        /// Why.
        reason: String,
    },
}

/// Types of the merged contracts, in the order of the contracts.
#[derive(Debug, Default)]
pub(super) struct MergedContract {
    pub(super) types: IndexMap<String, TypeDefinition>,
}

/// What was merged. A process that runs a hundred sites has few kinds of them, and contracts are a part
/// of the program, so there are not many.
static MERGED: LazyLock<Mutex<HashMap<Vec<Contract>, Arc<MergedContract>>>> =
    LazyLock::new(Mutex::default);

/// Merges contracts into one, once for all sites that serve the same.
///
/// # Errors
/// [`ContractError`] if they do not parse or disagree.
pub(super) fn merge_contracts(
    contracts: &[Contract],
) -> Result<Arc<MergedContract>, ContractError> {
    let mut known = MERGED.lock().unwrap_or_else(PoisonError::into_inner);
    if let Some(merged) = known.get(contracts) {
        return Ok(Arc::clone(merged));
    }
    let merged = Arc::new(merge(contracts)?);
    known.insert(contracts.to_vec(), Arc::clone(&merged));
    Ok(merged)
}

fn merge(contracts: &[Contract]) -> Result<MergedContract, ContractError> {
    let mut merged = MergedContract::default();
    let mut conflicts = Vec::new();
    for contract in contracts {
        let document = parse_schema(contract.sdl)
            .map_err(|source| ContractError::Parse { contract: contract.name, source })?;
        for definition in document.definitions {
            // `extend schema @link` speaks to the composer; the directives are declared elsewhere.
            let TypeSystemDefinition::Type(definition) = definition else {
                continue;
            };
            let definition = definition.node;
            match merged.types.entry(definition.name.node.to_string()) {
                Entry::Vacant(vacant) => {
                    vacant.insert(definition);
                }
                Entry::Occupied(mut known) => {
                    merge_type(known.get_mut(), definition, &mut conflicts);
                }
            }
        }
    }
    if conflicts.is_empty() {
        Ok(merged)
    } else {
        Err(ContractError::Conflict { places: conflicts })
    }
}

/// Adds to a type what another contract has of it.
fn merge_type(known: &mut TypeDefinition, other: TypeDefinition, conflicts: &mut Vec<String>) {
    let type_name = known.name.node.to_string();
    for directive in other.directives {
        let is_known = known.directives.iter().any(|it| same_directive(&it.node, &directive.node));
        if !is_known {
            known.directives.push(directive);
        }
    }
    match (&mut known.kind, other.kind) {
        (TypeKind::Object(known), TypeKind::Object(other)) => {
            for place in merge_fields(known, other) {
                conflicts.push(format!("{type_name}.{place}"));
            }
        }
        (TypeKind::Scalar, TypeKind::Scalar) => {}
        (TypeKind::Enum(known), TypeKind::Enum(other)) if same_enum(known, &other) => {}
        (TypeKind::InputObject(known), TypeKind::InputObject(other))
            if same_inputs(known, &other) => {}
        _ => conflicts.push(type_name),
    }
}

/// The names of fields that disagree.
fn merge_fields(known: &mut ObjectType, other: ObjectType) -> Vec<Name> {
    let mut conflicts = Vec::new();
    for field in other.fields {
        let same_name =
            |it: &&Positioned<FieldDefinition>| it.node.name.node == field.node.name.node;
        match known.fields.iter().find(same_name) {
            None => known.fields.push(field),
            Some(known) if same_field(&known.node, &field.node) => {}
            Some(_) => conflicts.push(field.node.name.node),
        }
    }
    conflicts
}

fn same_directive(one: &ConstDirective, other: &ConstDirective) -> bool {
    one.name.node == other.name.node
        && one.arguments.len() == other.arguments.len()
        && one
            .arguments
            .iter()
            .zip(&other.arguments)
            .all(|(one, other)| one.0.node == other.0.node && one.1.node == other.1.node)
}

fn same_field(one: &FieldDefinition, other: &FieldDefinition) -> bool {
    one.ty.node == other.ty.node && same_values(&one.arguments, &other.arguments)
}

fn same_inputs(one: &InputObjectType, other: &InputObjectType) -> bool {
    same_values(&one.fields, &other.fields)
}

fn same_values(
    one: &[Positioned<InputValueDefinition>],
    other: &[Positioned<InputValueDefinition>],
) -> bool {
    let default = |it: &InputValueDefinition| it.default_value.as_ref().map(|it| it.node.clone());
    one.len() == other.len()
        && one.iter().zip(other).all(|(one, other)| {
            one.node.name.node == other.node.name.node
                && one.node.ty.node == other.node.ty.node
                && default(&one.node) == default(&other.node)
        })
}

fn same_enum(one: &EnumType, other: &EnumType) -> bool {
    let values = |it: &EnumType| -> Vec<Name> {
        it.values.iter().map(|value| value.node.value.node.clone()).collect()
    };
    values(one) == values(other)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn merge(sdls: &[&'static str]) -> Result<Arc<MergedContract>, ContractError> {
        let contracts: Vec<_> = sdls.iter().map(|sdl| Contract { name: "test", sdl }).collect();
        merge_contracts(&contracts)
    }

    #[test]
    fn a_shared_type_gets_the_fields_of_all_contracts() {
        let merged = merge(&[
            "type A @key(fields: \"id\") { id: ID! one: Int }",
            "type A @key(fields: \"id\") { id: ID! two(x: Int = 1): [Int!] } type B { b: Int }",
        ])
        .expect("they agree");
        let TypeKind::Object(object) = &merged.types["A"].kind else { panic!("A is an object") };
        let fields: Vec<_> = object.fields.iter().map(|it| it.node.name.node.as_str()).collect();
        assert_eq!(fields, ["id", "one", "two"]);
        assert_eq!(merged.types["A"].directives.len(), 1);
        assert!(merged.types.contains_key("B"));
    }

    #[test]
    fn a_shared_field_must_agree() {
        for (sdls, place) in [
            (["type A { a: Int }", "type A { a: Int! }"], "A.a"),
            (["type A { a(x: Int): Int }", "type A { a(x: Int = 1): Int }"], "A.a"),
            (["enum A { X }", "enum A { X Y }"], "A"),
            (["type A { a: Int }", "scalar A"], "A"),
            (["input A { a: Int }", "input A { a: String }"], "A"),
        ] {
            let Err(ContractError::Conflict { places }) = merge(&sdls) else {
                panic!("{place} disagrees");
            };
            assert_eq!(places, [place]);
        }
    }
}
