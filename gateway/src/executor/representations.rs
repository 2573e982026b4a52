//! Builds the representations of one entity target.
//! In: the objects found at the target's paths. Out: the distinct representations of those that
//! have their key. Spec: Apollo Federation subgraph specification, `Query._entities`.

use std::collections::HashMap;

use super::{
    context_values::context_values,
    response::{Response, ResponsePath, merge_values},
    rewrite,
};
use crate::{
    json::{Object, Value},
    planner::plan::{EntityTarget, RequiredField, RequiredType, TYPENAME},
    supergraph::Supergraph,
};

/// Distinct representations, in order of first use.
#[derive(Debug, Clone, Default)]
pub(super) struct RepresentationBatch {
    pub(super) representations: Vec<Value>,
    /// `parents[i]` are the places in the response that representation `i` stands for.
    pub(super) parents: Vec<Vec<ResponsePath>>,
}

/// The representations of entities that agree in the values of their context variables.
#[derive(Debug, Clone, Default)]
pub(super) struct ContextGroup {
    /// One for each of the target's context variables, in their order.
    pub(super) context_values: Vec<Value>,
    pub(super) batch: RepresentationBatch,
}

/// Collects the representations of all objects at the target's paths. An object whose key has a
/// null is left out: it has nothing to fetch. Without context variables there is one group at most.
pub(super) fn collect_representations(
    supergraph: &Supergraph,
    response: &Response,
    target: &EntityTarget,
) -> Vec<ContextGroup> {
    let mut groups: Vec<ContextGroup> = Vec::new();
    // Where a group's representation is, by the text of both.
    let mut known_groups: HashMap<Vec<u8>, usize> = HashMap::new();
    let mut known: HashMap<(usize, Vec<u8>), usize> = HashMap::new();
    for path in &target.paths {
        for place in response.places(path) {
            let Some(Value::Object(object)) = response.value_at(&place) else { continue };
            let Some(fields) = representation(supergraph, object, &target.requires) else {
                continue;
            };
            let mut representation = Value::Object(fields);
            rewrite::apply(&target.input_rewrites, &mut representation);
            let group = if target.contexts.is_empty() && !groups.is_empty() {
                0
            } else {
                let context_values = context_values(supergraph, response, target, &place);
                let text = serde_json::to_vec(&context_values).unwrap_or_default();
                *known_groups.entry(text).or_insert_with(|| {
                    groups.push(ContextGroup { context_values, ..ContextGroup::default() });
                    groups.len() - 1
                })
            };
            let batch = &mut groups[group].batch;
            let text = serde_json::to_vec(&representation).unwrap_or_default();
            let index = *known.entry((group, text)).or_insert_with(|| {
                batch.representations.push(representation);
                batch.parents.push(Vec::new());
                batch.representations.len() - 1
            });
            batch.parents[index].push(place);
        }
    }
    groups
}

fn representation(
    supergraph: &Supergraph,
    object: &Object,
    requires: &[RequiredType],
) -> Option<Object> {
    let typename = object.get(TYPENAME).and_then(Value::as_str);
    let mut fields = Object::new();
    let mut fits_any = false;
    for required in requires {
        let fits = typename
            .is_none_or(|typename| supergraph.is_possible_type(&required.type_name, typename));
        if fits {
            fits_any = true;
            if !project(supergraph, object, &required.fields, &mut fields) {
                return None;
            }
        }
    }
    let has_key = fields.iter().any(|(name, value)| &*name != TYPENAME && !value.is_null());
    (fits_any && has_key).then_some(fields)
}

/// Copies the required fields; false when one that must be there is null or absent.
fn project(
    supergraph: &Supergraph,
    object: &Object,
    required: &[RequiredField],
    fields: &mut Object,
) -> bool {
    let typename = object.get(TYPENAME).and_then(Value::as_str);
    required.iter().all(|required| match required {
        RequiredField::OnType(on) => {
            let fits = typename
                .is_none_or(|typename| supergraph.is_possible_type(&on.type_name, typename));
            !fits || project(supergraph, object, &on.fields, fields)
        }
        RequiredField::Field { response_key, name, fields: inner } => {
            let Some(value) = object.get(&**response_key) else {
                // Without its own name an object is still worth sending.
                return &*name == TYPENAME;
            };
            let Some(value) = project_value(supergraph, value, inner) else { return false };
            match fields.get_mut(&*name) {
                // Required once of all objects and once more of one type.
                Some(known) => merge_values(known, value),
                None => {
                    fields.insert(name.clone(), value);
                }
            }
            true
        }
    })
}

fn project_value(supergraph: &Supergraph, value: &Value, inner: &[RequiredField]) -> Option<Value> {
    if inner.is_empty() {
        return Some(value.clone());
    }
    match value {
        Value::Object(object) => {
            let mut fields = Object::new();
            project(supergraph, object, inner, &mut fields).then_some(Value::Object(fields))
        }
        Value::Array(items) => items
            .iter()
            .map(|item| project_value(supergraph, item, inner))
            .collect::<Option<Vec<_>>>()
            .map(Value::Array),
        other => Some(other.clone()),
    }
}
