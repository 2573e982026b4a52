//! Limits on the shape of an operation, checked before it is planned.

use apollo_compiler::{
    Name,
    collections::HashMap,
    executable::{ExecutableDocument, Operation, Selection, SelectionSet},
};

use super::OperationError;
use crate::config::LimitsConfig;

/// What one selection set amounts to with its fragments expanded.
#[derive(Debug, Clone, Copy, Default)]
struct Size {
    depth: usize,
    aliases: usize,
    fields: usize,
}

/// # Errors
/// [`OperationError::TooLarge`] if `operation` exceeds one of `limits`.
pub(super) fn check_limits(
    limits: &LimitsConfig,
    document: &ExecutableDocument,
    operation: &Operation,
) -> Result<(), OperationError> {
    let size = measure(document, &operation.selection_set, &mut HashMap::default());
    let root_fields = operation.root_fields(document).count();
    for (what, found, limit) in [
        ("levels of fields", size.depth, limits.max_depth.get()),
        ("fields", size.fields, limits.max_fields.get()),
        ("aliases", size.aliases, limits.max_aliases),
        ("root fields", root_fields, limits.max_root_fields.get()),
    ] {
        if found > limit {
            return Err(OperationError::TooLarge { what, found, limit });
        }
    }
    Ok(())
}

/// Each fragment is measured once, so a fragment bomb costs no more than its text.
fn measure(
    document: &ExecutableDocument,
    selections: &SelectionSet,
    fragments: &mut HashMap<Name, Size>,
) -> Size {
    let mut total = Size::default();
    for selection in &selections.selections {
        let (part, own) = match selection {
            Selection::Field(field) => (
                measure(document, &field.selection_set, fragments),
                Size { depth: 1, aliases: usize::from(field.alias.is_some()), fields: 1 },
            ),
            Selection::InlineFragment(fragment) => {
                (measure(document, &fragment.selection_set, fragments), Size::default())
            }
            Selection::FragmentSpread(spread) => {
                (measure_fragment(document, &spread.fragment_name, fragments), Size::default())
            }
        };
        total.depth = total.depth.max(part.depth.saturating_add(own.depth));
        total.aliases = total.aliases.saturating_add(part.aliases).saturating_add(own.aliases);
        total.fields = total.fields.saturating_add(part.fields).saturating_add(own.fields);
    }
    total
}

fn measure_fragment(
    document: &ExecutableDocument,
    name: &Name,
    fragments: &mut HashMap<Name, Size>,
) -> Size {
    if let Some(size) = fragments.get(name) {
        return *size;
    }
    // Validation refused cycles; the entry also guards against one.
    fragments.insert(name.clone(), Size::default());
    let size = document
        .fragments
        .get(name)
        .map(|fragment| measure(document, &fragment.selection_set, fragments))
        .unwrap_or_default();
    fragments.insert(name.clone(), size);
    size
}

#[cfg(test)]
mod tests {
    use apollo_compiler::Schema;

    use super::*;

    #[test]
    fn a_fragment_bomb_is_measured_and_refused() {
        let schema = Schema::parse_and_validate("type Query { a: Query b: Int }", "schema.graphql")
            .expect("the schema is valid");
        let mut text = String::from("query { ...F0 }\n");
        for level in 0..40 {
            let next = level + 1;
            text.push_str(&format!(
                "fragment F{level} on Query {{ ...F{next} x: a {{ ...F{next} }} }}\n"
            ));
        }
        text.push_str("fragment F40 on Query { b }\n");
        let document = ExecutableDocument::parse(&schema, text, "bomb.graphql").expect("it parses");
        let operation = document.operations.get(None).expect("one operation");
        let deep = std::num::NonZeroUsize::new(100).expect("not zero");
        let limits = LimitsConfig { max_depth: deep, ..LimitsConfig::default() };
        let error = check_limits(&limits, &document, operation).expect_err("too large");
        assert_eq!(error.code(), "OPERATION_TOO_LARGE");
    }
}
