//! `@defer` in a document: which of the client's variables decide whether a part comes later.

use apollo_compiler::{
    Name,
    ast::{DirectiveList, Value},
    collections::IndexSet,
    executable::{ExecutableDocument, Operation, Selection, SelectionSet},
};

/// Name of the directive.
pub(crate) const DEFER_DIRECTIVE: &str = "defer";

/// Variables of `@defer(if:)` in the operation and in the document's fragments.
pub(super) fn defer_variables(document: &ExecutableDocument, operation: &Operation) -> Vec<Name> {
    let mut variables = IndexSet::default();
    collect(&operation.selection_set, &mut variables);
    for fragment in document.fragments.values() {
        collect(&fragment.selection_set, &mut variables);
    }
    variables.into_iter().collect()
}

fn collect(set: &SelectionSet, variables: &mut IndexSet<Name>) {
    for selection in &set.selections {
        variables.extend(condition(selection.directives()));
        match selection {
            Selection::Field(field) => collect(&field.selection_set, variables),
            Selection::InlineFragment(fragment) => collect(&fragment.selection_set, variables),
            Selection::FragmentSpread(_) => {}
        }
    }
}

fn condition(directives: &DirectiveList) -> Option<Name> {
    let directive = directives.get(DEFER_DIRECTIVE)?;
    match directive.specified_argument_by_name("if")?.as_ref() {
        Value::Variable(name) => Some(name.clone()),
        _ => None,
    }
}
