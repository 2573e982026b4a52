//! Builds the representations of one entity target.
//! In: the objects found at the target's paths. Out: the distinct representations of those that
//! have their key. Spec: Apollo Federation subgraph specification, `Query._entities`.

use std::{
    hash::{Hash, Hasher},
    mem,
    sync::OnceLock,
};

use ahash::RandomState;
use indexmap::{IndexMap, IndexSet};

use super::{
    context_values::context_values,
    places::{ListIndexes, Place, merge_at_places, response_path, visit},
    response::{Response, ResponsePath, merge_values},
    rewrite,
};
use crate::{
    json::{Object, Value},
    planner::plan::{EntityTarget, FlattenPath, RequiredField, RequiredType, TYPENAME},
    supergraph::Supergraph,
};

/// Distinct representations, in order of first use.
#[derive(Debug, Default)]
pub(super) struct RepresentationBatch<'a> {
    pub(super) representations: Vec<Value>,
    paths: &'a [FlattenPath],
    /// Where their entities stand: for each of `paths`, in order.
    places: Vec<Vec<Place>>,
    /// The same by representation, for errors.
    parents: OnceLock<Vec<Vec<ResponsePath>>>,
}

/// The representations of entities that agree in the values of their context variables.
#[derive(Debug, Default)]
pub(super) struct ContextGroup<'a> {
    /// One for each of the target's context variables, in their order.
    pub(super) context_values: Vec<Value>,
    pub(super) batch: RepresentationBatch<'a>,
}

impl RepresentationBatch<'_> {
    /// The places in the response that the representation stands for.
    pub(super) fn parents(&self, representation: usize) -> &[ResponsePath] {
        let parents = self.parents.get_or_init(|| {
            let mut parents = vec![Vec::new(); self.representations.len()];
            for (path, places) in self.paths.iter().zip(&self.places) {
                for place in places {
                    parents[place.representation].push(response_path(path, &place.indexes));
                }
            }
            parents
        });
        parents.get(representation).map(Vec::as_slice).unwrap_or_default()
    }

    /// Merges `values`, one for each representation where there is one, into the response.
    pub(super) fn fill(&self, mut values: Vec<Option<Value>>, response: &mut Response) {
        let mut uses = vec![0_usize; values.len()];
        for place in self.places.iter().flatten() {
            uses[place.representation] += 1;
        }
        // The last place gets the value itself.
        let mut take = |representation: usize| {
            uses[representation] -= 1;
            match uses[representation] {
                0 => values[representation].take(),
                _ => values[representation].clone(),
            }
        };
        for (path, places) in self.paths.iter().zip(&self.places) {
            merge_at_places(&mut response.data, path, places, &mut take);
        }
    }
}

/// What tells representations apart: an answer cannot foresee the hashes.
#[derive(PartialEq)]
struct Known(Value);

impl Eq for Known {}

impl Hash for Known {
    fn hash<H: Hasher>(&self, state: &mut H) {
        hash_value(&self.0, state);
    }
}

/// Representations of one target have their fields in one order, so the order may count here.
fn hash_value<H: Hasher>(value: &Value, state: &mut H) {
    mem::discriminant(value).hash(state);
    match value {
        Value::Null => {}
        Value::Bool(value) => value.hash(state),
        Value::Number(number) => number.hash(state),
        Value::String(text) => text.hash(state),
        Value::Unread(list) => hash_value(&Value::Unread(list.clone()).into_read(), state),
        Value::Array(items) => items.iter().for_each(|item| hash_value(item, state)),
        Value::Object(fields) => {
            // They have the same names, or other values.
            fields.iter().for_each(|(_, value)| hash_value(value, state));
        }
    }
}

/// Collects the representations of all objects at the target's paths. An object whose key has a
/// null is left out: it has nothing to fetch. Without context variables there is one group at most.
pub(super) fn collect_representations<'a>(
    supergraph: &Supergraph,
    response: &Response,
    target: &'a EntityTarget,
) -> Vec<ContextGroup<'a>> {
    let mut known: IndexMap<Vec<u8>, Collected, RandomState> = IndexMap::default();
    for (path_index, path) in target.paths.iter().enumerate() {
        visit(&response.data, path, &mut |indexes, object| {
            let Some(fields) = representation(supergraph, object, &target.requires) else {
                return;
            };
            let mut representation = Value::Object(fields);
            rewrite::apply(&target.input_rewrites, &mut representation);
            let (text, context_values) = match target.contexts.is_empty() {
                true => (Vec::new(), Vec::new()),
                false => {
                    let place = response_path(path, indexes);
                    let values = context_values(supergraph, response, target, &place);
                    (serde_json::to_vec(&values).unwrap_or_default(), values)
                }
            };
            let group = known.entry(text).or_insert_with(|| Collected {
                context_values,
                representations: IndexSet::default(),
                places: vec![Vec::new(); target.paths.len()],
            });
            let (representation, _) = group.representations.insert_full(Known(representation));
            group.places[path_index]
                .push(Place { indexes: ListIndexes::from_slice(indexes), representation });
        });
    }
    known.into_values().map(|group| group.into_group(&target.paths)).collect()
}

/// A group while it grows.
struct Collected {
    context_values: Vec<Value>,
    representations: IndexSet<Known, RandomState>,
    places: Vec<Vec<Place>>,
}

impl Collected {
    fn into_group(self, paths: &[FlattenPath]) -> ContextGroup<'_> {
        let representations = self.representations.into_iter().map(|Known(value)| value).collect();
        let batch = RepresentationBatch {
            representations,
            paths,
            places: self.places,
            parents: OnceLock::new(),
        };
        ContextGroup { context_values: self.context_values, batch }
    }
}

fn representation(
    supergraph: &Supergraph,
    object: &Object,
    requires: &[RequiredType],
) -> Option<Object> {
    let typename = object.get(TYPENAME).and_then(Value::as_str);
    let mut fields = Object::with_capacity(required_count(requires));
    let mut fits_any = false;
    for required in requires {
        let fits = typename
            .is_none_or(|typename| supergraph.is_possible_type(&required.type_name, typename));
        if fits {
            fits_any = true;
            if !project(supergraph, object, typename, &required.fields, &mut fields) {
                return None;
            }
        }
    }
    let has_key = fields.iter().any(|(name, value)| name != TYPENAME && !value.is_null());
    (fits_any && has_key).then_some(fields)
}

/// Fields of a representation, where none is required twice.
fn required_count(requires: &[RequiredType]) -> usize {
    requires.iter().map(|required| required.fields.len()).sum()
}

/// Copies the required fields of an object that says it is of `typename`; false when one that must be
/// there is null or absent.
fn project(
    supergraph: &Supergraph,
    object: &Object,
    typename: Option<&str>,
    required: &[RequiredField],
    fields: &mut Object,
) -> bool {
    required.iter().all(|required| match required {
        RequiredField::OnType(on) => {
            let fits = typename
                .is_none_or(|typename| supergraph.is_possible_type(&on.type_name, typename));
            !fits || project(supergraph, object, typename, &on.fields, fields)
        }
        RequiredField::Field { response_key, name, fields: inner } => {
            let Some(value) = object.get(response_key) else {
                // Without its own name an object is still worth sending.
                return name == TYPENAME;
            };
            let Some(value) = project_value(supergraph, value, inner) else { return false };
            match fields.get_mut(name) {
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
            let typename = object.get(TYPENAME).and_then(Value::as_str);
            let is_whole = project(supergraph, object, typename, inner, &mut fields);
            is_whole.then_some(Value::Object(fields))
        }
        Value::Array(items) => items
            .iter()
            .map(|item| project_value(supergraph, item, inner))
            .collect::<Option<Vec<_>>>()
            .map(Value::Array),
        other => Some(other.clone()),
    }
}
