//! Writes `data` from the merged response.
//! A null where the type forbids one nulls the nearest nullable parent: what was written of it is
//! cut off the buffer again. Spec: GraphQL October 2021, section 6.4.4.

use std::{collections::HashMap, ops::Range, ptr, rc::Rc};

use ahash::RandomState;
use apollo_compiler::{
    Name,
    ast::Type,
    executable::{ExecutableDocument, Operation, SelectionSet},
    response::{JsonMap, JsonValue as ClientValue},
};

use super::collect::{Collector, FieldGroup, FieldKind, Scalar};
use crate::{
    executor::{ErrorEntry, Found, Node, PathSegment, Problems, Response, ResponsePath},
    json::{Text, Value, write, write_text},
    planner::plan::TYPENAME,
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
    let at = (response.root(), object_type, ResponsePath::new());
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
    let Some(node) = response.node_at(place) else { return false };
    let object_type = match place {
        [] => Some(input.operation.object_type()),
        _ => part_type(input.supergraph, node, &part.ty),
    };
    let Some(object_type) = object_type else { return false };
    project_at(input, (node, object_type, place.to_vec()), part, problems, out);
    true
}

fn project_at(
    input: &ProjectionInput<'_>,
    (node, object_type, place): (Node<'_>, &Name, ResponsePath),
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
        place,
        steps: Vec::new(),
        written: HashMap::default(),
        out,
    };
    let groups = projection.collector.collect(&Rc::from([selections]), object_type);
    let start = projection.out.len();
    if projection.object(node, object_type, &groups).is_err() {
        projection.cut(start);
        projection.out.extend_from_slice(b"null");
        let place = projection.here();
        projection.nulled.push(place);
    }
    let Projection { new_errors, nulled, .. } = projection;
    for error in new_errors {
        problems.add_error(error);
    }
    nulled
}

/// The type of an object that a fragment on `condition` may be for; `None` if it is for others.
fn part_type<'a>(
    supergraph: &'a Supergraph,
    node: Node<'_>,
    condition: &'a Name,
) -> Option<&'a Name> {
    match node.text(TYPENAME) {
        Some(typename) if !supergraph.is_possible_type(condition, typename) => None,
        _ if supergraph.api_schema.get_object(condition).is_some() => Some(condition),
        _ => concrete_type(supergraph, node, condition),
    }
}

/// The value is null and its type forbids it: the parent becomes null.
struct Forbidden;

/// One step from where the projection begins.
#[derive(Clone, Copy)]
enum Step<'a> {
    Key(&'a str),
    Index(usize),
}

/// A value, and the fields that are asked of it, by their addresses.
type SharedKey = (*const Value, *const ());

struct Projection<'a, 'out> {
    input: &'a ProjectionInput<'a>,
    collector: Collector<'a>,
    problems: &'a Problems,
    new_errors: Vec<ErrorEntry>,
    nulled: Vec<ResponsePath>,
    /// Where it begins.
    place: ResponsePath,
    /// From there to what is being written.
    steps: Vec<Step<'a>>,
    /// Where in `out` stands what several objects have in common.
    written: HashMap<SharedKey, Range<usize>, RandomState>,
    out: &'out mut Vec<u8>,
}

impl<'a> Projection<'a, '_> {
    fn object(
        &mut self,
        node: Node<'a>,
        object_type: &Name,
        groups: &[FieldGroup<'a>],
    ) -> Result<(), Forbidden> {
        self.out.push(b'{');
        for (place, group) in groups.iter().enumerate() {
            if place > 0 {
                self.out.push(b',');
            }
            self.out.extend_from_slice(group.written_key.as_bytes());
            self.steps.push(Step::Key(group.response_key));
            let written = self.field(node, object_type, group);
            self.steps.pop();
            written?;
        }
        self.out.push(b'}');
        Ok(())
    }

    fn field(
        &mut self,
        node: Node<'a>,
        object_type: &Name,
        group: &FieldGroup<'a>,
    ) -> Result<(), Forbidden> {
        match group.kind {
            FieldKind::Typename if self.input.supergraph.is_abstract(object_type) => {
                self.misfit("is not the name of an object type", object_type, group);
                Err(Forbidden)
            }
            FieldKind::Typename => {
                write_text(self.out, object_type.as_str());
                Ok(())
            }
            FieldKind::Introspection => {
                match self.input.introspection.get(group.response_key) {
                    Some(value) => write_client_value(self.out, value),
                    None => self.out.extend_from_slice(b"null"),
                }
                Ok(())
            }
            FieldKind::Object(_) | FieldKind::Abstract(_) => match group.find(node) {
                Some(Found { value, shared: Some(_), .. }) => {
                    self.shared_value(node, value, object_type, group)
                }
                found => {
                    let value = found.map_or(&Value::Null, |found| found.value);
                    self.value(node, value, group.ty, object_type, group)
                }
            },
            _ => {
                let value = group.find(node).map_or(&Value::Null, |found| found.value);
                self.value(node, value, group.ty, object_type, group)
            }
        }
    }

    /// Writes a value that several objects have in common: what was written of it for another is
    /// written again as it stands, unless something of it was wrong, which has a place.
    fn shared_value(
        &mut self,
        node: Node<'a>,
        value: &'a Value,
        object_type: &Name,
        group: &FieldGroup<'a>,
    ) -> Result<(), Forbidden> {
        let key = (ptr::from_ref(value), ptr::from_ref(group).cast());
        if let Some(known) = self.written.get(&key) {
            self.out.extend_from_within(known.clone());
            return Ok(());
        }
        let start = self.out.len();
        let wrong = (self.new_errors.len(), self.nulled.len());
        self.value(node, value, group.ty, object_type, group)?;
        if wrong == (self.new_errors.len(), self.nulled.len()) {
            self.written.insert(key, start..self.out.len());
        }
        Ok(())
    }

    /// Cuts off what was written since, and forgets it.
    fn cut(&mut self, start: usize) {
        self.out.truncate(start);
        self.written.retain(|_, known| known.end <= start);
    }

    /// Writes one value; a null that may not be is explained where it is found.
    fn value(
        &mut self,
        above: Node<'a>,
        value: &'a Value,
        ty: &Type,
        object_type: &Name,
        group: &FieldGroup<'a>,
    ) -> Result<(), Forbidden> {
        let start = self.out.len();
        let written = match (value, ty) {
            (Value::Null, _) => Err(Forbidden),
            (Value::Array(items), Type::List(item) | Type::NonNullList(item)) => {
                self.list(above, items, item, object_type, group)
            }
            (_, Type::List(_) | Type::NonNullList(_)) => {
                self.misfit("is not a list", object_type, group);
                Err(Forbidden)
            }
            (value, Type::Named(_) | Type::NonNullNamed(_)) => {
                self.named(above, value, object_type, group)
            }
        };
        if written.is_ok() {
            return Ok(());
        }
        self.cut(start);
        if ty.is_non_null() {
            self.explain_null(object_type, group);
            return Err(Forbidden);
        }
        if matches!(value, Value::Object(_) | Value::Array(_)) {
            let here = self.here();
            self.nulled.push(here);
        }
        self.out.extend_from_slice(b"null");
        Ok(())
    }

    fn list(
        &mut self,
        above: Node<'a>,
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
            self.steps.push(Step::Index(index));
            let written = self.value(above, value, item, object_type, group);
            self.steps.pop();
            written?;
        }
        self.out.push(b']');
        Ok(())
    }

    fn named(
        &mut self,
        above: Node<'a>,
        value: &'a Value,
        object_type: &Name,
        group: &FieldGroup<'a>,
    ) -> Result<(), Forbidden> {
        match (group.kind, value) {
            (FieldKind::Enum(definition), value) => {
                let text = value.as_str().unwrap_or_default();
                if definition.values.contains_key(text) {
                    write_text(self.out, text);
                    return Ok(());
                }
                self.misfit("is not a value of its enum", object_type, group);
                Err(Forbidden)
            }
            (FieldKind::Scalar(scalar), value) => {
                if !fits_scalar(scalar, value) {
                    self.misfit("does not fit its scalar", object_type, group);
                    return Err(Forbidden);
                }
                write(self.out, value);
                Ok(())
            }
            (FieldKind::Object(named), Value::Object(fields)) => {
                let groups = self.collector.collect_of(group, named);
                self.object(above.below(fields), named, &groups)
            }
            (FieldKind::Abstract(named), Value::Object(fields)) => {
                let node = above.below(fields);
                let Some(concrete) = concrete_type(self.input.supergraph, node, named) else {
                    self.misfit("is of no known type", object_type, group);
                    return Err(Forbidden);
                };
                let groups = self.collector.collect(&group.selections, concrete);
                self.object(node, concrete, &groups)
            }
            _ => {
                self.misfit("is not an object", object_type, group);
                Err(Forbidden)
            }
        }
    }

    /// The path of what is being written.
    fn here(&self) -> ResponsePath {
        let steps = self.steps.iter().map(|step| match step {
            Step::Key(key) => PathSegment::Key(Text::from(*key)),
            Step::Index(index) => PathSegment::Index(*index),
        });
        self.place.iter().cloned().chain(steps).collect()
    }

    fn misfit(&mut self, what: &str, object_type: &Name, group: &FieldGroup<'_>) {
        let message = format!("the value of `{object_type}.{}` {what}", group.field.name);
        let entry = ErrorEntry::new("RESPONSE_TYPE_MISMATCH", message, self.here());
        self.new_errors.push(entry);
    }

    fn explain_null(&mut self, object_type: &Name, group: &FieldGroup<'_>) {
        let here = self.here();
        if self.is_explained(&here) {
            return;
        }
        let message =
            format!("no value for the non-null field `{object_type}.{}`", group.field.name);
        self.new_errors.push(ErrorEntry::new("NON_NULL_FIELD_MISSING", message, here));
    }

    /// Whether an error stands at this place, at one above it, or at one below it.
    fn is_explained(&self, here: &ResponsePath) -> bool {
        let related = |path: &ResponsePath| {
            path.starts_with(here) || !path.is_empty() && here.starts_with(path)
        };
        self.problems.errors.iter().any(|entry| related(&entry.path))
            || self.new_errors.iter().any(|entry| related(&entry.path))
            || (1..=here.len()).any(|end| self.problems.explained.contains(&here[..end]))
    }
}

/// The type of an object below an abstract one: what it says it is, if clients may see that type
/// here. From a subgraph that knows the interface as an object type it is the interface, where
/// nothing that was asked depends on more.
fn concrete_type<'a>(
    supergraph: &'a Supergraph,
    node: Node<'_>,
    named: &'a Name,
) -> Option<&'a Name> {
    let typename = node.text(TYPENAME)?;
    if typename == named.as_str() && supergraph.is_interface_object(named) {
        return Some(named);
    }
    let types = &supergraph.api_schema.types;
    let (name, _) = types.get_key_value(typename).filter(|(_, ty)| ty.is_object())?;
    supergraph.is_possible_type(named, name).then_some(name)
}

fn fits_scalar(scalar: Scalar, value: &Value) -> bool {
    match scalar {
        Scalar::Int => value.as_i64().is_some_and(|number| i32::try_from(number).is_ok()),
        Scalar::Float => value.is_number(),
        Scalar::Boolean => value.is_boolean(),
        Scalar::String => value.is_string(),
        Scalar::Id => value.is_string() || value.is_integer(),
        Scalar::Custom => true,
    }
}

fn write_client_value(out: &mut Vec<u8>, value: &ClientValue) {
    // A value of our own schema: neither maps nor numbers can fail.
    if serde_json::to_writer(&mut *out, value).is_err() {
        out.extend_from_slice(b"null");
    }
}
