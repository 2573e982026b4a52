//! Parses and validates one document and readies it for planning.

use apollo_compiler::{
    Name, Node, Schema,
    executable::{ExecutableDocument, Operation, Selection, SelectionSet},
    parser::Parser,
    request,
    response::JsonMap,
    validation::Valid,
};

use super::{OperationError, defer_directive::without_defer, limits::check_limits};
use crate::config::LimitsConfig;

/// An operation that is valid against the API schema. Cached by its text.
#[derive(Debug)]
pub struct PreparedOperation {
    /// The document, as the client wrote it.
    pub document: Valid<ExecutableDocument>,
    /// The operation to run.
    pub operation: Node<Operation>,
    /// Text of the same operation for the planner: without introspection fields, the root's
    /// `__typename`, `@coverage` and `@defer`. `None` when nothing is left to fetch.
    pub plannable: Option<String>,
    /// The same with `@defer`, where the operation has any.
    pub plannable_deferring: Option<String>,
    /// Whether it asks for `__schema` or `__type`.
    pub has_introspection: bool,
}

/// # Errors
/// [`OperationError`] if the text does not parse, is not valid, names no operation or is too large.
pub fn prepare_operation(
    api_schema: &Valid<Schema>,
    text: &str,
    operation_name: Option<&str>,
    limits: &LimitsConfig,
) -> Result<PreparedOperation, OperationError> {
    let ast = Parser::new()
        .token_limit(limits.max_tokens.get())
        .parse_ast(text, "operation.graphql")
        .map_err(|invalid| match OperationError::from_diagnostics(&invalid.errors) {
            OperationError::Validation { errors } => OperationError::Parse { errors },
            other => other,
        })?;
    let document = ast
        .to_executable_validate(api_schema)
        .map_err(|invalid| OperationError::from_diagnostics(&invalid.errors))?;
    let operation = document
        .operations
        .get(operation_name)
        .map_err(|error| OperationError::UnknownOperation { message: error.message().to_string() })?
        .clone();
    check_limits(limits, &document, &operation)?;
    let (with_defer, has_introspection) = plannable_document(&document, &operation);
    let mut plannable = with_defer.clone();
    let has_defer = plannable.as_mut().is_some_and(without_defer);
    Ok(PreparedOperation {
        plannable: plannable.as_ref().map(text_of),
        plannable_deferring: with_defer.filter(|_| has_defer).as_ref().map(text_of),
        document,
        operation,
        has_introspection,
    })
}

/// Coerces the client's values to the types that the operation declares.
///
/// # Errors
/// [`OperationError::Variables`] if a value is missing or does not fit.
pub fn coerce_variables(
    api_schema: &Valid<Schema>,
    operation: &Operation,
    values: &JsonMap,
) -> Result<Valid<JsonMap>, OperationError> {
    request::coerce_variable_values(api_schema, operation, values)
        .map_err(|error| OperationError::Variables { message: error.message().to_string() })
}

fn text_of(document: &ExecutableDocument) -> String {
    document.serialize().no_indent().to_string()
}

fn plannable_document(
    document: &ExecutableDocument,
    operation: &Operation,
) -> (Option<ExecutableDocument>, bool) {
    let mut has_introspection = false;
    let selections = root_selections(document, &operation.selection_set, &mut has_introspection);
    if selections.is_empty() {
        return (None, has_introspection);
    }
    let mut operation = operation.clone();
    operation.directives.0.clear();
    operation.selection_set.selections = selections;
    let mut plannable = ExecutableDocument::new();
    plannable.fragments = document.fragments.clone();
    keep_used_fragments(&mut plannable, &operation.selection_set);
    plannable.operations.insert(operation);
    (Some(plannable), has_introspection)
}

/// The root's selections with fragments at the root inlined, and without what the gateway answers.
fn root_selections(
    document: &ExecutableDocument,
    set: &SelectionSet,
    has_introspection: &mut bool,
) -> Vec<Selection> {
    let mut kept = Vec::new();
    for selection in &set.selections {
        match selection {
            Selection::Field(field) => match field.name.as_str() {
                "__schema" | "__type" => *has_introspection = true,
                "__typename" => {}
                _ => kept.push(selection.clone()),
            },
            Selection::InlineFragment(fragment) => {
                let inner = root_selections(document, &fragment.selection_set, has_introspection);
                if !inner.is_empty() {
                    let mut fragment = fragment.as_ref().clone();
                    fragment.selection_set.selections = inner;
                    kept.push(Selection::InlineFragment(fragment.into()));
                }
            }
            Selection::FragmentSpread(spread) => {
                let Some(definition) = document.fragments.get(&spread.fragment_name) else {
                    continue;
                };
                let inner = root_selections(document, &definition.selection_set, has_introspection);
                if !inner.is_empty() {
                    let mut fragment =
                        set.new_inline_fragment(Some(definition.type_condition().clone()));
                    fragment.directives = spread.directives.clone();
                    fragment.selection_set.selections = inner;
                    kept.push(Selection::InlineFragment(fragment.into()));
                }
            }
        }
    }
    kept
}

fn keep_used_fragments(document: &mut ExecutableDocument, set: &SelectionSet) {
    let mut used = apollo_compiler::collections::IndexSet::default();
    collect_fragments(document, set, &mut used);
    document.fragments.retain(|name, _| used.contains(name));
}

fn collect_fragments(
    document: &ExecutableDocument,
    set: &SelectionSet,
    used: &mut apollo_compiler::collections::IndexSet<Name>,
) {
    for selection in &set.selections {
        match selection {
            Selection::Field(field) => collect_fragments(document, &field.selection_set, used),
            Selection::InlineFragment(fragment) => {
                collect_fragments(document, &fragment.selection_set, used);
            }
            Selection::FragmentSpread(spread) => {
                if used.insert(spread.fragment_name.clone())
                    && let Some(fragment) = document.fragments.get(&spread.fragment_name)
                {
                    collect_fragments(document, &fragment.selection_set, used);
                }
            }
        }
    }
}
