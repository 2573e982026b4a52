//! Rows of a model: all of them for the reference, and what each subgraph has of them.

use serde_json::{Map, Value, json};

use super::model::{FieldUse, Model, Program, Required, SubgraphNo};

/// Schema, rows and programs, as `reference/server.js` reads them.
pub(crate) fn reference_world(model: &Model, schema: &str) -> Value {
    let mut programs = Map::new();
    for (type_name, object) in &model.objects {
        for (field, definition) in &object.fields {
            if let Some(program) = &definition.program {
                programs.insert(format!("{type_name}.{field}"), program_json(program));
            }
        }
    }
    json!({ "schema": schema, "rows": model.rows, "programs": programs })
}

fn program_json(program: &Program) -> Value {
    match program {
        Program::Arguments => json!({ "kind": "arguments" }),
        Program::Requires(required) => {
            json!({ "kind": "requires", "fields": required_json(required) })
        }
        Program::Pick => json!({ "kind": "pick" }),
        Program::Bump { table, row, field } => {
            json!({ "kind": "bump", "table": table, "row": row, "field": field })
        }
    }
}

fn required_json(fields: &[Required]) -> Value {
    fields
        .iter()
        .map(|required| {
            json!({
                "name": required.name,
                "arguments": required.arguments,
                "fields": required_json(&required.fields),
            })
        })
        .collect()
}

/// The rows of one subgraph: of each type, the fields that it answers for. An interface object has
/// the rows of all members. A field that another subgraph overrides has a wrong value.
pub(crate) fn subgraph_rows(model: &Model, subgraph: SubgraphNo) -> Value {
    let mut tables = Map::new();
    for ((name, at), presence) in &model.presences {
        if *at != subgraph {
            continue;
        }
        let members: Vec<&String> = match model.abstracts.get(name) {
            Some(interface) => interface.members.iter().collect(),
            None => vec![name],
        };
        let mut table = Map::new();
        for (row_name, row) in members.iter().filter_map(|name| model.rows.get(*name)).flatten() {
            let own: Map<String, Value> = presence
                .fields
                .iter()
                .filter_map(|(field, field_use)| {
                    let value = known(field_use, row.get(field)?)?;
                    let named = &model.field(name, field)?.ty.named;
                    Some((field.clone(), localized(model, subgraph, named, &value)))
                })
                .collect();
            if row_name.is_empty() {
                table = own;
            } else {
                table.insert(row_name.clone(), Value::Object(own));
            }
        }
        tables.insert(name.clone(), Value::Object(table));
    }
    Value::Object(tables)
}

fn known(field_use: &FieldUse, value: &Value) -> Option<Value> {
    if field_use.is_stale {
        return Some(stale(value));
    }
    (!field_use.is_external || field_use.is_provided).then(|| value.clone())
}

fn stale(value: &Value) -> Value {
    match value {
        Value::String(_) => json!("stale"),
        Value::Number(_) => json!(-1),
        Value::Bool(value) => json!(!value),
        other => other.clone(),
    }
}

/// The value with references to rows as this subgraph names them.
fn localized(model: &Model, subgraph: SubgraphNo, named: &str, value: &Value) -> Value {
    match value {
        Value::Array(items) => {
            items.iter().map(|item| localized(model, subgraph, named, item)).collect()
        }
        Value::String(reference) if model.is_interface_object(named, subgraph) => {
            let row = reference.split_once('/').map_or("", |(_, row)| row);
            json!(format!("{named}/{row}"))
        }
        Value::Object(fields) => {
            let type_name = fields.get("__typename").and_then(Value::as_str).unwrap_or(named);
            let local = fields.iter().map(|(name, value)| {
                let inner = model.field(type_name, name).map(|field| field.ty.named.as_str());
                (name.clone(), localized(model, subgraph, inner.unwrap_or_default(), value))
            });
            Value::Object(local.collect())
        }
        leaf => leaf.clone(),
    }
}
