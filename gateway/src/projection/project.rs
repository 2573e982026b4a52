//! Writes `data` from the merged response.
//! A null where the type forbids one nulls the nearest nullable parent: what was written of it is
//! cut off the buffer again. Spec: GraphQL October 2021, section 6.4.4.

use std::rc::Rc;

use apollo_compiler::{
    Name,
    ast::Type,
    executable::{ExecutableDocument, Operation, SelectionSet},
    response::JsonMap,
    schema::ExtendedType,
};
use serde_json_bytes::{ByteString, Map, Value};

use super::collect::{Collector, FieldGroup};
use crate::{
    executor::{ErrorEntry, PathSegment, Problems, Response, ResponsePath},
    supergraph::Supergraph,
};

/// What a response is projected with.
#[derive(Debug)]
pub struct ProjectionInput<'a> {
    /// Types of the fields.
    pub supergraph: &'a Supergraph,
    /// Fragments of the operation.
    pub document: &'a ExecutableDocument,
    /// The operation.
    pub operation: &'a Operation,
    /// Its variables, coerced.
    pub variables: &'a JsonMap,
    /// `__schema` and `__type`, answered already, by response key.
    pub introspection: &'a JsonMap,
    /// Whether fragments with an active `@defer` are left out, to be parts of their own.
    pub leaves_deferred: bool,
}

/// Writes the JSON of `data` to `out` and adds an error for each missing value that nothing else
/// explains. Returns the places of objects and lists that became null although they have a value.
pub fn project(
    input: &ProjectionInput<'_>,
    response: &Response,
    problems: &mut Problems,
    out: &mut Vec<u8>,
) -> Vec<ResponsePath> {
    let object_type = input.operation.object_type();
    let selections = &input.operation.selection_set;
    let at = (&response.data, object_type, ResponsePath::new());
    project_at(input, at, selections, problems, out)
}

/// Writes the JSON of what a deferred fragment selects of the object at `place`; nothing, and
/// false, where no object stands there that the fragment is for.
pub fn project_part(
    input: &ProjectionInput<'_>,
    part: &SelectionSet,
    response: &Response,
    place: &[PathSegment],
    problems: &mut Problems,
    out: &mut Vec<u8>,
) -> bool {
    let object = match place {
        [] => Some(&response.data),
        _ => response.value_at(place).and_then(Value::as_object),
    };
    let Some(object) = object else { return false };
    let object_type = match place {
        [] => Some(input.operation.object_type().clone()),
        _ => part_type(input.supergraph, object, &part.ty),
    };
    let Some(object_type) = object_type else { return false };
    project_at(input, (object, &object_type, place.to_vec()), part, problems, out);
    true
}

fn project_at(
    input: &ProjectionInput<'_>,
    (object, object_type, path): (&Map<ByteString, Value>, &Name, ResponsePath),
    selections: &SelectionSet,
    problems: &mut Problems,
    out: &mut Vec<u8>,
) -> Vec<ResponsePath> {
    let ProjectionInput { supergraph, document, variables, leaves_deferred, .. } = *input;
    let mut projection = Projection {
        input,
        collector: Collector::new(supergraph, document, variables, leaves_deferred),
        problems,
        new_errors: Vec::new(),
        nulled: Vec::new(),
        path,
        out,
    };
    let selections: Rc<[&SelectionSet]> = Rc::from([selections]);
    let start = projection.out.len();
    if projection.object_of(object, object_type, &selections).is_err() {
        projection.out.truncate(start);
        projection.out.extend_from_slice(b"null");
        projection.nulled.push(projection.path.clone());
    }
    let Projection { new_errors, nulled, .. } = projection;
    for error in new_errors {
        problems.add_error(error);
    }
    nulled
}

/// The type of an object that a fragment on `condition` may be for; `None` if it is for others.
fn part_type(
    supergraph: &Supergraph,
    object: &Map<ByteString, Value>,
    condition: &Name,
) -> Option<Name> {
    match object.get("__typename").and_then(Value::as_str) {
        Some(typename) if !supergraph.is_possible_type(condition, typename) => None,
        _ => concrete_type(supergraph, object, condition),
    }
}

/// The value is null and its type forbids it: the parent becomes null.
struct Forbidden;

struct Projection<'a, 'out> {
    input: &'a ProjectionInput<'a>,
    collector: Collector<'a>,
    problems: &'a Problems,
    new_errors: Vec<ErrorEntry>,
    nulled: Vec<ResponsePath>,
    path: ResponsePath,
    out: &'out mut Vec<u8>,
}

impl<'a> Projection<'a, '_> {
    fn object_of(
        &mut self,
        fields: &'a Map<ByteString, Value>,
        object_type: &Name,
        selections: &Rc<[&'a SelectionSet]>,
    ) -> Result<(), Forbidden> {
        let groups = self.collector.collect(selections, object_type);
        self.out.push(b'{');
        for (place, group) in groups.iter().enumerate() {
            if place > 0 {
                self.out.push(b',');
            }
            write_json(self.out, group.response_key.as_str());
            self.out.push(b':');
            self.path.push(PathSegment::Key(ByteString::from(group.response_key.as_str())));
            let written = self.field(fields, object_type, group);
            self.path.pop();
            written?;
        }
        self.out.push(b'}');
        Ok(())
    }

    fn field(
        &mut self,
        fields: &'a Map<ByteString, Value>,
        object_type: &Name,
        group: &FieldGroup<'a>,
    ) -> Result<(), Forbidden> {
        match group.field.name.as_str() {
            "__typename" if self.input.supergraph.is_abstract(object_type) => {
                self.misfit("is not the name of an object type", object_type, group);
                Err(Forbidden)
            }
            "__typename" => {
                write_json(self.out, object_type.as_str());
                Ok(())
            }
            "__schema" | "__type" => {
                let value = self.input.introspection.get(group.response_key.as_str());
                write_value(self.out, value.unwrap_or(&Value::Null));
                Ok(())
            }
            _ => {
                let value = fields.get(group.response_key.as_str()).unwrap_or(&Value::Null);
                self.value(value, group.ty, object_type, group)
            }
        }
    }

    /// Writes one value; a null that may not be is explained where it is found.
    fn value(
        &mut self,
        value: &'a Value,
        ty: &Type,
        object_type: &Name,
        group: &FieldGroup<'a>,
    ) -> Result<(), Forbidden> {
        let start = self.out.len();
        let written = match (value, ty) {
            (Value::Null, _) => Err(Forbidden),
            (Value::Array(items), Type::List(item) | Type::NonNullList(item)) => {
                self.list(items, item, object_type, group)
            }
            (_, Type::List(_) | Type::NonNullList(_)) => {
                self.misfit("is not a list", object_type, group);
                Err(Forbidden)
            }
            (value, Type::Named(named) | Type::NonNullNamed(named)) => {
                self.named(value, named, object_type, group)
            }
        };
        if written.is_ok() {
            return Ok(());
        }
        self.out.truncate(start);
        if ty.is_non_null() {
            self.explain_null(object_type, group);
            return Err(Forbidden);
        }
        if matches!(value, Value::Object(_) | Value::Array(_)) {
            self.nulled.push(self.path.clone());
        }
        self.out.extend_from_slice(b"null");
        Ok(())
    }

    fn list(
        &mut self,
        items: &'a [Value],
        item: &Type,
        object_type: &Name,
        group: &FieldGroup<'a>,
    ) -> Result<(), Forbidden> {
        self.out.push(b'[');
        for (index, value) in items.iter().enumerate() {
            if index > 0 {
                self.out.push(b',');
            }
            self.path.push(PathSegment::Index(index));
            let written = self.value(value, item, object_type, group);
            self.path.pop();
            written?;
        }
        self.out.push(b']');
        Ok(())
    }

    fn named(
        &mut self,
        value: &'a Value,
        named: &Name,
        object_type: &Name,
        group: &FieldGroup<'a>,
    ) -> Result<(), Forbidden> {
        let schema = &self.input.supergraph.api_schema;
        match schema.types.get(named) {
            Some(ExtendedType::Enum(definition)) => {
                let text = value.as_str().unwrap_or_default();
                if definition.values.contains_key(text) {
                    write_json(self.out, text);
                    return Ok(());
                }
                self.misfit("is not a value of its enum", object_type, group);
                Err(Forbidden)
            }
            Some(ExtendedType::Scalar(_)) => {
                if !fits_scalar(named, value) {
                    self.misfit("does not fit its scalar", object_type, group);
                    return Err(Forbidden);
                }
                write_value(self.out, value);
                Ok(())
            }
            _ => {
                let Value::Object(fields) = value else {
                    self.misfit("is not an object", object_type, group);
                    return Err(Forbidden);
                };
                let Some(concrete) = concrete_type(self.input.supergraph, fields, named) else {
                    self.misfit("is of no known type", object_type, group);
                    return Err(Forbidden);
                };
                self.object_of(fields, &concrete, &group.selections)
            }
        }
    }

    fn misfit(&mut self, what: &str, object_type: &Name, group: &FieldGroup<'_>) {
        let message = format!("the value of `{object_type}.{}` {what}", group.field.name);
        let entry = ErrorEntry::new("RESPONSE_TYPE_MISMATCH", message, self.path.clone());
        self.new_errors.push(entry);
    }

    fn explain_null(&mut self, object_type: &Name, group: &FieldGroup<'_>) {
        if self.is_explained() {
            return;
        }
        let message =
            format!("no value for the non-null field `{object_type}.{}`", group.field.name);
        let entry = ErrorEntry::new("NON_NULL_FIELD_MISSING", message, self.path.clone());
        self.new_errors.push(entry);
    }

    /// Whether an error stands at this place, at one above it, or at one below it.
    fn is_explained(&self) -> bool {
        let related = |path: &ResponsePath| {
            path.starts_with(&self.path) || !path.is_empty() && self.path.starts_with(path)
        };
        self.problems.errors.iter().any(|entry| related(&entry.path))
            || self.new_errors.iter().any(|entry| related(&entry.path))
            || (1..=self.path.len()).any(|end| self.problems.explained.contains(&self.path[..end]))
    }
}

/// The object's own type: what it says it is, if clients may see that type here. From a subgraph
/// that knows the interface as an object type it is the interface, where nothing that was asked
/// depends on more.
fn concrete_type(
    supergraph: &Supergraph,
    fields: &Map<ByteString, Value>,
    named: &Name,
) -> Option<Name> {
    let schema = &supergraph.api_schema;
    if schema.get_object(named).is_some() {
        return Some(named.clone());
    }
    let typename = fields.get("__typename").and_then(Value::as_str)?;
    if typename == named.as_str() && supergraph.is_interface_object(named) {
        return Some(named.clone());
    }
    let (name, _) = schema.types.get_key_value(typename).filter(|(_, ty)| ty.is_object())?;
    supergraph.is_possible_type(named, name).then(|| name.clone())
}

/// Values of a custom scalar are the site's own business.
fn fits_scalar(named: &Name, value: &Value) -> bool {
    match named.as_str() {
        "Int" => value.as_i64().is_some_and(|number| i32::try_from(number).is_ok()),
        "Float" => value.is_number(),
        "Boolean" => value.is_boolean(),
        "String" => value.is_string(),
        "ID" => value.is_string() || value.is_i64() || value.is_u64(),
        _ => true,
    }
}

fn write_value(out: &mut Vec<u8>, value: &Value) {
    // Values that were read from JSON are written as JSON: neither maps nor numbers can fail.
    if serde_json::to_writer(&mut *out, value).is_err() {
        out.extend_from_slice(b"null");
    }
}

fn write_json(out: &mut Vec<u8>, text: &str) {
    if serde_json::to_writer(&mut *out, text).is_err() {
        out.extend_from_slice(b"\"\"");
    }
}
