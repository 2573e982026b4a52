//! Merges the contributions of several sites to one object, by its compiled shape.
//! Every rule is a commutative monoid over the values that are not null: an absent site only lowers
//! coverage. Contributions come in region order, which decides where order shows (lists, FIRST).
//! Spec: docs/jurisdiction-spec.md, "Merge operations".

use std::{cmp::Ordering, collections::BTreeMap};

use apollo_compiler::response::JsonMap;

use super::{
    distinct::DistinctSet,
    error_entry::ErrorEntry,
    response::{PathSegment, ResponsePath},
};
use crate::{
    json::{Object, Text, Value},
    planner::plan::{FieldMerge, FieldShape, ObjectShape},
};

/// Merges values; what does not fit is reported, and the rest goes on.
pub(super) struct Merger<'a> {
    /// Values of the arguments that page sizes name.
    pub(super) variables: &'a JsonMap,
    /// Tells where the merged object stands.
    pub(super) place: &'a dyn Fn() -> ResponsePath,
    /// Takes errors.
    pub(super) report: Box<dyn Fn(ErrorEntry) + 'a>,
}

impl Merger<'_> {
    /// The merged object; `None` when no site contributed one.
    pub(super) fn object(&self, shape: &ObjectShape, contributions: Vec<Value>) -> Option<Object> {
        let mut objects: Vec<Object> = contributions
            .into_iter()
            .filter_map(|value| match value {
                Value::Object(fields) => Some(fields),
                _ => None,
            })
            .collect();
        if objects.is_empty() {
            return None;
        }
        let mut merged = Object::with_capacity(shape.fields.len());
        for field in &shape.fields {
            if merged.contains_key(&field.response_key)
                || !objects.iter().any(|object| object.contains_key(&field.response_key))
            {
                continue;
            }
            let value = self.field(field, &mut objects);
            merged.insert(field.response_key.clone(), value);
        }
        Some(merged)
    }

    fn field(&self, field: &FieldShape, objects: &mut [Object]) -> Value {
        let key = &*field.response_key;
        match &field.merge {
            // These look at a sibling, which the gateway asked for under a name of its own.
            FieldMerge::Mean { weight } => return mean(objects, key, weight),
            FieldMerge::DistinctCount { set } => {
                return self.distinct_count(&field.response_key, objects, set);
            }
            _ => {}
        }
        let values: Vec<Value> = objects
            .iter_mut()
            .filter_map(|object| Some(object.get_mut(key)?.take_value()))
            .filter(|value| !value.is_null())
            .collect();
        self.values(&field.response_key, &field.merge, values)
    }

    /// Merges values that are not null.
    pub(super) fn values(&self, key: &Text, merge: &FieldMerge, values: Vec<Value>) -> Value {
        let values = self.fitting(key, merge, values);
        match merge {
            FieldMerge::Agree => self.agree(key, values),
            FieldMerge::First | FieldMerge::Key { .. } => {
                values.into_iter().next().unwrap_or(Value::Null)
            }
            FieldMerge::Sum => sum(&values),
            FieldMerge::Min => extreme(values, Ordering::Less),
            FieldMerge::Max => extreme(values, Ordering::Greater),
            FieldMerge::All => boolean(&values, |a, b| a && b),
            FieldMerge::Any => boolean(&values, |a, b| a || b),
            FieldMerge::Concat => concat(values),
            FieldMerge::Object(shape) => {
                self.object(shape, values).map_or(Value::Null, Value::Object)
            }
            FieldMerge::Union { by, item } => self.union(by, item, values),
            FieldMerge::DistinctSet => self.distinct_set(key, &values),
            FieldMerge::Connection(shape) => self.connection(shape, values),
            FieldMerge::Mean { .. } | FieldMerge::DistinctCount { .. } => Value::Null,
        }
    }

    /// Leaves out what no site that keeps its contract can say, so that it spoils nothing else.
    fn fitting(&self, key: &Text, merge: &FieldMerge, values: Vec<Value>) -> Vec<Value> {
        let fits: fn(&Value) -> bool = match merge {
            FieldMerge::Sum => Value::is_number,
            FieldMerge::All | FieldMerge::Any => Value::is_boolean,
            FieldMerge::Min | FieldMerge::Max => |value| !value.is_object() && !value.is_array(),
            FieldMerge::Concat | FieldMerge::Union { .. } => Value::is_array,
            FieldMerge::Object(_) | FieldMerge::Connection(_) => Value::is_object,
            _ => |_| true,
        };
        let (fitting, others): (Vec<Value>, Vec<Value>) = values.into_iter().partition(fits);
        if !others.is_empty() {
            self.report_at(
                key,
                "MERGE_VALUE_INVALID",
                "a site's value is not of the field's type; it is left out".to_owned(),
            );
        }
        fitting
    }

    fn agree(&self, key: &Text, values: Vec<Value>) -> Value {
        let mut values = values.into_iter();
        let Some(first) = values.next() else { return Value::Null };
        if let Some(other) = values.find(|value| *value != first) {
            self.report_at(
                key,
                "MERGE_CONFLICT",
                format!("sites disagree: {first} and {other}; the first in region order stands"),
            );
        }
        first
    }

    fn union(&self, by: &Text, item: &ObjectShape, values: Vec<Value>) -> Value {
        let mut groups: BTreeMap<GroupKey, Vec<Value>> = BTreeMap::new();
        let mut has_list = false;
        for value in values {
            let Value::Array(items) = value else { continue };
            has_list = true;
            for entry in items.into_iter().filter(|entry| !entry.is_null()) {
                let key = GroupKey(entry.get(by).cloned().unwrap_or(Value::Null));
                groups.entry(key).or_default().push(entry);
            }
        }
        if !has_list {
            return Value::Null;
        }
        let merged = groups
            .into_values()
            .filter_map(|entries| self.object(item, entries).map(Value::Object))
            .collect();
        Value::Array(merged)
    }

    fn distinct_set(&self, key: &Text, values: &[Value]) -> Value {
        self.united(key, values).map_or(Value::Null, |set| Value::from(set.encode()))
    }

    fn distinct_count(&self, key: &Text, objects: &[Object], set: &str) -> Value {
        let values: Vec<Value> = objects
            .iter()
            .filter_map(|object| object.get(set))
            .filter(|value| !value.is_null())
            .cloned()
            .collect();
        self.united(key, &values).map_or(Value::Null, |set| Value::from(set.len()))
    }

    fn united(&self, key: &Text, values: &[Value]) -> Option<DistinctSet> {
        let mut united: Option<DistinctSet> = None;
        for value in values {
            match value.as_str().map(DistinctSet::decode) {
                Some(Ok(set)) => united.get_or_insert_default().unite(&set),
                _ => self.report_at(
                    key,
                    "DISTINCT_SET_INVALID",
                    "a site's set of distinct keys cannot be read; it is left out".to_owned(),
                ),
            }
        }
        united
    }

    pub(super) fn report_at(&self, key: &Text, code: &str, message: String) {
        let mut path = (self.place)();
        path.push(PathSegment::Key(key.clone()));
        (self.report)(ErrorEntry::new(code, message, path));
    }
}

trait TakeValue {
    fn take_value(&mut self) -> Value;
}

impl TakeValue for Value {
    fn take_value(&mut self) -> Value {
        std::mem::replace(self, Value::Null)
    }
}

/// Orders group keys: numbers by value, texts by bytes, kinds apart.
#[derive(Debug, PartialEq)]
struct GroupKey(Value);

impl Eq for GroupKey {}

impl PartialOrd for GroupKey {
    fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}

impl Ord for GroupKey {
    fn cmp(&self, other: &Self) -> Ordering {
        compare(&self.0, &other.0)
    }
}

fn compare(a: &Value, b: &Value) -> Ordering {
    match (a, b) {
        (Value::String(a), Value::String(b)) => a.cmp(b),
        (Value::Bool(a), Value::Bool(b)) => a.cmp(b),
        (Value::Number(x), Value::Number(y)) => match (x.as_i64(), y.as_i64()) {
            (Some(x), Some(y)) => x.cmp(&y),
            _ => a.as_f64().unwrap_or_default().total_cmp(&b.as_f64().unwrap_or_default()),
        },
        _ => kind_rank(a).cmp(&kind_rank(b)),
    }
}

fn kind_rank(value: &Value) -> u8 {
    match value {
        Value::Null => 0,
        Value::Bool(_) => 1,
        Value::Number(_) => 2,
        Value::String(_) => 3,
        Value::Array(_) => 4,
        Value::Object(_) => 5,
        Value::Unread(_) => 6,
    }
}

/// Integers add as integers while they fit; any fraction makes the sum one.
fn sum(values: &[Value]) -> Value {
    if values.is_empty() {
        return Value::Null;
    }
    let whole =
        values.iter().map(Value::as_i64).try_fold(0_i64, |total, value| total.checked_add(value?));
    match whole {
        Some(total) => Value::from(total),
        None => Value::from(values.iter().filter_map(Value::as_f64).sum::<f64>()),
    }
}

fn extreme(values: Vec<Value>, wanted: Ordering) -> Value {
    values
        .into_iter()
        .reduce(|best, value| if compare(&value, &best) == wanted { value } else { best })
        .unwrap_or(Value::Null)
}

fn boolean(values: &[Value], combine: fn(bool, bool) -> bool) -> Value {
    let merged = values.iter().filter_map(Value::as_bool).reduce(combine);
    merged.map_or(Value::Null, Value::Bool)
}

fn concat(values: Vec<Value>) -> Value {
    if values.is_empty() {
        return Value::Null;
    }
    let lists = values.into_iter().map(|value| match value {
        Value::Array(items) => items,
        _ => Vec::new(),
    });
    Value::Array(lists.flatten().collect())
}

/// Σ value × weight ÷ Σ weight, over the sites that have both; null where no weight is.
fn mean(objects: &[Object], key: &str, weight: &str) -> Value {
    let mut weighted = 0.0;
    let mut total = 0.0;
    for object in objects {
        let number = |key: &str| object.get(key).and_then(Value::as_f64);
        if let (Some(value), Some(weight)) = (number(key), number(weight)) {
            weighted += value * weight;
            total += weight;
        }
    }
    if total > 0.0 { Value::from(weighted / total) } else { Value::Null }
}
