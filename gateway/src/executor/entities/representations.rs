//! Builds the representations of one entity target.
//! In: the objects found at the target's paths. Out: the distinct representations of those that
//! have their key. Spec: Apollo Federation subgraph specification, `Query._entities`.

use std::{
    borrow::Borrow,
    collections::HashMap,
    hash::{Hash, Hasher},
    sync::OnceLock,
};

use ahash::RandomState;
use indexmap::{IndexMap, IndexSet};

use super::{
    context_values::context_values,
    filling::fill,
    ingredients::{Ingredients, hash_value},
    places::{Base, ListIndexes, Place, response_path, visit, visit_all},
};
use crate::{
    executor::{
        response::{Node, Response, ResponsePath, merge_values},
        rewrite,
    },
    json::{Object, Value},
    planner::plan::{EntityTarget, RequiredField, RequiredType, TYPENAME},
    supergraph::Supergraph,
};

/// Distinct representations, in order of first use.
#[derive(Debug)]
pub(in crate::executor) struct RepresentationBatch<'a> {
    pub(in crate::executor) representations: Vec<Value>,
    supergraph: &'a Supergraph,
    target: &'a EntityTarget,
    /// Where their entities stand: for each of the target's paths, in order.
    places: Vec<Vec<Place>>,
    /// The same by representation, for errors.
    parents: OnceLock<Vec<Vec<ResponsePath>>>,
}

/// The representations of entities that agree in the values of their context variables.
#[derive(Debug)]
pub(in crate::executor) struct ContextGroup<'a> {
    /// One for each of the target's context variables, in their order.
    pub(in crate::executor) context_values: Vec<Value>,
    pub(in crate::executor) batch: RepresentationBatch<'a>,
}

impl<'a> RepresentationBatch<'a> {
    /// Of no entities.
    pub(in crate::executor) fn empty(supergraph: &'a Supergraph, target: &'a EntityTarget) -> Self {
        let (representations, places, parents) = Default::default();
        Self { representations, supergraph, target, places, parents }
    }

    /// The places in the response that the representation stands for: found when first asked for.
    pub(in crate::executor) fn parents(
        &self,
        response: &Response,
        representation: usize,
    ) -> &[ResponsePath] {
        let parents = self.parents.get_or_init(|| self.find_parents(response));
        parents.get(representation).map(Vec::as_slice).unwrap_or_default()
    }

    fn find_parents(&self, response: &Response) -> Vec<Vec<ResponsePath>> {
        let mut parents = vec![Vec::new(); self.representations.len()];
        for (path, places) in self.target.paths.iter().zip(&self.places) {
            if places.iter().all(|place| place.base.shared.is_none()) {
                for place in places {
                    parents[place.representation].push(response_path(path, &place.indexes));
                }
                continue;
            }
            // What objects have in common stands at more places than one.
            let numbers = self.representations.iter().map(Known).zip(0_usize..);
            let numbers: HashMap<Known<&Value>, usize, RandomState> = numbers.collect();
            visit_all(response, path, &mut |indexes, node| {
                let representation = representation_of(self.supergraph, node, self.target);
                let number = representation.and_then(|it| numbers.get(&Known(&it)).copied());
                if let Some(number) = number {
                    parents[number].push(response_path(path, indexes));
                }
            });
        }
        parents
    }

    /// Takes `values`, one for each representation where there is one, into the response.
    pub(in crate::executor) fn fill(&self, values: Vec<Option<Value>>, response: &mut Response) {
        fill(self.target, &self.places, values, response);
    }
}

/// What tells representations apart: an answer cannot foresee the hashes.
struct Known<V>(V);

impl<V: Borrow<Value>> PartialEq for Known<V> {
    fn eq(&self, other: &Self) -> bool {
        self.0.borrow() == other.0.borrow()
    }
}

impl<V: Borrow<Value>> Eq for Known<V> {}

impl<V: Borrow<Value>> Hash for Known<V> {
    fn hash<H: Hasher>(&self, state: &mut H) {
        hash_value(self.0.borrow(), state);
    }
}

/// Collects the representations of all objects at the target's paths. An object whose key has a
/// null is left out: it has nothing to fetch. Without context variables there is one group at most.
pub(in crate::executor) fn collect_representations<'a>(
    supergraph: &'a Supergraph,
    response: &Response,
    target: &'a EntityTarget,
) -> Vec<ContextGroup<'a>> {
    let groups: Vec<Collected<'_>> = if target.contexts.is_empty() {
        let mut group = Collected::new(target, Vec::new());
        for (number, path) in target.paths.iter().enumerate() {
            visit(response, path, &mut |base, indexes, node| {
                group.add(supergraph, target, number, (base, indexes, node));
            });
        }
        vec![group]
    } else {
        let mut groups: IndexMap<Vec<u8>, Collected<'_>, RandomState> = IndexMap::default();
        for (number, path) in target.paths.iter().enumerate() {
            visit(response, path, &mut |base, indexes, node| {
                // In a plan with contexts nothing is in common, so these are all indexes.
                let place = response_path(path, indexes);
                let values = context_values(supergraph, response, target, &place);
                let text = serde_json::to_vec(&values).unwrap_or_default();
                let group = groups.entry(text).or_insert_with(|| Collected::new(target, values));
                group.add(supergraph, target, number, (base, indexes, node));
            });
        }
        groups.into_values().collect()
    };
    let groups = groups.into_iter().filter(|group| !group.representations.is_empty());
    groups.map(|group| group.into_group(supergraph, target)).collect()
}

/// A group while it grows.
struct Collected<'r> {
    context_values: Vec<Value>,
    /// Numbers of representations by what they are made of. Most places are of entities that stand
    /// elsewhere too, for which nothing is made.
    known: HashMap<Ingredients<'r>, Option<usize>, RandomState>,
    representations: IndexSet<Known<Value>, RandomState>,
    places: Vec<Vec<Place>>,
}

impl<'r> Collected<'r> {
    fn new(target: &EntityTarget, context_values: Vec<Value>) -> Self {
        Self {
            context_values,
            known: HashMap::default(),
            representations: IndexSet::default(),
            places: vec![Vec::new(); target.paths.len()],
        }
    }

    /// Adds what stands at a place of the path of this number.
    fn add(
        &mut self,
        supergraph: &Supergraph,
        target: &EntityTarget,
        path: usize,
        (base, indexes, node): (Base, &[u32], Node<'r>),
    ) {
        if let Some(representation) = self.representation(supergraph, node, target) {
            let indexes = ListIndexes::from_slice(indexes);
            self.places[path].push(Place { base, indexes, representation });
        }
    }

    /// The number of the entity's representation.
    fn representation(
        &mut self,
        supergraph: &Supergraph,
        node: Node<'r>,
        target: &EntityTarget,
    ) -> Option<usize> {
        let is_possible = |one: &str, other: &str| supergraph.is_possible_type(one, other);
        let ingredients = Ingredients::of(&is_possible, node, &target.requires);
        if let Some(known) = self.known.get(&ingredients) {
            return *known;
        }
        let representation = representation_of(supergraph, node, target);
        let number = representation.map(|it| self.representations.insert_full(Known(it)).0);
        self.known.insert(ingredients, number);
        number
    }

    fn into_group<'a>(
        self,
        supergraph: &'a Supergraph,
        target: &'a EntityTarget,
    ) -> ContextGroup<'a> {
        let representations = self.representations.into_iter().map(|Known(value)| value).collect();
        let (places, parents) = (self.places, OnceLock::new());
        let batch = RepresentationBatch { representations, supergraph, target, places, parents };
        ContextGroup { context_values: self.context_values, batch }
    }
}

/// What is sent of the entity; `None` if there is nothing to fetch of it.
fn representation_of(
    supergraph: &Supergraph,
    node: Node<'_>,
    target: &EntityTarget,
) -> Option<Value> {
    let mut representation = Value::Object(required_fields(supergraph, node, &target.requires)?);
    rewrite::apply(&target.input_rewrites, &mut representation);
    Some(representation)
}

fn required_fields(
    supergraph: &Supergraph,
    node: Node<'_>,
    requires: &[RequiredType],
) -> Option<Object> {
    let typename = node.text(TYPENAME);
    let mut fields = Object::with_capacity(required_count(requires));
    let mut fits_any = false;
    for required in requires {
        let fits = typename
            .is_none_or(|typename| supergraph.is_possible_type(&required.type_name, typename));
        if fits {
            fits_any = true;
            if !project(supergraph, node, typename, &required.fields, &mut fields) {
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
    node: Node<'_>,
    typename: Option<&str>,
    required: &[RequiredField],
    fields: &mut Object,
) -> bool {
    required.iter().all(|required| match required {
        RequiredField::OnType(on) => {
            let fits = typename
                .is_none_or(|typename| supergraph.is_possible_type(&on.type_name, typename));
            !fits || project(supergraph, node, typename, &on.fields, fields)
        }
        RequiredField::Field { response_key, name, fields: inner } => {
            let Some(value) = node.get(response_key) else {
                // Without its own name an object is still worth sending.
                return name == TYPENAME;
            };
            let value = project_value(supergraph, node, value, inner);
            let Some(value) = value else { return false };
            match fields.get_mut(name) {
                // Required once of all objects and once more of one type.
                Some(known) => merge_values(known, value),
                None => fields.push(name.clone(), value),
            }
            true
        }
    })
}

/// `above` is the object that the value is of.
fn project_value(
    supergraph: &Supergraph,
    above: Node<'_>,
    value: &Value,
    inner: &[RequiredField],
) -> Option<Value> {
    if inner.is_empty() {
        return Some(value.clone());
    }
    match value {
        Value::Object(object) => {
            let node = above.below(object);
            let mut fields = Object::new();
            let is_whole = project(supergraph, node, node.text(TYPENAME), inner, &mut fields);
            is_whole.then_some(Value::Object(fields))
        }
        Value::Array(items) => items
            .iter()
            .map(|item| project_value(supergraph, above, item, inner))
            .collect::<Option<Vec<_>>>()
            .map(Value::Array),
        other => Some(other.clone()),
    }
}
