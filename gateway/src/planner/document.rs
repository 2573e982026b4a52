//! Fetch documents as typed selections: read, changed and written again.

use apollo_compiler::{
    Name, Node, Schema,
    ast::{OperationType, Value},
    collections::IndexSet,
    executable::{
        ExecutableDocument, Field, InlineFragment, Operation, Selection, SelectionSet,
        VariableDefinition,
    },
    validation::Valid,
};

/// A document that cannot be read against the supergraph: a bug of the planner, never a client's.
#[derive(Debug, thiserror::Error)]
#[error("a fetch document does not fit the supergraph: {reason}")]
pub(super) struct DocumentError {
    pub(super) reason: String,
}

/// Reads the one operation of a fetch document, with its fragments written out in place.
pub(super) fn read_fetch_document(
    schema: &Valid<Schema>,
    text: &str,
) -> Result<Operation, DocumentError> {
    let document = ExecutableDocument::parse(schema, text, "fetch.graphql")
        .map_err(|invalid| DocumentError { reason: invalid.errors.to_string() })?;
    let operation = document
        .operations
        .get(None)
        .map_err(|error| DocumentError { reason: error.message().to_string() })?;
    let mut operation = operation.as_ref().clone();
    operation.selection_set.selections = inline_fragments(&document, &operation.selection_set);
    Ok(operation)
}

fn inline_fragments(document: &ExecutableDocument, set: &SelectionSet) -> Vec<Selection> {
    set.selections
        .iter()
        .filter_map(|selection| match selection {
            Selection::Field(field) => {
                let mut field = field.as_ref().clone();
                field.selection_set.selections = inline_fragments(document, &field.selection_set);
                Some(Selection::from(field))
            }
            Selection::InlineFragment(fragment) => {
                let mut fragment = fragment.as_ref().clone();
                fragment.selection_set.selections =
                    inline_fragments(document, &fragment.selection_set);
                Some(Selection::from(fragment))
            }
            Selection::FragmentSpread(spread) => {
                let definition = document.fragments.get(&spread.fragment_name)?;
                let mut fragment =
                    InlineFragment::with_type_condition(definition.type_condition().clone());
                fragment.directives = spread.directives.clone();
                fragment.selection_set.selections =
                    inline_fragments(document, &definition.selection_set);
                Some(Selection::from(fragment))
            }
        })
        .collect()
}

/// Writes an operation of these root selections on one line.
pub(super) fn write_document(
    kind: OperationType,
    root_type: &Name,
    variables: Vec<Node<VariableDefinition>>,
    selections: Vec<Selection>,
) -> String {
    let mut selection_set = SelectionSet::new(root_type.clone());
    selection_set.selections = selections;
    let operation = Operation {
        operation_type: kind,
        name: None,
        variables,
        directives: Default::default(),
        selection_set,
    };
    let mut document = ExecutableDocument::new();
    document.operations.insert(operation);
    document.serialize().no_indent().to_string()
}

/// Names of the variables that the selections use, in order of first use.
pub(super) fn used_variables(selections: &[Selection]) -> IndexSet<Name> {
    let mut used = IndexSet::default();
    collect_variables(selections, &mut used);
    used
}

fn collect_variables(selections: &[Selection], used: &mut IndexSet<Name>) {
    for selection in selections {
        for directive in selection.directives().iter() {
            for argument in &directive.arguments {
                collect_value_variables(&argument.value, used);
            }
        }
        match selection {
            Selection::Field(field) => {
                for argument in &field.arguments {
                    collect_value_variables(&argument.value, used);
                }
                collect_variables(&field.selection_set.selections, used);
            }
            Selection::InlineFragment(fragment) => {
                collect_variables(&fragment.selection_set.selections, used);
            }
            Selection::FragmentSpread(_) => {}
        }
    }
}

fn collect_value_variables(value: &Value, used: &mut IndexSet<Name>) {
    match value {
        Value::Variable(name) => {
            used.insert(name.clone());
        }
        Value::List(items) => {
            for item in items {
                collect_value_variables(item, used);
            }
        }
        Value::Object(fields) => {
            for (_, field) in fields {
                collect_value_variables(field, used);
            }
        }
        _ => {}
    }
}

/// Whether the field is selected whatever the variables are.
pub(super) fn is_unconditional(field: &Field) -> bool {
    !field.directives.has("skip") && !field.directives.has("include")
}
