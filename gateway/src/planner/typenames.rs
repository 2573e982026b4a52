//! Asks for `__typename` wherever a fetch selects fields of an interface or a union.
//!
//! The planning crate asks for it only where the client does or a later fetch depends on it. The
//! projection always needs it: which fragments apply, and whether clients may see the type at all.

use apollo_compiler::{
    Name, Schema,
    executable::{ExecutableDocument, Field, Selection, SelectionSet},
    validation::Valid,
};

use super::{document::DocumentError, plan::TYPENAME};

/// The document with `__typename` added; the very text where nothing is missing.
pub(super) fn with_typenames(schema: &Valid<Schema>, text: &str) -> Result<String, DocumentError> {
    let mut document = ExecutableDocument::parse(schema, text, "fetch.graphql")
        .map_err(|invalid| DocumentError { reason: invalid.errors.to_string() })?;
    let mut added = false;
    if let Some(operation) = &mut document.operations.anonymous {
        added |= add_below(schema, &mut operation.make_mut().selection_set);
    }
    for fragment in document.fragments.values_mut() {
        added |= add_below(schema, &mut fragment.make_mut().selection_set);
    }
    Ok(if added { document.serialize().no_indent().to_string() } else { text.to_owned() })
}

/// Whether anything was added below `set`.
fn add_below(schema: &Schema, set: &mut SelectionSet) -> bool {
    let mut added = false;
    for selection in &mut set.selections {
        match selection {
            Selection::Field(field) if field.selection_set.is_empty() => {}
            Selection::Field(field) => {
                let field = field.make_mut();
                // What an entity is, the place it is fetched for knows already.
                if field.name != "_entities" && is_missing(schema, &field.selection_set) {
                    let name = Name::new_static_unchecked(TYPENAME);
                    let definition = schema.type_field(&field.selection_set.ty, &name);
                    let definition = definition.expect("every composite type has __typename");
                    let typename = Field::new(name, definition.node.clone());
                    field.selection_set.selections.insert(0, Selection::from(typename));
                    added = true;
                }
                added |= add_below(schema, &mut field.selection_set);
            }
            Selection::InlineFragment(fragment) => {
                added |= add_below(schema, &mut fragment.make_mut().selection_set);
            }
            Selection::FragmentSpread(_) => {}
        }
    }
    added
}

fn is_missing(schema: &Schema, set: &SelectionSet) -> bool {
    let is_abstract = schema
        .types
        .get(&set.ty)
        .is_some_and(|definition| definition.is_interface() || definition.is_union());
    is_abstract
        && !set.selections.iter().any(|selection| {
            selection.as_field().is_some_and(|field| {
                field.name == TYPENAME && field.alias.is_none() && field.directives.is_empty()
            })
        })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_abstract_types_that_lack_it_are_asked() {
        let schema = Schema::parse_and_validate(
            "type Query { a: A b: B u: U } interface A { x: Int b: B } type B implements A { x: Int b: B } union U = B",
            "schema.graphql",
        )
        .expect("a schema");
        for (text, expected) in [
            ("{a{x}}", "{ a { __typename x } }"),
            ("{a{__typename x}}", "{a{__typename x}}"),
            ("{b{x b{x}}}", "{b{x b{x}}}"),
            ("{a{kind:__typename}}", "{ a { __typename kind: __typename } }"),
            ("{u{...on B{b{x}}}}", "{ u { __typename ... on B { b { x } } } }"),
            (
                "{u{__typename ...f}} fragment f on A{b{x} ...on A{x}}",
                "{u{__typename ...f}} fragment f on A{b{x} ...on A{x}}",
            ),
        ] {
            assert_eq!(with_typenames(&schema, text).expect("a document"), expected, "{text}");
        }
    }
}
