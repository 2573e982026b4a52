//! Settles a response that has errors: nulls where the specification wants them.
//! Spec: GraphQL October 2021, §6.4.4 "Handling Field Errors".
//!
//! Resolvers already made nullable fields null. What is left is an error of a non-null field, which
//! nulls the nearest nullable place above it, and the items of `_entities` that do not exist.
//! A response without either is not touched, nor its query parsed again.

use std::collections::HashSet;

use async_graphql::{
    Name, PathSegment, Response, Value,
    parser::{
        parse_query,
        types::{
            BaseType, DocumentOperations, ExecutableDocument, Field, OperationType, Selection,
            SelectionSet, Type,
        },
    },
};

use super::ContractSchema;

/// How the executor words that a non-null field has no value. The cause has an entry of its own.
const NON_NULL_MESSAGE: &str = "internal: non-null types require a return value";

/// Puts nulls where errors and absent entities want them.
pub(crate) fn settle_errors(
    schema: &ContractSchema,
    response: &mut Response,
    absent: HashSet<(String, usize)>,
    query: &str,
    operation_name: Option<&str>,
) {
    if response.errors.is_empty() && absent.is_empty() {
        return;
    }
    drop_entities(response, &absent);
    if response.errors.is_empty() {
        return;
    }
    if let Ok(document) = parse_query(query)
        && let Some(root) = root_selection(&document, operation_name)
    {
        let types = PathTypes { schema, document: &document };
        for error in response.errors.iter().filter(|error| !error.path.is_empty()) {
            let nullable = types.nullable_prefix(root, &error.path);
            set_null(&mut response.data, &error.path[..nullable]);
        }
    }
    drop_echoes(response);
}

/// Nulls the entities that do not exist, and forgets what went wrong in resolving their fields.
fn drop_entities(response: &mut Response, absent: &HashSet<(String, usize)>) {
    for (field, index) in absent {
        let place = [PathSegment::Field(field.clone()), PathSegment::Index(*index)];
        set_null(&mut response.data, &place);
    }
    response.errors.retain(|error| match error.path.as_slice() {
        [PathSegment::Field(field), PathSegment::Index(index), _, ..] => {
            !absent.contains(&(field.clone(), *index))
        }
        _ => true,
    });
}

/// Drops an error that only repeats that a field with an error of its own has no value.
fn drop_echoes(response: &mut Response) {
    let is_echo = |message: &str| message == NON_NULL_MESSAGE;
    let causes = response.errors.iter().filter(|error| !is_echo(&error.message));
    let causes: Vec<Vec<PathSegment>> = causes.map(|error| error.path.clone()).collect();
    response.errors.retain(|error| !is_echo(&error.message) || !causes.contains(&error.path));
}

/// The root type of the operation, and what it selects.
pub(super) fn root_selection<'d>(
    document: &'d ExecutableDocument,
    operation_name: Option<&str>,
) -> Option<(&'static str, &'d SelectionSet)> {
    let operation = match (&document.operations, operation_name) {
        (DocumentOperations::Single(operation), _) => operation,
        (DocumentOperations::Multiple(operations), Some(name)) => operations.get(name)?,
        (DocumentOperations::Multiple(operations), None) => operations.values().next()?,
    };
    let root = match operation.node.ty {
        OperationType::Query => "Query",
        OperationType::Mutation => "Mutation",
        OperationType::Subscription => "Subscription",
    };
    Some((root, &operation.node.selection_set.node))
}

/// Finds the types along a response path.
struct PathTypes<'d> {
    schema: &'d ContractSchema,
    document: &'d ExecutableDocument,
}

impl<'d> PathTypes<'d> {
    /// Length of the longest prefix of the path, itself included, that may be null; 0 is the whole
    /// of `data`.
    fn nullable_prefix(
        &self,
        (root_type, root): (&str, &'d SelectionSet),
        path: &[PathSegment],
    ) -> usize {
        let mut longest = 0;
        let mut selections = vec![(root_type.to_owned(), root)];
        let mut at: Option<Type> = None;
        for (index, segment) in path.iter().enumerate() {
            let next = match segment {
                PathSegment::Field(key) => {
                    let found = self.fields_of(&selections, key);
                    let Some((_, ty)) = found.first() else { break };
                    let ty = ty.clone();
                    let object = named(&ty).to_owned();
                    let below = found.iter().map(|(field, _)| &field.selection_set.node);
                    selections = below.map(|below| (object.clone(), below)).collect();
                    ty
                }
                PathSegment::Index(_) => match at.take().map(|ty| ty.base) {
                    Some(BaseType::List(item)) => *item,
                    _ => break,
                },
            };
            if next.nullable {
                longest = index + 1;
            }
            at = Some(next);
        }
        longest
    }

    /// The fields with a response key, and their type. Which type a fragment on an entity was for
    /// does not matter: fields with one response key have types of one shape.
    fn fields_of(
        &self,
        selections: &[(String, &'d SelectionSet)],
        key: &str,
    ) -> Vec<(&'d Field, Type)> {
        let mut found = Vec::new();
        let mut open = selections.to_vec();
        while let Some((object, selection)) = open.pop() {
            for item in &selection.items {
                match &item.node {
                    Selection::Field(field) => {
                        if field.node.response_key().node == key
                            && let Some(ty) = self.type_of(&object, &field.node.name.node)
                        {
                            found.push((&field.node, ty));
                        }
                    }
                    Selection::InlineFragment(fragment) => {
                        let condition = fragment.node.type_condition.as_ref();
                        let object = condition
                            .map_or_else(|| object.clone(), |it| it.node.on.node.to_string());
                        open.push((object, &fragment.node.selection_set.node));
                    }
                    Selection::FragmentSpread(spread) => {
                        let fragment = self.document.fragments.get(&spread.node.fragment_name.node);
                        if let Some(fragment) = fragment {
                            let object = fragment.node.type_condition.node.on.node.to_string();
                            open.push((object, &fragment.node.selection_set.node));
                        }
                    }
                }
            }
        }
        found
    }

    fn type_of(&self, object: &str, field: &Name) -> Option<Type> {
        match (object, field.as_str()) {
            ("Query", "_entities") => Type::new("[_Entity]!"),
            ("Query", "_service") => Type::new("_Service!"),
            _ => self.schema.field_types.get(object)?.get(field.as_str()).cloned(),
        }
    }
}

fn named(ty: &Type) -> &str {
    match &ty.base {
        BaseType::Named(name) => name,
        BaseType::List(item) => named(item),
    }
}

/// Makes the value at a path null. A place above it that is null already stays so.
fn set_null(data: &mut Value, path: &[PathSegment]) {
    let mut value = data;
    for (index, segment) in path.iter().enumerate() {
        let is_last = index + 1 == path.len();
        value = match (value, segment) {
            (Value::Object(fields), PathSegment::Field(key)) => {
                if is_last {
                    fields.insert(Name::new(key), Value::Null);
                    return;
                }
                match fields.get_mut(key.as_str()) {
                    Some(value) => value,
                    None => return,
                }
            }
            (Value::List(items), PathSegment::Index(at)) => match items.get_mut(*at) {
                Some(value) => value,
                None => return,
            },
            _ => return,
        };
    }
    *value = Value::Null;
}
