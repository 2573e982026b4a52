//! Every representation has a key that its subgraph resolves the type by, its `__typename`, and all
//! that the fields asked for require.

use apollo_compiler::executable::{Selection, SelectionSet};
use qianzhan_gateway::planner::plan::{
    EntityTarget, FetchTarget, RequiredField, RequiredType, TYPENAME,
};

use super::{Fetch, Flaw};
use crate::world::{Model, Program, Required};

pub(super) fn have_their_keys(model: &Model, fetch: &Fetch<'_>) -> Result<(), Flaw> {
    let FetchTarget::Entities(targets) = &fetch.node.target else { return Ok(()) };
    for target in targets {
        let selections = fetch.operation.selection_set.selections.iter();
        let entities = selections
            .filter_map(Selection::as_field)
            .find(|field| field.response_key() == target.response_key.as_str())
            .ok_or_else(|| {
                let key = &target.response_key;
                Flaw::new("no `_entities` field for a target", format!("`{key}`"))
            })?;
        for selection in &entities.selection_set.selections {
            if let Some(fragment) = selection.as_inline_fragment() {
                let type_name = fragment.selection_set.ty.as_str();
                of_type(model, fetch, target, type_name, &fragment.selection_set)?;
            }
        }
    }
    Ok(())
}

fn of_type(
    model: &Model,
    fetch: &Fetch<'_>,
    target: &EntityTarget,
    type_name: &str,
    set: &SelectionSet,
) -> Result<(), Flaw> {
    let missing = |what: &str| {
        let text = format!("`{type_name}`: {what} in {:?}", target.requires);
        Err(Flaw::new("a representation lacks what it needs", text))
    };
    let presence = model.presences.get(&(type_name.to_owned(), fetch.subgraph));
    let keys: Vec<Vec<Required>> = match (presence, model.abstracts.get(type_name)) {
        (Some(presence), _) => presence
            .keys
            .iter()
            .filter(|key| key.is_resolvable)
            .map(|key| key_fields(&key.fields))
            .collect(),
        // The home of an interface with a key.
        (None, Some(definition)) if definition.interface_object.is_some() => {
            vec![key_fields("id")]
        }
        _ => return missing("the subgraph has no such entity"),
    };
    let required: Vec<&RequiredType> = target
        .requires
        .iter()
        .filter(|required| may_become(model, &required.type_name, type_name))
        .collect();
    if required.is_empty() {
        return missing("no representation");
    }
    for required in required {
        if !covers(&required.fields, &[Required::leaf(TYPENAME)]) {
            return missing("no `__typename`");
        }
        if !keys.iter().any(|key| covers(&required.fields, key)) {
            return missing("no resolvable key");
        }
        for field in set.selections.iter().filter_map(Selection::as_field) {
            let has_requires = presence
                .and_then(|presence| presence.fields.get(field.name.as_str()))
                .is_some_and(|field_use| field_use.has_requires);
            let definition = model.field(type_name, field.name.as_str());
            if let (true, Some(Program::Requires(needed))) =
                (has_requires, definition.and_then(|field| field.program.as_ref()))
                && !covers(&required.fields, needed)
            {
                return missing(&format!("not what `{}` requires", field.name));
            }
        }
    }
    Ok(())
}

/// Whether representations of `from` are asked for as `to`: the same type, or an interface and one
/// of its members.
fn may_become(model: &Model, from: &str, to: &str) -> bool {
    let is_member = |of: &str, member: &str| {
        model.abstracts.get(of).is_some_and(|definition| definition.members.contains(member))
    };
    from == to || is_member(from, to) || is_member(to, from)
}

fn covers(have: &[RequiredField], need: &[Required]) -> bool {
    need.iter().all(|needed| {
        let mut found = false;
        let mut stack: Vec<&RequiredField> = have.iter().collect();
        while let Some(field) = stack.pop() {
            match field {
                RequiredField::Field { name, fields, .. } => {
                    found |= **name == *needed.name && covers(fields, &needed.fields);
                }
                RequiredField::OnType(on_type) => stack.extend(&on_type.fields),
            }
        }
        found
    })
}

/// `id site { zone }` as a tree.
fn key_fields(text: &str) -> Vec<Required> {
    let mut open: Vec<Vec<Required>> = vec![Vec::new()];
    for word in text.split_whitespace() {
        match word {
            "{" => open.push(Vec::new()),
            "}" => {
                let fields = open.pop().expect("braces are balanced");
                let outer = open.last_mut().and_then(|outer| outer.last_mut());
                outer.expect("a brace follows a field").fields = fields;
            }
            name => open.last_mut().expect("the outermost stays open").push(Required::leaf(name)),
        }
    }
    open.pop().expect("the outermost stays open")
}
