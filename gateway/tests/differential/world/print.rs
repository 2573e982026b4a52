//! Prints a model: the unsplit schema, and each subgraph's schema.

use std::{
    collections::{BTreeMap, BTreeSet},
    fmt::Write as _,
};

use super::model::{
    Field, FieldSetText, FieldUse, Key, Model, Presence, Program, SUBGRAPHS, SubgraphNo,
};

/// The schema as one server would have it: what clients of the gateway should see.
pub(crate) fn unsplit_schema(model: &Model) -> String {
    let mut text = enums(model);
    for (name, definition) in &model.abstracts {
        let mut members = BTreeSet::new();
        let mut fields = BTreeMap::new();
        for subgraph in 0..model.subgraphs {
            if model.abstracts_in(subgraph).contains(name.as_str()) {
                members.extend(model.members_in(name, subgraph));
                for field in model.interface_fields_in(name, subgraph) {
                    fields.insert(field.clone(), &definition.fields[&field]);
                }
            }
            if model.is_interface_object(name, subgraph) {
                fields.extend(resolved_fields(model, name, subgraph));
            }
        }
        if definition.is_union && !members.is_empty() {
            let members: Vec<String> = members.into_iter().collect();
            let _ = writeln!(text, "union {name} = {}", members.join(" | "));
        } else if !definition.is_union && !fields.is_empty() {
            let _ = writeln!(text, "interface {name} {{");
            fields.iter().for_each(|(field, definition)| plain_field(&mut text, field, definition));
            text.push_str("}\n");
        }
    }
    for name in model.objects.keys() {
        let mut interfaces = BTreeSet::new();
        let mut fields = BTreeMap::new();
        for subgraph in 0..model.subgraphs {
            if model.presences.contains_key(&(name.clone(), subgraph)) {
                interfaces.extend(interfaces_of(model, name, subgraph));
                fields.extend(resolved_fields(model, name, subgraph));
            }
        }
        for interface in &interfaces {
            for subgraph in 0..model.subgraphs {
                if model.is_interface_object(interface, subgraph) {
                    fields.extend(resolved_fields(model, interface, subgraph));
                }
            }
        }
        if fields.is_empty() {
            continue;
        }
        let _ = writeln!(text, "type {name}{} {{", implements(&interfaces));
        fields.iter().for_each(|(field, definition)| plain_field(&mut text, field, definition));
        text.push_str("}\n");
    }
    text
}

/// The schema of one subgraph, with federation directives.
pub(crate) fn subgraph_schema(model: &Model, subgraph: SubgraphNo) -> String {
    let mut text = enums(model);
    for name in model.abstracts_in(subgraph) {
        let definition = &model.abstracts[name];
        if definition.is_union {
            let members = model.members_in(name, subgraph);
            let _ = writeln!(text, "union {name} = {}", members.join(" | "));
        } else {
            let is_home =
                definition.interface_object.as_ref().is_some_and(|entity| entity.home == subgraph);
            let key = if is_home { " @key(fields: \"id\")" } else { "" };
            let _ = writeln!(text, "interface {name}{key} {{");
            for field in model.interface_fields_in(name, subgraph) {
                plain_field(&mut text, &field, &definition.fields[&field]);
            }
            text.push_str("}\n");
        }
    }
    for ((name, at), presence) in &model.presences {
        if *at == subgraph {
            object(&mut text, model, name, subgraph, presence);
        }
    }
    text
}

fn object(text: &mut String, model: &Model, name: &str, subgraph: SubgraphNo, presence: &Presence) {
    let interfaces = interfaces_of(model, name, subgraph);
    let keys: String = presence.keys.iter().map(key_directive).collect();
    let interface_object =
        if model.is_interface_object(name, subgraph) { " @interfaceObject" } else { "" };
    let _ = writeln!(text, "type {name}{}{keys}{interface_object} {{", implements(&interfaces));
    for (field, field_use) in &presence.fields {
        let Some(definition) = model.field(name, field) else { continue };
        let directives = directives(model, name, field, definition, field_use, presence);
        let _ = writeln!(text, "  {}{directives}", signature(field, definition));
    }
    text.push_str("}\n");
}

fn key_directive(key: &Key) -> String {
    let resolvable = if key.is_resolvable { "" } else { ", resolvable: false" };
    format!(" @key(fields: \"{}\"{resolvable})", key.fields)
}

fn directives(
    model: &Model,
    type_name: &str,
    field: &str,
    definition: &Field,
    field_use: &FieldUse,
    presence: &Presence,
) -> String {
    let mut text = String::new();
    let is_key = presence.keys.iter().any(|key| {
        let outer = key.fields.split('{').next().unwrap_or_default();
        outer.split_whitespace().any(|name| name == field)
    });
    if field_use.is_external {
        text.push_str(" @external");
    } else if !is_key && !field_use.is_stale && model.resolvers(type_name, field).len() > 1 {
        text.push_str(" @shareable");
    }
    if let Some(from) = field_use.overrides {
        let _ = write!(text, " @override(from: \"{}\")", SUBGRAPHS[from]);
    }
    if let (true, Some(Program::Requires(required))) = (field_use.has_requires, &definition.program)
    {
        // Texts of arguments stand in quotes of their own.
        let fields = FieldSetText(required).to_string().replace('"', "\\\"");
        let _ = write!(text, " @requires(fields: \"{fields}\")");
    }
    if let Some(provides) = &field_use.provides {
        let _ = write!(text, " @provides(fields: \"{provides}\")");
    }
    text
}

fn enums(model: &Model) -> String {
    model
        .enums
        .iter()
        .map(|(name, values)| format!("enum {name} {{ {} }}\n", values.join(" ")))
        .collect()
}

/// Interfaces that the object implements in this subgraph.
fn interfaces_of(model: &Model, object: &str, subgraph: SubgraphNo) -> BTreeSet<String> {
    model
        .abstracts_in(subgraph)
        .into_iter()
        .filter(|name| !model.abstracts[*name].is_union)
        .filter(|name| model.members_in(name, subgraph).iter().any(|member| member == object))
        .map(str::to_owned)
        .collect()
}

fn resolved_fields<'m>(
    model: &'m Model,
    type_name: &str,
    subgraph: SubgraphNo,
) -> BTreeMap<String, &'m Field> {
    let presence = model.presences.get(&(type_name.to_owned(), subgraph));
    presence
        .into_iter()
        .flat_map(|presence| &presence.fields)
        .filter(|(_, field_use)| field_use.is_resolved())
        .filter_map(|(field, _)| Some((field.clone(), model.field(type_name, field)?)))
        .collect()
}

fn implements(interfaces: &BTreeSet<String>) -> String {
    if interfaces.is_empty() {
        return String::new();
    }
    let names: Vec<&str> = interfaces.iter().map(String::as_str).collect();
    format!(" implements {}", names.join(" & "))
}

fn plain_field(text: &mut String, name: &str, definition: &Field) {
    let _ = writeln!(text, "  {}", signature(name, definition));
}

fn signature(name: &str, definition: &Field) -> String {
    if definition.arguments.is_empty() {
        return format!("{name}: {}", definition.ty);
    }
    let arguments: Vec<String> = definition.arguments.iter().map(ToString::to_string).collect();
    format!("{name}({}): {}", arguments.join(", "), definition.ty)
}
