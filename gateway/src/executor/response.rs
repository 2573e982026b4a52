//! The response while it grows: one tree of values, and paths into it.

use bytestring::ByteString;

use super::places::{ListIndexes, Place};
use crate::{
    json::{Object, Value},
    planner::plan::FlattenSegment,
};

/// One step into a response.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub enum PathSegment {
    /// Into a field.
    Key(ByteString),
    /// Into a list.
    Index(usize),
}

/// From the root down, with list indexes.
pub type ResponsePath = Vec<PathSegment>;

/// What is known so far.
#[derive(Debug, Default)]
pub struct Response {
    /// Fields of the root.
    pub data: Object,
}

impl Response {
    /// Paths of the objects at `path`, in order.
    pub fn places(&self, path: &[FlattenSegment]) -> Vec<ResponsePath> {
        let mut places = Vec::new();
        let mut here = ResponsePath::new();
        match path.split_first() {
            None => places.push(here),
            Some((FlattenSegment::Key(key), rest)) => {
                if let Some(value) = self.data.get(key) {
                    here.push(PathSegment::Key(key.clone()));
                    collect_places(value, rest, &mut here, &mut places);
                }
            }
            // A path begins with a root field, or a condition on the root's type.
            Some((_, rest)) => return self.places(rest),
        }
        places
    }

    /// Hands each object at `path`, with the indexes of the lists above it, to `see`, in order.
    pub(super) fn visit<'a>(
        &'a self,
        path: &[FlattenSegment],
        see: &mut dyn FnMut(&[u32], &'a Object),
    ) {
        visit_object(&self.data, path, &mut ListIndexes::new(), see);
    }

    /// Merges what `take` gives for its representation into the value at each of `places`, which
    /// are of one path and in the order in which [`Self::visit`] told of them.
    pub(super) fn merge_at_places(
        &mut self,
        path: &[FlattenSegment],
        places: &[Place],
        take: &mut dyn FnMut(usize) -> Option<Value>,
    ) {
        merge_in_object(&mut self.data, path, places, 0, take);
    }

    /// The value at `path`.
    pub fn value_at(&self, path: &[PathSegment]) -> Option<&Value> {
        let (first, rest) = path.split_first()?;
        let PathSegment::Key(key) = first else { return None };
        rest.iter().try_fold(self.data.get(key)?, |value, segment| match segment {
            PathSegment::Key(key) => value.as_object()?.get(key),
            PathSegment::Index(index) => value.as_array()?.get(*index),
        })
    }

    /// Merges `value` into what stands at `path`; at the empty path, into the root.
    pub fn merge_at(&mut self, path: &[PathSegment], value: Value) {
        let Some((first, rest)) = path.split_first() else {
            if let Value::Object(fields) = value {
                merge_objects(&mut self.data, fields);
            }
            return;
        };
        let PathSegment::Key(key) = first else { return };
        let mut target = self.data.get_mut(key);
        for segment in rest {
            target = match (target, segment) {
                (Some(Value::Object(fields)), PathSegment::Key(key)) => fields.get_mut(key),
                (Some(Value::Array(items)), PathSegment::Index(index)) => items.get_mut(*index),
                _ => None,
            };
        }
        if let Some(target) = target {
            merge_values(target, value);
        }
    }
}

fn visit_object<'a>(
    fields: &'a Object,
    path: &[FlattenSegment],
    indexes: &mut ListIndexes,
    see: &mut dyn FnMut(&[u32], &'a Object),
) {
    match path.split_first() {
        None => see(indexes, fields),
        Some((FlattenSegment::Key(key), rest)) => {
            if let Some(inner) = fields.get(key) {
                visit(inner, rest, indexes, see);
            }
        }
        Some((FlattenSegment::OnTypes(types), rest)) => {
            let typename = fields.get("__typename").and_then(Value::as_str);
            if typename.is_none_or(|typename| types.contains(typename)) {
                visit_object(fields, rest, indexes, see);
            }
        }
        Some((FlattenSegment::Each, _)) => {}
    }
}

fn visit<'a>(
    value: &'a Value,
    path: &[FlattenSegment],
    indexes: &mut ListIndexes,
    see: &mut dyn FnMut(&[u32], &'a Object),
) {
    match value {
        Value::Object(fields) => visit_object(fields, path, indexes, see),
        Value::Array(items) => {
            // Where the path has no step left for a list: a fetch may end in a list of lists.
            let rest = match path.split_first() {
                Some((FlattenSegment::Each, rest)) => rest,
                None => path,
                _ => return,
            };
            for (index, item) in (0..).zip(items) {
                indexes.push(index);
                visit(item, rest, indexes, see);
                indexes.pop();
            }
        }
        _ => {}
    }
}

/// `depth` is how many of the places' indexes lead here; they are alike in these.
fn merge_in_object(
    fields: &mut Object,
    path: &[FlattenSegment],
    places: &[Place],
    depth: usize,
    take: &mut dyn FnMut(usize) -> Option<Value>,
) {
    match path.split_first() {
        None => {
            for place in places {
                if let Some(Value::Object(source)) = take(place.representation) {
                    merge_objects(fields, source);
                }
            }
        }
        Some((FlattenSegment::Key(key), rest)) => {
            if let Some(inner) = fields.get_mut(key) {
                merge_in(inner, rest, places, depth, take);
            }
        }
        // The places are of those that fitted.
        Some((FlattenSegment::OnTypes(_), rest)) => {
            merge_in_object(fields, rest, places, depth, take);
        }
        Some((FlattenSegment::Each, _)) => {}
    }
}

fn merge_in(
    value: &mut Value,
    path: &[FlattenSegment],
    places: &[Place],
    depth: usize,
    take: &mut dyn FnMut(usize) -> Option<Value>,
) {
    match value {
        Value::Object(fields) => merge_in_object(fields, path, places, depth, take),
        Value::Array(items) => {
            let rest = match path.split_first() {
                Some((FlattenSegment::Each, rest)) => rest,
                None => path,
                _ => return,
            };
            for below in places.chunk_by(|a, b| a.indexes.get(depth) == b.indexes.get(depth)) {
                let index = below[0].indexes.get(depth).map(|index| *index as usize);
                if let Some(item) = index.and_then(|index| items.get_mut(index)) {
                    merge_in(item, rest, below, depth + 1, take);
                }
            }
        }
        _ => {}
    }
}

fn collect_places(
    value: &Value,
    path: &[FlattenSegment],
    here: &mut ResponsePath,
    places: &mut Vec<ResponsePath>,
) {
    match (path.split_first(), value) {
        (None, Value::Object(_)) => places.push(here.clone()),
        (Some((FlattenSegment::Key(key), rest)), Value::Object(fields)) => {
            if let Some(inner) = fields.get(key) {
                here.push(PathSegment::Key(key.clone()));
                collect_places(inner, rest, here, places);
                here.pop();
            }
        }
        (Some((FlattenSegment::OnTypes(types), rest)), Value::Object(fields)) => {
            let fits = fields
                .get("__typename")
                .and_then(Value::as_str)
                .is_none_or(|typename| types.contains(typename));
            if fits {
                collect_places(value, rest, here, places);
            }
        }
        (Some((FlattenSegment::Each, rest)), Value::Array(items)) => {
            for (index, item) in items.iter().enumerate() {
                here.push(PathSegment::Index(index));
                collect_places(item, rest, here, places);
                here.pop();
            }
        }
        // A list where the path has none left: a fetch may end in a list of lists.
        (None, Value::Array(items)) => {
            for (index, item) in items.iter().enumerate() {
                here.push(PathSegment::Index(index));
                collect_places(item, path, here, places);
                here.pop();
            }
        }
        _ => {}
    }
}

/// Merges `source` into `target`: objects field by field, lists of equal length item by item; else a
/// value replaces what is null or of another kind, and null replaces nothing.
pub(super) fn merge_values(target: &mut Value, source: Value) {
    match (target, source) {
        (_, Value::Null) => {}
        (Value::Object(target), Value::Object(source)) => merge_objects(target, source),
        (Value::Array(target), Value::Array(source)) if target.len() == source.len() => {
            for (target, source) in target.iter_mut().zip(source) {
                merge_values(target, source);
            }
        }
        (target, source) => *target = source,
    }
}

fn merge_objects(target: &mut Object, source: Object) {
    for (key, value) in source {
        match target.get_mut(&key) {
            Some(known) => merge_values(known, value),
            None => {
                target.insert(key, value);
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use crate::json::json;

    use super::*;

    fn key(name: &str) -> FlattenSegment {
        FlattenSegment::Key(name.into())
    }

    #[test]
    fn places_follow_lists_and_type_conditions() {
        let mut response = Response::default();
        response.merge_at(
            &[],
            json!({"items": [{"__typename": "A", "x": {"n": 1}}, null, {"__typename": "B", "x": {"n": 2}}]}),
        );
        let only_b = FlattenSegment::OnTypes(BTreeSet::from(["B".to_owned()]));
        let all = response.places(&[key("items"), FlattenSegment::Each, key("x")]);
        assert_eq!(all.len(), 2);
        let places = response.places(&[key("items"), FlattenSegment::Each, only_b, key("x")]);
        assert_eq!(places.len(), 1);
        assert_eq!(response.value_at(&places[0]), Some(&json!({"n": 2})));
        assert!(response.places(&[key("absent"), key("x")]).is_empty());
    }

    #[test]
    fn one_walk_sees_all_places_of_a_path_and_one_fills_them() {
        let mut response = Response::default();
        let lists = json!({"rows": [
            [{"id": "a"}, null, {"id": "b"}],
            [],
            [{"id": "a"}, {"__typename": "Other", "id": "c"}],
        ]});
        response.merge_at(&[], lists);
        let of_a = FlattenSegment::OnTypes(BTreeSet::from(["A".to_owned()]));
        let path = [key("rows"), FlattenSegment::Each, FlattenSegment::Each, of_a];
        let mut ids = Vec::new();
        let mut places = Vec::new();
        response.visit(&path, &mut |indexes, object| {
            let id = object.get("id").and_then(Value::as_str).expect("an id").to_owned();
            let representation = ids.iter().position(|known| *known == id).unwrap_or(ids.len());
            if representation == ids.len() {
                ids.push(id);
            }
            places.push(Place { indexes: indexes.into(), representation });
        });
        assert_eq!(ids, ["a", "b"]);
        let indexes: Vec<&[u32]> = places.iter().map(|place| place.indexes.as_slice()).collect();
        assert_eq!(indexes, [[0, 0], [0, 2], [2, 0]]);
        response.merge_at_places(&path, &places, &mut |representation| {
            (representation == 0).then(|| json!({"name": "A"}))
        });
        let expected = json!({"rows": [
            [{"id": "a", "name": "A"}, null, {"id": "b"}],
            [],
            [{"id": "a", "name": "A"}, {"__typename": "Other", "id": "c"}],
        ]});
        assert_eq!(Value::Object(response.data), expected);
    }

    #[test]
    fn values_merge_field_by_field_and_null_replaces_nothing() {
        for (case, mut target, source, expected) in [
            ("fields join", json!({"a": 1}), json!({"b": 2}), json!({"a": 1, "b": 2})),
            ("null keeps", json!({"a": {"b": 1}}), json!({"a": null}), json!({"a": {"b": 1}})),
            ("null is filled", json!({"a": null}), json!({"a": {"b": 1}}), json!({"a": {"b": 1}})),
            (
                "equal lists join by index",
                json!([{"a": 1}, {"a": 2}]),
                json!([{"b": 1}, {"b": 2}]),
                json!([{"a": 1, "b": 1}, {"a": 2, "b": 2}]),
            ),
        ] {
            merge_values(&mut target, source);
            assert_eq!(target, expected, "{case}");
        }
    }
}
