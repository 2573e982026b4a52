//! The response while it grows: a tree of objects, and paths into it.
//!
//! An entity that stands at several places is kept once: the objects there are apart, as what was
//! known of them before may differ, and have the entity's fields in common. What is below is then
//! looked for, filled and written once, however many places lead there.

use super::entities::{Place, fill_places, response_path, visit, visit_all};
use crate::{
    json::{Object, SharedId, Text, Value},
    planner::plan::FlattenSegment,
};

/// One step into a response.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub enum PathSegment {
    /// Into a field.
    Key(Text),
    /// Into a list.
    Index(usize),
}

/// From the root down, with list indexes.
pub type ResponsePath = Vec<PathSegment>;

/// What is known so far.
#[derive(Debug, Default)]
pub struct Response {
    /// Fields of the root.
    pub(super) data: Object,
    /// Fields that objects have in common, by number.
    pub(super) shared: Vec<Object>,
}

/// An object of the response, with what it has in common with others.
#[derive(Debug, Clone, Copy)]
pub struct Node<'r> {
    own: &'r Object,
    response: &'r Response,
}

/// A value, and where it stands.
#[derive(Debug, Clone, Copy)]
pub struct Found<'r> {
    /// The value.
    pub value: &'r Value,
    /// The fields in common that it is one of; `None` if it is the object's own.
    pub shared: Option<SharedId>,
    /// Its place among these.
    pub place: usize,
}

impl<'r> Node<'r> {
    /// The value of `name`.
    #[must_use]
    pub fn get(self, name: &str) -> Option<&'r Value> {
        self.find(name).map(|found| found.value)
    }

    /// The text that is the value of `name`.
    #[must_use]
    pub fn text(self, name: &str) -> Option<&'r str> {
        self.get(name)?.as_str()
    }

    /// The value of `name`: what is its own, or of what is in common what came last. A null stands for
    /// nothing where there is something else.
    #[must_use]
    pub fn find(self, name: &str) -> Option<Found<'r>> {
        self.find_near(name, 0)
    }

    /// The same. `hint` is the place where the field most likely is.
    #[must_use]
    pub fn find_near(self, name: &str, hint: usize) -> Option<Found<'r>> {
        let own = self.own.get_near(name, hint);
        let own = own.map(|(place, value)| Found { value, shared: None, place });
        match own {
            Some(found) if !found.value.is_null() => Some(found),
            _ if self.own.shared().is_empty() => own,
            _ => self.find_shared(name, hint).or(own),
        }
    }

    fn find_shared(self, name: &str, hint: usize) -> Option<Found<'r>> {
        let mut null = None;
        for id in self.own.shared().iter().rev() {
            let found = self.response.fields_of(*id).and_then(|fields| fields.get_near(name, hint));
            let Some((place, value)) = found else { continue };
            let found = Found { value, shared: Some(*id), place };
            if !value.is_null() {
                return Some(found);
            }
            null.get_or_insert(found);
        }
        null
    }

    /// An object below, in the same response.
    #[must_use]
    pub fn below(self, own: &'r Object) -> Self {
        Self { own, ..self }
    }
}

impl Response {
    /// The object that all others are below.
    #[must_use]
    pub fn root(&self) -> Node<'_> {
        Node { own: &self.data, response: self }
    }

    fn fields_of(&self, id: SharedId) -> Option<&Object> {
        self.shared.get(id.0 as usize)
    }

    /// Paths of the objects at `path`, in order; each of those that are the same.
    pub fn places(&self, path: &[FlattenSegment]) -> Vec<ResponsePath> {
        let mut places = Vec::new();
        visit_all(self, path, &mut |indexes, _| places.push(response_path(path, indexes)));
        places
    }

    /// The object at `path`.
    pub fn node_at(&self, path: &[PathSegment]) -> Option<Node<'_>> {
        let root = self.root();
        let Some((first, rest)) = path.split_first() else { return Some(root) };
        let PathSegment::Key(key) = first else { return None };
        let value = rest.iter().try_fold(root.get(key)?, |value, segment| match segment {
            PathSegment::Key(key) => root.below(value.as_object()?).get(key),
            PathSegment::Index(index) => value.as_array()?.get(*index),
        });
        Some(root.below(value?.as_object()?))
    }

    /// Merges fields into each object at `path`; at the empty path, into the root.
    pub fn merge_at_all(&mut self, path: &[FlattenSegment], fields: Object) {
        if path.is_empty() {
            return merge_objects(&mut self.data, fields);
        }
        let mut places = Vec::new();
        visit(self, path, &mut |base, indexes, _| {
            places.push(Place { base, indexes: indexes.into(), representation: 0 });
        });
        fill_places(self, path, &places, &mut |object, _| merge_objects(object, fields.clone()));
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

/// Gives `target` the fields in common that `id` stands for. What it has of its own under the same
/// names is merged with them; a null of its own hides nothing.
pub(super) fn share_fields(target: &mut Object, id: SharedId, fields: &Object) {
    for (name, value) in fields.iter() {
        if let Some(own) = target.get_mut(name)
            && !own.is_null()
            && !is_same_text(own, value)
        {
            merge_values(own, value.clone());
        }
    }
    target.share(id);
}

/// Most often it is `__typename` that an object has already.
fn is_same_text(one: &Value, other: &Value) -> bool {
    matches!((one, other), (Value::String(one), Value::String(other)) if one == other)
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use crate::json::json;

    use super::*;

    fn key(name: &str) -> FlattenSegment {
        FlattenSegment::Key(name.into())
    }

    fn response(data: Value, shared: Vec<Value>) -> Response {
        let object = |value| match value {
            Value::Object(fields) => fields,
            other => panic!("{other} is no object"),
        };
        Response { data: object(data), shared: shared.into_iter().map(object).collect() }
    }

    #[test]
    fn places_follow_lists_and_type_conditions() {
        let response = response(
            json!({"items": [{"__typename": "A", "x": {"n": 1}}, null, {"__typename": "B", "x": {"n": 2}}]}),
            vec![],
        );
        let only_b = FlattenSegment::OnTypes(BTreeSet::from(["B".to_owned()]));
        let all = response.places(&[key("items"), FlattenSegment::Each, key("x")]);
        assert_eq!(all.len(), 2);
        let places = response.places(&[key("items"), FlattenSegment::Each, only_b, key("x")]);
        assert_eq!(places.len(), 1);
        let node = response.node_at(&places[0]).expect("an object");
        assert_eq!(node.get("n"), Some(&json!(2)));
        assert!(response.places(&[key("absent"), key("x")]).is_empty());
    }

    #[test]
    fn what_is_in_common_is_found_unless_an_object_has_its_own() {
        let shared = vec![
            json!({"__typename": "B", "a": 1, "b": 1, "c": {"x": [{"n": 1}]}}),
            json!({"a": 2, "b": null, "d": null}),
        ];
        let mut response = response(json!({"e": {"__typename": "A", "a": null, "e": 0}}), shared);
        let Some(Value::Object(entity)) = response.data.get_mut("e") else { panic!("an object") };
        for (number, fields) in (0..).zip(&response.shared) {
            share_fields(entity, SharedId(number), fields);
        }
        let path = [PathSegment::Key("e".into())];
        let node = response.node_at(&path).expect("an object");
        for (name, expected) in [
            ("__typename", Some(json!("B"))),
            ("a", Some(json!(2))),
            ("b", Some(json!(1))),
            ("d", Some(json!(null))),
            ("e", Some(json!(0))),
            ("f", None),
        ] {
            assert_eq!(node.get(name), expected.as_ref(), "{name}");
        }
        for hint in 0..9 {
            let found = |name| node.find_near(name, hint).map(|it| (it.shared, it.place));
            assert_eq!(found("e"), Some((None, 2)));
            assert_eq!(found("c"), Some((Some(SharedId(0)), 3)));
        }
        let below = [key("e"), key("c"), key("x"), FlattenSegment::Each];
        let places = response.places(&below);
        assert_eq!(places.len(), 1);
        assert_eq!(response.node_at(&places[0]).expect("it").get("n"), Some(&json!(1)));
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
