//! `@defer` in a document: what a planner that does not defer should not see.

use apollo_compiler::{
    ast::DirectiveList,
    executable::{ExecutableDocument, Selection, SelectionSet},
};

/// Name of the directive.
pub(crate) const DEFER_DIRECTIVE: &str = "defer";

/// Takes `@defer` out of the document; whether there was any.
pub(super) fn without_defer(document: &mut ExecutableDocument) -> bool {
    let mut has_defer = false;
    for operation in document.operations.iter() {
        has_defer |= has_defer_below(&operation.selection_set);
    }
    has_defer |= document.fragments.values().any(|part| has_defer_below(&part.selection_set));
    if has_defer {
        for fragment in document.fragments.values_mut() {
            strip(&mut fragment.make_mut().selection_set);
        }
        if let Some(operation) = &mut document.operations.anonymous {
            strip(&mut operation.make_mut().selection_set);
        }
        for operation in document.operations.named.values_mut() {
            strip(&mut operation.make_mut().selection_set);
        }
    }
    has_defer
}

fn has_defer_below(set: &SelectionSet) -> bool {
    set.selections.iter().any(|selection| {
        selection.directives().has(DEFER_DIRECTIVE)
            || match selection {
                Selection::Field(field) => has_defer_below(&field.selection_set),
                Selection::InlineFragment(fragment) => has_defer_below(&fragment.selection_set),
                Selection::FragmentSpread(_) => false,
            }
    })
}

fn strip(set: &mut SelectionSet) {
    let strip_directives = |directives: &mut DirectiveList| {
        directives.0.retain(|directive| directive.name != DEFER_DIRECTIVE);
    };
    for selection in &mut set.selections {
        match selection {
            Selection::Field(field) => strip(&mut field.make_mut().selection_set),
            Selection::InlineFragment(fragment) => {
                let fragment = fragment.make_mut();
                strip_directives(&mut fragment.directives);
                strip(&mut fragment.selection_set);
            }
            Selection::FragmentSpread(spread) => {
                strip_directives(&mut spread.make_mut().directives)
            }
        }
    }
}
