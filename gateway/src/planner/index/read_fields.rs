//! Reads the fields of every type: who resolves them, and what they need or provide.

use apollo_compiler::{
    Name,
    ast::{Definition, Directive, Document, Type, Value},
    schema::ExtendedType,
};

use super::{
    field_set::FieldSets,
    model::{ContextArgument, FieldInGraph, FieldIndex, Index, TypeId},
    read::{IndexError, Reader, all, all_of_field, flag, text},
};
use crate::supergraph::SubgraphId;

pub(super) fn read_fields(reader: &Reader<'_>, index: &mut Index) -> Result<(), IndexError> {
    let schema = &reader.supergraph.schema;
    read_contexts(reader, index);
    let mut sets = FieldSets::new(schema);
    let mut labels = std::collections::BTreeSet::new();
    for at in 0..index.types.len() {
        let ty = TypeId(at as u32);
        let name = index.types[at].name.clone();
        let Some(definition) = schema.types.get(&name) else { continue };
        let fields: Vec<(Name, _)> = match definition {
            ExtendedType::Object(object) => {
                object.fields.iter().map(|(name, field)| (name.clone(), field.clone())).collect()
            }
            ExtendedType::Interface(interface) => {
                interface.fields.iter().map(|(name, field)| (name.clone(), field.clone())).collect()
            }
            _ => continue,
        };
        let owner = owner(reader, definition, &name)?;
        for (place, (field_name, field)) in fields.iter().enumerate() {
            let coordinate = format!("{name}.{field_name}");
            let mut graphs: Vec<Option<FieldInGraph>> = (0..index.graphs).map(|_| None).collect();
            let mut is_joined = false;
            for directive in all_of_field(&field.directives, "join__field") {
                is_joined = true;
                // Without a subgraph: resolved by way of an interface object only.
                let Some(graph) = reader.graph(directive, &coordinate)? else { continue };
                let read = FieldReader { index, sets: &mut sets, ty, coordinate: &coordinate };
                let entry = read.read(directive, &field.ty)?;
                labels.extend(entry.with_label.iter().chain(&entry.without_label).cloned());
                graphs[graph.0] = Some(entry);
            }
            if !is_joined {
                match owner {
                    Some(owner) => graphs[owner.0] = Some(FieldInGraph::default()),
                    None => fill_everywhere(index, ty, &mut graphs),
                }
            }
            let index_of = FieldIndex(place as u32);
            index.types[at].fields[index_of.0 as usize].graphs = graphs;
        }
    }
    index.override_labels = labels;
    Ok(())
}

/// Federation 1: fields that say nothing belong to the owner of their type.
fn owner(
    reader: &Reader<'_>,
    definition: &ExtendedType,
    name: &Name,
) -> Result<Option<SubgraphId>, IndexError> {
    match all(definition.directives(), "join__owner").next() {
        Some(directive) => reader.graph(directive, name),
        None => Ok(None),
    }
}

fn fill_everywhere(index: &Index, ty: TypeId, graphs: &mut [Option<FieldInGraph>]) {
    for (graph, entry) in graphs.iter_mut().enumerate() {
        if index.in_graph(ty, SubgraphId(graph)).is_some() {
            *entry = Some(FieldInGraph::default());
        }
    }
}

struct FieldReader<'a, 'b> {
    index: &'a mut Index,
    sets: &'a mut FieldSets<'b>,
    ty: TypeId,
    coordinate: &'a str,
}

impl FieldReader<'_, '_> {
    /// The field as the directive's subgraph has it.
    fn read(self, directive: &Directive, own_type: &Type) -> Result<FieldInGraph, IndexError> {
        let Self { index, sets, ty, coordinate } = self;
        let mut entry = FieldInGraph {
            is_external: flag(directive, "external").unwrap_or(false)
                || flag(directive, "usedOverridden").unwrap_or(false),
            ..FieldInGraph::default()
        };
        if let Some(requires) = text(directive, "requires") {
            let at = format!("{coordinate} @requires");
            entry.requires = Some(sets.parse(index, ty, &requires, &at)?);
        }
        let named = index.type_id(own_type.inner_named_type());
        if let (Some(provides), Some(named)) = (text(directive, "provides"), named) {
            let at = format!("{coordinate} @provides");
            entry.provides = Some(sets.parse(index, named, &provides, &at)?);
        }
        if let Some(in_graph) = text(directive, "type") {
            let parsed = type_of(&in_graph).ok_or_else(|| {
                IndexError::new(coordinate, format!("`{in_graph}` of join__field is no type"))
            })?;
            entry.ty = (&parsed != own_type).then_some(parsed);
        }
        // Composition writes the label at both: at the new one, which says whom it overrides, and at
        // the old.
        let label = text(directive, "overrideLabel");
        if text(directive, "override").is_some() {
            entry.with_label = label;
        } else {
            entry.without_label = label;
        }
        if let Some(arguments) = directive.specified_argument_by_name("contextArguments") {
            entry.contexts = context_arguments(index, sets, arguments, coordinate)?;
        }
        Ok(entry)
    }
}

/// The type that `text` is, as that of a field in a document: apollo-parser 0.8's parser of a type
/// alone panics where a text does not begin with one.
fn type_of(text: &str) -> Option<Type> {
    let document = Document::parse(format!("type T {{ f: {text} }}"), "type.graphql").ok()?;
    let [Definition::ObjectTypeDefinition(definition)] = document.definitions.as_slice() else {
        return None;
    };
    let [field] = definition.fields.as_slice() else { return None };
    field.directives.is_empty().then(|| field.ty.clone())
}

/// `@context(name:)` of every object type.
fn read_contexts(reader: &Reader<'_>, index: &mut Index) {
    for at in 0..index.types.len() {
        let name = &index.types[at].name;
        let Some(definition) = reader.supergraph.schema.types.get(name) else { continue };
        let names: Vec<String> =
            all(definition.directives(), "context").filter_map(|one| text(one, "name")).collect();
        for context in names {
            index.contexts.entry(context).or_default().push(TypeId(at as u32));
        }
    }
}

fn context_arguments(
    index: &mut Index,
    sets: &mut FieldSets<'_>,
    arguments: &Value,
    coordinate: &str,
) -> Result<Vec<ContextArgument>, IndexError> {
    let Value::List(items) = arguments else { return Ok(Vec::new()) };
    let mut found = Vec::with_capacity(items.len());
    for item in items {
        let read = |name: &str| match item.as_ref() {
            Value::Object(fields) => fields
                .iter()
                .find(|(key, _)| key == name)
                .and_then(|(_, value)| value.as_str().map(str::to_owned)),
            _ => None,
        };
        let wrong = |what: &str| {
            IndexError::new(coordinate, format!("contextArguments lacks a usable `{what}`"))
        };
        let context = read("context").ok_or_else(|| wrong("context"))?;
        let selection = read("selection").ok_or_else(|| wrong("selection"))?;
        let argument = read("name").and_then(|name| Name::new(&name).ok());
        let setters = index.contexts.get(&context).cloned().unwrap_or_default();
        let mut selections = Vec::new();
        for setter in setters {
            // The selection names fields of some of the types that set the context.
            if let Ok(node) = sets.parse(index, setter, without_braces(&selection), coordinate) {
                selections.push((setter, node));
            }
        }
        if selections.is_empty() {
            return Err(IndexError::new(
                coordinate,
                format!("no type that sets the context `{context}` has `{selection}`"),
            ));
        }
        found.push(ContextArgument {
            argument: argument.ok_or_else(|| wrong("name"))?,
            ty: read("type").ok_or_else(|| wrong("type"))?,
            selections,
        });
    }
    Ok(found)
}

/// A context's selection may stand in braces, or be fragments.
fn without_braces(selection: &str) -> &str {
    let text = selection.trim();
    text.strip_prefix('{').and_then(|text| text.strip_suffix('}')).unwrap_or(text).trim()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_no_type_is_refused() {
        for text in ["Int", "[Node!]!", " [[ID]] "] {
            assert_eq!(type_of(text).map(|ty| ty.to_string()).as_deref(), Some(text.trim()));
        }
        for text in
            ["", "!", "[", "$", "Int g: Int", "Int } type U { f: Int", "Int @deprecated", "#"]
        {
            assert_eq!(type_of(text), None, "{text}");
        }
    }
}
