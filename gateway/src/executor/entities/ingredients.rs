//! What a representation is made of, in the place where it stands: enough to tell whether two objects
//! have the same one before either is made.

use std::{
    hash::{Hash, Hasher},
    mem, ptr,
};

use smallvec::SmallVec;

use crate::{
    executor::response::Node,
    json::Value,
    planner::plan::{RequiredField, RequiredType, TYPENAME},
};

/// Equal ones make equal representations.
#[derive(Debug, PartialEq, Eq, Hash)]
pub(super) struct Ingredients<'r> {
    /// Decides which types' fields are required.
    typename: Option<&'r str>,
    parts: SmallVec<[Part<'r>; 3]>,
}

/// The value of one required field.
#[derive(Debug)]
enum Part<'r> {
    Absent,
    Leaf(&'r Value),
    /// What has parts of its own is the same only where it is one and the same.
    Inner(&'r Value),
}

impl<'r> Ingredients<'r> {
    /// `is_possible` tells whether the first type may be the second.
    pub(super) fn of(
        is_possible: &impl Fn(&str, &str) -> bool,
        node: Node<'r>,
        requires: &[RequiredType],
    ) -> Self {
        let mut it = Self { typename: node.text(TYPENAME), parts: SmallVec::new() };
        for required in requires {
            it.add_type(is_possible, node, required);
        }
        it
    }

    fn add_type(
        &mut self,
        is_possible: &impl Fn(&str, &str) -> bool,
        node: Node<'r>,
        required: &RequiredType,
    ) {
        if !self.typename.is_none_or(|typename| is_possible(&required.type_name, typename)) {
            return;
        }
        for field in &required.fields {
            match field {
                RequiredField::OnType(required) => self.add_type(is_possible, node, required),
                RequiredField::Field { response_key, .. } if response_key == TYPENAME => {}
                RequiredField::Field { response_key, fields, .. } => {
                    // Keys stand behind the type's name, in the order in which they were asked for.
                    let found = node.find_near(response_key, 1 + self.parts.len());
                    self.parts.push(match found.map(|found| found.value) {
                        None => Part::Absent,
                        Some(value) if fields.is_empty() => Part::Leaf(value),
                        Some(value) => Part::Inner(value),
                    });
                }
            }
        }
    }
}

impl PartialEq for Part<'_> {
    fn eq(&self, other: &Self) -> bool {
        match (self, other) {
            (Self::Absent, Self::Absent) => true,
            (Self::Leaf(one), Self::Leaf(other)) => one == other,
            (Self::Inner(one), Self::Inner(other)) => ptr::eq(*one, *other),
            _ => false,
        }
    }
}

impl Eq for Part<'_> {}

impl Hash for Part<'_> {
    fn hash<H: Hasher>(&self, state: &mut H) {
        match self {
            Self::Absent => state.write_u8(0),
            // Most keys are texts.
            Self::Leaf(Value::String(text)) => text.hash(state),
            Self::Leaf(value) => hash_value(value, state),
            Self::Inner(value) => ptr::hash(*value, state),
        }
    }
}

/// Representations of one target have their fields in one order, so the order may count here.
pub(super) fn hash_value<H: Hasher>(value: &Value, state: &mut H) {
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

#[cfg(test)]
mod tests {
    use std::collections::HashMap;

    use super::*;
    use crate::{executor::response::Response, json::json};

    fn field(name: &str, fields: Vec<RequiredField>) -> RequiredField {
        RequiredField::Field { response_key: name.into(), name: name.into(), fields }
    }

    #[test]
    fn objects_are_alike_by_type_and_required_values() {
        let requires = ["A", "B"].map(|type_name| RequiredType {
            type_name: type_name.to_owned(),
            fields: vec![RequiredField::typename(), field("id", vec![])],
        });
        let objects = [
            json!({"__typename": "A", "id": "1", "other": 1}),
            json!({"other": 2, "id": "1", "__typename": "A"}),
            json!({"__typename": "B", "id": "1"}),
            json!({"__typename": "A", "id": 1}),
            json!({"__typename": "A", "id": null}),
            json!({"__typename": "A"}),
            json!({"id": "1"}),
            json!({"__typename": "C", "id": "1"}),
            json!({"__typename": "C", "id": "2"}),
        ];
        let response = Response::default();
        let node = |object: &'static Value| response.root().below(object.as_object().expect("it"));
        let objects: &'static [Value; 9] = Box::leak(Box::new(objects));
        let of = |object| Ingredients::of(&|one, other| one == other, node(object), &requires);
        let mut numbers: HashMap<Ingredients<'_>, usize> = HashMap::new();
        let seen = objects.each_ref().map(|object| {
            let next = numbers.len();
            *numbers.entry(of(object)).or_insert(next)
        });
        assert_eq!(seen, [0, 0, 1, 2, 3, 4, 5, 6, 6], "of other types nothing is required");
    }

    #[test]
    fn inner_objects_are_alike_where_they_are_one() {
        let requires = [RequiredType {
            type_name: "A".to_owned(),
            fields: vec![field("key", vec![field("id", vec![])])],
        }];
        let objects = [json!({"key": {"id": 1}}), json!({"key": {"id": 1}})];
        let response = Response::default();
        let of = |object: &'static Value| {
            let node = response.root().below(object.as_object().expect("it"));
            Ingredients::of(&|_, _| true, node, &requires)
        };
        let objects: &'static [Value; 2] = Box::leak(Box::new(objects));
        assert_eq!(of(&objects[0]), of(&objects[0]));
        assert_ne!(of(&objects[0]), of(&objects[1]));
    }
}
