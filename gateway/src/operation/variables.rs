//! Coerces the client's values to the types that an operation declares.
//! In: JSON values by variable. Out: values as resolvers expect them, defaults filled in, or every
//! problem with the path to the value it is of. Spec: GraphQL October 2021, sections 6.1.2 and 3.10;
//! `@oneOf` as in the draft.

use std::fmt;

use apollo_compiler::{
    Name, Node, Schema,
    ast::{Type, Value as AstValue},
    executable::Operation,
    response::JsonMap,
    schema::{ExtendedType, InputObjectType},
    validation::Valid,
};
use serde_json_bytes::Value;

use super::OperationError;

/// Problems told of one request; who has more has told enough.
const MAX_PROBLEMS: usize = 20;

/// A value that does not fit.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{path}: {reason}")]
pub struct VariableProblem {
    /// Where, such as `$filter.period[0]`.
    pub path: String,
    /// What is wrong there.
    pub reason: String,
}

/// Coerces `values` for `operation`. Values of variables that it does not declare are left out.
///
/// # Errors
/// [`OperationError::Variables`] with what is missing or does not fit, in order of the variables.
pub fn coerce_variables(
    api_schema: &Valid<Schema>,
    operation: &Operation,
    values: &JsonMap,
) -> Result<Valid<JsonMap>, OperationError> {
    let mut coercion = Coercion { schema: api_schema, problems: Vec::new() };
    let mut coerced = JsonMap::new();
    for variable in &operation.variables {
        let name = variable.name.as_str();
        let path = Path::Variable(name);
        let value = match (values.get(name), &variable.default_value) {
            (Some(value), _) => coercion.value(&path, &variable.ty, value),
            (None, Some(default)) => coercion.value(&path, &variable.ty, &json_of(default)),
            (None, None) if variable.ty.is_non_null() => {
                coercion.refuse(&path, format!("a value of type {} is missing", variable.ty));
                continue;
            }
            // Not given is not the same as null.
            (None, None) => continue,
        };
        coerced.insert(name, value);
    }
    if coercion.problems.is_empty() {
        Ok(Valid::assume_valid(coerced))
    } else {
        Err(OperationError::Variables { problems: coercion.problems })
    }
}

/// The way to a value, from the value up; written only where something is wrong.
enum Path<'a> {
    Variable(&'a str),
    Field(&'a Path<'a>, &'a str),
    Item(&'a Path<'a>, usize),
}

impl fmt::Display for Path<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Variable(name) => write!(f, "${name}"),
            Self::Field(parent, name) => write!(f, "{parent}.{name}"),
            Self::Item(parent, index) => write!(f, "{parent}[{index}]"),
        }
    }
}

struct Coercion<'a> {
    schema: &'a Schema,
    problems: Vec<VariableProblem>,
}

impl Coercion<'_> {
    /// The value as its type has it; null, and a problem, where it does not fit.
    fn value(&mut self, path: &Path<'_>, ty: &Type, value: &Value) -> Value {
        match (ty, value) {
            (_, Value::Null) if ty.is_non_null() => {
                self.refuse(path, format!("null is no value of type {ty}"));
                Value::Null
            }
            (_, Value::Null) => Value::Null,
            (Type::List(item) | Type::NonNullList(item), Value::Array(items)) => {
                let items = items.iter().enumerate();
                Value::Array(
                    items
                        .map(|(index, value)| self.value(&Path::Item(path, index), item, value))
                        .collect(),
                )
            }
            // One value stands for the list of it.
            (Type::List(item) | Type::NonNullList(item), value) => {
                Value::Array(vec![self.value(path, item, value)])
            }
            (Type::Named(name) | Type::NonNullNamed(name), value) => self.named(path, name, value),
        }
    }

    fn named(&mut self, path: &Path<'_>, name: &Name, value: &Value) -> Value {
        let schema = self.schema;
        let coerced = match (schema.types.get(name), value) {
            (Some(ExtendedType::InputObject(definition)), Value::Object(fields)) => {
                return self.object(path, definition, fields);
            }
            (Some(ExtendedType::Enum(definition)), Value::String(text)) => {
                if !definition.values.contains_key(text.as_str()) {
                    self.refuse(path, format!("not a value of the enum {name}"));
                    return Value::Null;
                }
                Some(value.clone())
            }
            (Some(ExtendedType::Scalar(_)), value) => scalar(name, value),
            _ => None,
        };
        coerced.unwrap_or_else(|| {
            self.refuse(path, format!("expected {name}, found {}", kind_of(value)));
            Value::Null
        })
    }

    fn object(&mut self, path: &Path<'_>, definition: &InputObjectType, fields: &JsonMap) -> Value {
        for name in fields.keys().filter(|name| !definition.fields.contains_key(name.as_str())) {
            let path = Path::Field(path, name.as_str());
            self.refuse(&path, format!("{} has no such field", definition.name));
        }
        if definition.directives.has("oneOf") {
            let given = fields.values().filter(|value| !value.is_null()).count();
            if fields.len() != 1 || given != 1 {
                self.refuse(path, format!("{} takes exactly one field", definition.name));
            }
        }
        let mut coerced = JsonMap::with_capacity(fields.len());
        for (name, field) in &definition.fields {
            let path = Path::Field(path, name.as_str());
            let value = match (fields.get(name.as_str()), &field.default_value) {
                (Some(value), _) => self.value(&path, &field.ty, value),
                (None, Some(default)) => self.value(&path, &field.ty, &json_of(default)),
                (None, None) if field.ty.is_non_null() => {
                    self.refuse(&path, format!("a value of type {} is missing", field.ty));
                    continue;
                }
                (None, None) => continue,
            };
            coerced.insert(name.as_str(), value);
        }
        Value::Object(coerced)
    }

    fn refuse(&mut self, path: &Path<'_>, reason: String) {
        if self.problems.len() < MAX_PROBLEMS {
            self.problems.push(VariableProblem { path: path.to_string(), reason });
        }
    }
}

/// `None` where it does not fit. What a custom scalar takes is its subgraph's business.
fn scalar(name: &Name, value: &Value) -> Option<Value> {
    let fits = match name.as_str() {
        "Int" => return int(value).map(Value::from),
        // Whole numbers are texts too, and always leave as such.
        "ID" => match value {
            Value::Number(number) if !number.is_f64() => {
                return Some(Value::from(number.to_string()));
            }
            value => value.is_string(),
        },
        "Float" => value.is_number(),
        "String" => value.is_string(),
        "Boolean" => value.is_boolean(),
        _ => true,
    };
    fits.then(|| value.clone())
}

/// A whole number of 32 bits; `3.0` is one.
fn int(value: &Value) -> Option<i32> {
    if let Some(number) = value.as_i64() {
        return i32::try_from(number).ok();
    }
    let number = value.as_f64().filter(|number| number.fract() == 0.0)?;
    let is_inside = (f64::from(i32::MIN)..=f64::from(i32::MAX)).contains(&number);
    #[expect(clippy::cast_possible_truncation, reason = "whole, and inside the range")]
    is_inside.then_some(number as i32)
}

/// Validation refused variables in defaults.
fn json_of(value: &Node<AstValue>) -> Value {
    match value.as_ref() {
        AstValue::Null | AstValue::Variable(_) => Value::Null,
        AstValue::Enum(name) => Value::from(name.as_str()),
        AstValue::String(text) => Value::from(text.as_str()),
        AstValue::Boolean(value) => Value::from(*value),
        AstValue::Int(number) => number_of(number.as_str()),
        AstValue::Float(number) => number_of(number.as_str()),
        AstValue::List(items) => Value::Array(items.iter().map(json_of).collect()),
        AstValue::Object(fields) => Value::Object(
            fields.iter().map(|(name, value)| (name.as_str().into(), json_of(value))).collect(),
        ),
    }
}

fn number_of(text: &str) -> Value {
    text.parse().map_or(Value::Null, Value::Number)
}

fn kind_of(value: &Value) -> &'static str {
    match value {
        Value::Null => "null",
        Value::Bool(_) => "a Boolean",
        Value::Number(number) if number.is_f64() => "a number with a fraction",
        Value::Number(_) => "a whole number",
        Value::String(_) => "a text",
        Value::Array(_) => "a list",
        Value::Object(_) => "an object",
    }
}

#[cfg(test)]
mod tests {
    use apollo_compiler::executable::ExecutableDocument;
    use serde_json_bytes::json;

    use super::*;

    const SCHEMA: &str = "type Query { f(a: Filter, p: Pick, i: Int, x: Float, s: String, b: Boolean, id: ID, \
         k: Kind, l: [Int!], ll: [[Int]], d: Date): Int } \
         scalar Date  enum Kind { OLD NEW } \
         input Filter { period: [Int!]!, kind: Kind = NEW, inner: Filter, size: Int! = 3 } \
         input Pick @oneOf { city: ID, county: ID }  directive @oneOf on INPUT_OBJECT";

    /// Coerced values as text, or the problems.
    fn coerced(declarations: &str, values: Value) -> Result<Value, Vec<String>> {
        let schema = Schema::parse_and_validate(SCHEMA, "schema").expect("a valid schema");
        let text = format!("query({declarations}) {{ f }}");
        // That the variables are not used is no matter here.
        let document = ExecutableDocument::parse(&schema, text, "query").expect("it parses");
        let operation = document.operations.get(None).expect("one operation");
        let Value::Object(values) = values else { panic!("an object of values") };
        match coerce_variables(&schema, operation, &values) {
            Ok(coerced) => Ok(Value::Object(coerced.into_inner())),
            Err(OperationError::Variables { problems }) => {
                Err(problems.iter().map(ToString::to_string).collect())
            }
            Err(other) => panic!("{other}"),
        }
    }

    #[test]
    fn values_become_what_their_types_say() {
        for (declarations, values, expected) in [
            ("$i: Int", json!({"i": 3}), json!({"i": 3})),
            ("$i: Int", json!({"i": 3.0}), json!({"i": 3})),
            ("$i: Int", json!({"i": null}), json!({"i": null})),
            ("$i: Int", json!({"other": 1}), json!({})),
            ("$i: Int = 7", json!({}), json!({"i": 7})),
            ("$i: Int = 7", json!({"i": null}), json!({"i": null})),
            ("$x: Float", json!({"x": 9007199254740993_i64}), json!({"x": 9007199254740993_i64})),
            ("$id: ID", json!({"id": 621122}), json!({"id": "621122"})),
            ("$id: ID", json!({"id": "a"}), json!({"id": "a"})),
            ("$k: Kind", json!({"k": "OLD"}), json!({"k": "OLD"})),
            ("$l: [Int!]", json!({"l": 1}), json!({"l": [1]})),
            ("$ll: [[Int]]", json!({"ll": [[1], 2, null]}), json!({"ll": [[1], [2], null]})),
            ("$d: Date", json!({"d": {"any": [1]}}), json!({"d": {"any": [1]}})),
            (
                "$a: Filter",
                json!({"a": {"period": 1, "inner": {"period": [2], "kind": "OLD", "size": 9}}}),
                json!({"a": {
                    "period": [1],
                    "kind": "NEW",
                    "inner": {"period": [2], "kind": "OLD", "size": 9},
                    "size": 3,
                }}),
            ),
            (
                "$a: Filter = {period: [1]}",
                json!({}),
                json!({"a": {"period": [1], "kind": "NEW", "size": 3}}),
            ),
            ("$p: Pick", json!({"p": {"city": 6211}}), json!({"p": {"city": "6211"}})),
        ] {
            assert_eq!(
                coerced(declarations, values.clone()),
                Ok(expected),
                "{declarations} {values}"
            );
        }
    }

    #[test]
    fn what_does_not_fit_is_told_with_the_path_to_it() {
        for (declarations, values, expected) in [
            ("$i: Int!", json!({}), vec!["$i: a value of type Int! is missing"]),
            ("$i: Int!", json!({"i": null}), vec!["$i: null is no value of type Int!"]),
            ("$i: Int", json!({"i": "3"}), vec!["$i: expected Int, found a text"]),
            (
                "$i: Int",
                json!({"i": 3.5}),
                vec!["$i: expected Int, found a number with a fraction"],
            ),
            (
                "$i: Int",
                json!({"i": 2147483648_i64}),
                vec!["$i: expected Int, found a whole number"],
            ),
            ("$s: String", json!({"s": 1}), vec!["$s: expected String, found a whole number"]),
            ("$b: Boolean", json!({"b": 0}), vec!["$b: expected Boolean, found a whole number"]),
            (
                "$id: ID",
                json!({"id": 1.5}),
                vec!["$id: expected ID, found a number with a fraction"],
            ),
            ("$k: Kind", json!({"k": "NONE"}), vec!["$k: not a value of the enum Kind"]),
            ("$k: Kind", json!({"k": 1}), vec!["$k: expected Kind, found a whole number"]),
            ("$l: [Int!]", json!({"l": [1, null]}), vec!["$l[1]: null is no value of type Int!"]),
            (
                "$ll: [[Int]]",
                json!({"ll": [[1, true]]}),
                vec!["$ll[0][1]: expected Int, found a Boolean"],
            ),
            ("$a: Filter", json!({"a": [1]}), vec!["$a: expected Filter, found a list"]),
            (
                "$a: Filter",
                json!({"a": {"perid": 1, "inner": {"period": ["x"], "size": null}}}),
                vec![
                    "$a.perid: Filter has no such field",
                    "$a.period: a value of type [Int!]! is missing",
                    "$a.inner.period[0]: expected Int, found a text",
                    "$a.inner.size: null is no value of type Int!",
                ],
            ),
            ("$p: Pick", json!({"p": {}}), vec!["$p: Pick takes exactly one field"]),
            (
                "$p: Pick",
                json!({"p": {"city": "1", "county": null}}),
                vec!["$p: Pick takes exactly one field"],
            ),
            (
                "$i: Int!, $s: String!",
                json!({"s": {}}),
                vec!["$i: a value of type Int! is missing", "$s: expected String, found an object"],
            ),
        ] {
            let problems = coerced(declarations, values.clone()).expect_err("it does not fit");
            assert_eq!(problems, expected, "{declarations} {values}");
        }
        let many = coerced("$l: [Int!]", json!({"l": vec!["x"; 5000]})).expect_err("none fits");
        assert_eq!(many.len(), MAX_PROBLEMS);
    }
}
