//! The response while it grows: one tree of values, and paths into it.

use bytestring::ByteString;

use super::places::{response_path, visit};
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
        visit(&self.data, path, &mut |indexes, _| places.push(response_path(path, indexes)));
        places
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

pub(super) fn merge_objects(target: &mut Object, source: Object) {
    target.merge(source, merge_values);
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
