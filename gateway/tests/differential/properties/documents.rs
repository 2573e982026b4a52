//! A fetch asks its subgraph only for fields that it resolves there: not for external ones, unless
//! a field above provides them, and not for those that another subgraph overrides.

use apollo_compiler::executable::{Field, Selection, SelectionSet};

use super::{Fetch, Flaw};
use crate::world::Model;

pub(super) fn asks_only_what_is_resolved(model: &Model, fetch: &Fetch<'_>) -> Result<(), Flaw> {
    below(model, fetch, &fetch.operation.selection_set, &[])
}

fn below(
    model: &Model,
    fetch: &Fetch<'_>,
    set: &SelectionSet,
    provided: &[String],
) -> Result<(), Flaw> {
    for selection in &set.selections {
        match selection {
            Selection::Field(field) => {
                let provides = one(model, fetch, set.ty.as_str(), field, provided)?;
                below(model, fetch, &field.selection_set, &provides)?;
            }
            Selection::InlineFragment(fragment) => {
                below(model, fetch, &fragment.selection_set, provided)?;
            }
            Selection::FragmentSpread(spread) => {
                if let Some(fragment) = fetch.document.fragments.get(&spread.fragment_name) {
                    below(model, fetch, &fragment.selection_set, provided)?;
                }
            }
        }
    }
    Ok(())
}

/// What the field provides.
fn one(
    model: &Model,
    fetch: &Fetch<'_>,
    type_name: &str,
    field: &Field,
    provided: &[String],
) -> Result<Vec<String>, Flaw> {
    let presence = model.presences.get(&(type_name.to_owned(), fetch.subgraph));
    let name = field.name.as_str();
    let Some(field_use) = presence.and_then(|presence| presence.fields.get(name)) else {
        // Of an interface, which promises only what its members resolve; or `__typename`.
        return Ok(Vec::new());
    };
    let flaw = |kind| {
        Err(Flaw::new(kind, format!("`{type_name}.{name}` in {}", fetch.node.document.text)))
    };
    if field_use.is_stale {
        return flaw("an overridden field is asked for in its old home");
    }
    if field_use.is_external && !provided.iter().any(|known| known == name) {
        return flaw("an external field is asked for where nothing provides it");
    }
    let provides = field_use.provides.as_deref().unwrap_or_default();
    Ok(provides.split_whitespace().map(str::to_owned).collect())
}
