//! Which types of a contract merge: whose objects come from several sites and become one.

use std::collections::BTreeSet;

use apollo_compiler::{
    Name,
    schema::{ExtendedType, FieldDefinition},
};

use super::contract::Contract;
use crate::supergraph::jurisdiction::MergeOperation;

/// Gathered entities, and every object type reached from them, or from a gathered root field, by
/// fields whose objects merge. Entities end the walk: each is fetched by its own key.
pub(super) fn merged_types(contract: &Contract<'_>) -> BTreeSet<Name> {
    let mut merged = BTreeSet::new();
    let mut open: Vec<Name> =
        contract.gathered_entities().map(|object| object.name.clone()).collect();
    for (root, field) in contract.gathered_root_fields() {
        open.extend(types_merged_by(contract, root, field));
    }
    while let Some(type_name) = open.pop() {
        let Some(object) = contract.schema.get_object(&type_name) else {
            continue;
        };
        if merged.insert(type_name.clone()) {
            for field in object.fields.values() {
                open.extend(types_merged_by(contract, &type_name, field));
            }
        }
    }
    merged
}

/// Object types whose objects merge where this field of a merged object does.
fn types_merged_by(contract: &Contract<'_>, parent: &str, field: &FieldDefinition) -> Vec<Name> {
    let rule = contract.jurisdiction.merge_rule(parent, &field.name);
    let items_merge = match rule.map(|rule| rule.with) {
        // Objects merge field by field; lists are joined, and their items stay as they are.
        None => !field.ty.is_list() && !is_connection_like(contract, field),
        Some(MergeOperation::Union) => true,
        Some(_) => false,
    };
    if !items_merge {
        return Vec::new();
    }
    let target = field.ty.inner_named_type();
    let objects = match contract.schema.types.get(target) {
        Some(ExtendedType::Object(_)) => vec![target.clone()],
        Some(ExtendedType::Union(union)) => {
            union.members.iter().map(|member| member.name.clone()).collect()
        }
        Some(ExtendedType::Interface(_)) => contract
            .objects()
            .filter(|object| object.implements_interfaces.contains(target))
            .map(|object| object.name.clone())
            .collect(),
        _ => Vec::new(),
    };
    objects.into_iter().filter(|object| !contract.is_entity(object)).collect()
}

/// Whether the field returns what looks like a Relay connection.
pub(super) fn is_connection_like(contract: &Contract<'_>, field: &FieldDefinition) -> bool {
    let target = field.ty.inner_named_type();
    contract.schema.get_object(target).is_some_and(|object| {
        object.fields.contains_key("edges") && object.fields.contains_key("pageInfo")
    })
}
