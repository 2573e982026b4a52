//! Makes a failing case smaller while it fails in the same way: first the operation, then the world.

use crate::{
    federated::Federated,
    world::{Kind, Model, Operation, Selected, SubgraphNo},
};

/// How often a smaller case is tried.
const TRIES: usize = 700;

/// A case, and how it fails.
pub(crate) struct Shrunk {
    pub(crate) world: Federated,
    pub(crate) operation: Operation,
    pub(crate) story: String,
}

/// The smallest case found. `story` tells how a case fails, and is `None` when it does not or fails
/// otherwise.
pub(crate) fn shrink(
    world: Federated,
    operation: Operation,
    story: &mut dyn FnMut(&Federated, &Operation) -> Option<String>,
) -> Option<Shrunk> {
    let first = story(&world, &operation)?;
    let mut best = Shrunk { world, operation, story: first };
    let mut tries = TRIES;
    while tries > 0
        && (shrink_operation(&mut best, story, &mut tries)
            | shrink_world(&mut best, story, &mut tries))
    {}
    Some(best)
}

/// Whether anything became smaller. Each change is tried once, where it stands.
fn shrink_operation(
    best: &mut Shrunk,
    story: &mut dyn FnMut(&Federated, &Operation) -> Option<String>,
    tries: &mut usize,
) -> bool {
    let (mut place, mut is_smaller) = (0, false);
    while let Some(operation) = smaller_operations(&best.operation).into_iter().nth(place)
        && *tries > 0
    {
        place += 1;
        if !best.world.is_valid(&operation) {
            continue;
        }
        *tries -= 1;
        if let Some(story) = story(&best.world, &operation) {
            best.operation = operation;
            best.story = story;
            (place, is_smaller) = (place - 1, true);
        }
    }
    is_smaller
}

/// The same for the world.
fn shrink_world(
    best: &mut Shrunk,
    story: &mut dyn FnMut(&Federated, &Operation) -> Option<String>,
    tries: &mut usize,
) -> bool {
    let (mut place, mut is_smaller) = (0, false);
    while let Some(change) = changes(&best.world.model).into_iter().nth(place)
        && *tries > 0
    {
        place += 1;
        *tries -= 1;
        let mut model = best.world.model.clone();
        change.apply(&mut model);
        let Ok(world) = Federated::new(model) else { continue };
        if !world.is_valid(&best.operation) {
            continue;
        }
        if let Some(story) = story(&world, &best.operation) {
            best.world = world;
            best.story = story;
            (place, is_smaller) = (place - 1, true);
        }
    }
    is_smaller
}

/// Each operation that is one change smaller; the greatest changes first.
fn smaller_operations(operation: &Operation) -> Vec<Operation> {
    let mut smaller: Vec<Operation> = smaller_selections(&operation.selections, operation)
        .into_iter()
        .map(|selections| Operation { selections, ..operation.clone() })
        .collect();
    for (place, fragment) in operation.fragments.iter().enumerate() {
        for selections in smaller_selections(&fragment.selections, operation) {
            let mut changed = operation.clone();
            changed.fragments[place].selections = selections;
            smaller.push(changed);
        }
    }
    smaller
}

fn smaller_selections(selections: &[Selected], operation: &Operation) -> Vec<Vec<Selected>> {
    let replaced = |place: usize, by: Vec<Selected>| {
        let mut changed = selections.to_vec();
        changed.splice(place..=place, by);
        changed
    };
    let mut smaller = Vec::new();
    for place in 0..selections.len() {
        if selections.len() > 1 {
            smaller.push(replaced(place, Vec::new()));
        }
    }
    for (place, selected) in selections.iter().enumerate() {
        match &selected.kind {
            Kind::Inline { .. } => smaller.push(replaced(place, selected.selections.clone())),
            Kind::Spread { fragment } => {
                let known = operation.fragments.iter().find(|known| known.name == *fragment);
                if let Some(known) = known {
                    let kind = Kind::Inline { on: Some(known.on.clone()) };
                    let selections = known.selections.clone();
                    let inline = Selected { kind, selections, ..selected.clone() };
                    smaller.push(replaced(place, vec![inline]));
                }
            }
            Kind::Field { alias, name, arguments } => {
                let plainer = |alias: Option<String>, arguments: Vec<(String, String)>| {
                    let kind = Kind::Field { alias, name: name.clone(), arguments };
                    replaced(place, vec![Selected { kind, ..selected.clone() }])
                };
                if alias.is_some() {
                    smaller.push(plainer(None, arguments.clone()));
                }
                if !arguments.is_empty() {
                    smaller.push(plainer(alias.clone(), Vec::new()));
                }
            }
        }
        if !selected.conditions.is_empty() {
            let unconditional = Selected { conditions: Vec::new(), ..selected.clone() };
            smaller.push(replaced(place, vec![unconditional]));
        }
        for inner in smaller_selections(&selected.selections, operation) {
            smaller.push(replaced(place, vec![Selected { selections: inner, ..selected.clone() }]));
        }
    }
    smaller
}

/// One thing that a world can do without. The world may then not compose.
enum Change {
    Subgraph(SubgraphNo),
    Type(String),
    Enum(String),
    Presence((String, SubgraphNo)),
    Field(String, String),
    Use((String, SubgraphNo), String),
    Provides((String, SubgraphNo), String),
    Key((String, SubgraphNo), usize),
}

/// All of them, the greatest first.
fn changes(model: &Model) -> Vec<Change> {
    let mut changes: Vec<Change> = (0..model.subgraphs)
        .filter(|subgraph| model.presences.keys().any(|(_, at)| at == subgraph))
        .map(Change::Subgraph)
        .collect();
    let types = model.objects.keys().chain(model.abstracts.keys());
    changes.extend(types.clone().cloned().map(Change::Type));
    changes.extend(model.enums.keys().cloned().map(Change::Enum));
    changes.extend(model.presences.keys().cloned().map(Change::Presence));
    for name in types {
        let of_object = model.objects.get(name).map(|object| &object.fields);
        let of_interface = model.abstracts.get(name).map(|interface| &interface.fields);
        for field in of_object.into_iter().chain(of_interface).flat_map(|fields| fields.keys()) {
            changes.push(Change::Field(name.clone(), field.clone()));
        }
    }
    for (place, presence) in &model.presences {
        for (field, field_use) in &presence.fields {
            changes.push(Change::Use(place.clone(), field.clone()));
            if field_use.provides.is_some() {
                changes.push(Change::Provides(place.clone(), field.clone()));
            }
        }
        if presence.keys.len() > 1 {
            changes.extend((0..presence.keys.len()).map(|key| Change::Key(place.clone(), key)));
        }
    }
    changes
}

impl Change {
    fn apply(&self, model: &mut Model) {
        match self {
            Self::Subgraph(subgraph) => model.presences.retain(|(_, at), _| at != subgraph),
            Self::Type(name) => {
                model.objects.remove(name);
                model.abstracts.remove(name);
                model.presences.retain(|(of, _), _| of != name);
                model.abstracts.values_mut().for_each(|definition| {
                    definition.members.remove(name);
                });
            }
            Self::Enum(name) => {
                model.enums.remove(name);
            }
            Self::Presence(place) => {
                model.presences.remove(place);
            }
            Self::Field(type_name, field) => {
                let definition = model.abstracts.get_mut(type_name);
                let members = definition.map(|definition| {
                    definition.fields.remove(field);
                    definition.members.clone()
                });
                remove_field(model, type_name, field);
                for member in members.into_iter().flatten() {
                    remove_field(model, &member, field);
                }
            }
            Self::Use(place, field) => {
                model.presences.entry(place.clone()).or_default().fields.remove(field);
            }
            Self::Provides(place, field) => {
                let presence = model.presences.entry(place.clone()).or_default();
                presence.fields.entry(field.clone()).or_default().provides = None;
            }
            Self::Key(place, key) => {
                model.presences.entry(place.clone()).or_default().keys.remove(*key);
            }
        }
    }
}

fn remove_field(model: &mut Model, type_name: &str, field: &str) {
    if let Some(object) = model.objects.get_mut(type_name) {
        object.fields.remove(field);
    }
    for ((of, _), presence) in &mut model.presences {
        if of == type_name {
            presence.fields.remove(field);
        }
    }
}
