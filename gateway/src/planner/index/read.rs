//! Reads the index out of a supergraph: first the types, then their keys and fields.
//! Spec: join v0.1 (Federation 1: `join__owner`) to v0.5 (`contextArguments`).

use std::{collections::BTreeSet, sync::Arc};

use apollo_compiler::{
    Name,
    ast::{Directive, DirectiveList, OperationType, Value},
    collections::HashMap,
    schema::{Component, ExtendedType},
};
use indexmap::IndexMap;

use super::{
    field_set::FieldSets,
    model::{FieldEntry, Index, Key, TypeEntry, TypeId, TypeInGraph, TypeKind},
    read_fields::read_fields,
};
use crate::{
    planner::selection::NodeId,
    supergraph::{SubgraphId, Supergraph},
};

/// Why a supergraph cannot be indexed: where, and what is wrong there.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{coordinate}: {reason}")]
pub(crate) struct IndexError {
    /// A type, `Type.field`, or a directive on one of them.
    pub(crate) coordinate: String,
    /// What is wrong.
    pub(crate) reason: String,
}

impl IndexError {
    pub(super) fn new(coordinate: impl Into<String>, reason: impl Into<String>) -> Self {
        Self { coordinate: coordinate.into(), reason: reason.into() }
    }
}

/// What reading needs to look up.
pub(super) struct Reader<'a> {
    pub(super) supergraph: &'a Supergraph,
    /// Values of `join__Graph`, in order: a value's place is its [`SubgraphId`].
    pub(super) graph_names: Vec<Name>,
    /// Whether `join__type` and `join__field` mean what they do since join v0.2.
    pub(super) is_federation_2: bool,
}

impl Index {
    /// Indexes `supergraph`.
    ///
    /// # Errors
    /// [`IndexError`] for the first directive that says what cannot be.
    pub(in crate::planner) fn read(supergraph: &Supergraph) -> Result<Self, IndexError> {
        let reader = Reader::new(supergraph);
        let mut index = Index {
            types: reader.types(),
            query: None,
            graphs: supergraph.subgraphs.len(),
            nodes: Vec::new(),
            override_labels: BTreeSet::new(),
            contexts: IndexMap::new(),
        };
        let query = supergraph.schema.root_operation(OperationType::Query);
        index.query = query.and_then(|name| index.type_id(name));
        reader.connect(&mut index)?;
        read_fields(&reader, &mut index)?;
        reader.read_keys(&mut index)?;
        Ok(index)
    }
}

impl<'a> Reader<'a> {
    fn new(supergraph: &'a Supergraph) -> Self {
        let schema = &supergraph.schema;
        let graphs = schema.get_enum("join__Graph").or_else(|| schema.get_enum("core__Graph"));
        let graph_names =
            graphs.map(|graphs| graphs.values.keys().cloned().collect()).unwrap_or_default();
        Self { supergraph, graph_names, is_federation_2: !is_join_v0_1(supergraph) }
    }

    pub(super) fn graph(
        &self,
        directive: &Directive,
        coordinate: &str,
    ) -> Result<Option<SubgraphId>, IndexError> {
        let Some(value) = directive.specified_argument_by_name("graph") else { return Ok(None) };
        let name = value.as_enum().ok_or_else(|| {
            IndexError::new(coordinate, format!("`graph` of @{} is no enum value", directive.name))
        })?;
        self.graph_names
            .iter()
            .position(|known| known == name)
            .map(|at| Some(SubgraphId(at)))
            .ok_or_else(|| {
                IndexError::new(
                    coordinate,
                    format!("@{} names the unknown subgraph {name}", directive.name),
                )
            })
    }

    /// All composite types, without what refers to other types.
    fn types(&self) -> IndexMap<Name, TypeEntry> {
        let composite = self.supergraph.schema.types.iter().filter_map(|(name, definition)| {
            let kind = match definition {
                ExtendedType::Object(_) => TypeKind::Object,
                ExtendedType::Interface(_) => TypeKind::Interface,
                ExtendedType::Union(_) => TypeKind::Union,
                _ => return None,
            };
            (!name.starts_with("__")).then(|| {
                let entry = TypeEntry {
                    name: name.clone(),
                    kind,
                    fields: IndexMap::new(),
                    possible: Vec::new(),
                    interfaces: Vec::new(),
                    graphs: Vec::new(),
                };
                (name.clone(), entry)
            })
        });
        composite.collect()
    }

    /// Possible types, interfaces, fields' types, and which subgraphs have the type.
    fn connect(&self, index: &mut Index) -> Result<(), IndexError> {
        let schema = &self.supergraph.schema;
        for at in 0..index.types.len() {
            let id = TypeId(at as u32);
            let name = index.types[at].name.clone();
            let Some(definition) = schema.types.get(&name) else { continue };
            let possible = self
                .supergraph
                .possible_types(&name)
                .into_iter()
                .flat_map(|types| types.iter())
                .filter_map(|possible| index.type_id(possible))
                .collect();
            let (interfaces, fields): (Vec<TypeId>, Vec<_>) = match definition {
                ExtendedType::Object(object) => (
                    ids(index, object.implements_interfaces.iter().map(|name| &name.name)),
                    object.fields.values().collect(),
                ),
                ExtendedType::Interface(interface) => (
                    ids(index, interface.implements_interfaces.iter().map(|name| &name.name)),
                    interface.fields.values().collect(),
                ),
                _ => (Vec::new(), Vec::new()),
            };
            let fields = fields
                .into_iter()
                .map(|field| {
                    let composite = index.type_id(field.ty.inner_named_type());
                    let definition = field.node.clone();
                    (field.name.clone(), FieldEntry { definition, composite, graphs: Vec::new() })
                })
                .collect();
            let graphs = self.type_graphs(&name, definition, index.graphs)?;
            let entry = &mut index.types[at];
            (entry.possible, entry.interfaces, entry.fields) = (possible, interfaces, fields);
            entry.graphs = graphs;
            debug_assert_eq!(index.type_id(&name), Some(id));
        }
        self.possible_in_graphs(index)
    }

    /// Which subgraphs have the type; the keys come later.
    fn type_graphs(
        &self,
        name: &Name,
        definition: &ExtendedType,
        graphs: usize,
    ) -> Result<Vec<Option<TypeInGraph>>, IndexError> {
        let mut found: Vec<Option<TypeInGraph>> = (0..graphs).map(|_| None).collect();
        let mut is_joined = false;
        for directive in all(definition.directives(), "join__type")
            .chain(all(definition.directives(), "join__owner"))
        {
            let Some(graph) = self.graph(directive, name)? else { continue };
            is_joined = true;
            let entry = found[graph.0].get_or_insert_with(TypeInGraph::default);
            entry.is_extension |= flag(directive, "extension").unwrap_or(false);
            entry.is_interface_object |= flag(directive, "isInterfaceObject").unwrap_or(false);
        }
        // Federation 1 says nothing of value types: every subgraph may have them.
        if !is_joined && !self.is_federation_2 {
            found.iter_mut().for_each(|entry| *entry = Some(TypeInGraph::default()));
        }
        Ok(found)
    }

    fn possible_in_graphs(&self, index: &mut Index) -> Result<(), IndexError> {
        let mut implementers: HashMap<(TypeId, SubgraphId), Vec<TypeId>> = HashMap::default();
        let schema = &self.supergraph.schema;
        for at in 0..index.types.len() {
            let id = TypeId(at as u32);
            let name = &index.types[at].name;
            let Some(definition) = schema.types.get(name) else { continue };
            match index.types[at].kind {
                TypeKind::Object => {
                    for graph in index.graph_ids() {
                        implementers.entry((id, graph)).or_default().push(id);
                    }
                    for (interface, graph) in self.implemented(index, id, definition)? {
                        implementers.entry((interface, graph)).or_default().push(id);
                    }
                }
                TypeKind::Union => {
                    for (member, graph) in self.members(index, id, definition)? {
                        implementers.entry((id, graph)).or_default().push(member);
                    }
                }
                TypeKind::Interface => {}
            }
        }
        for at in 0..index.types.len() {
            for graph in index.graph_ids() {
                let mut possible =
                    implementers.remove(&(TypeId(at as u32), graph)).unwrap_or_default();
                possible.retain(|object| index.in_graph(*object, graph).is_some());
                possible.sort_unstable();
                possible.dedup();
                if let Some(entry) = &mut index.types[at].graphs[graph.0] {
                    entry.possible = possible;
                }
            }
        }
        Ok(())
    }

    /// Interfaces that an object implements, and where.
    fn implemented(
        &self,
        index: &Index,
        object: TypeId,
        definition: &ExtendedType,
    ) -> Result<Vec<(TypeId, SubgraphId)>, IndexError> {
        let name = &index.ty(object).name;
        let mut found = Vec::new();
        let mut is_joined = false;
        for directive in all(definition.directives(), "join__implements") {
            is_joined = true;
            let Some(graph) = self.graph(directive, name)? else { continue };
            let interface = text(directive, "interface").unwrap_or_default();
            let id = index.type_id(&interface).ok_or_else(|| {
                IndexError::new(
                    name.as_str(),
                    format!("it implements the unknown interface {interface}"),
                )
            })?;
            found.push((id, graph));
        }
        if !is_joined {
            for interface in &index.ty(object).interfaces {
                found.extend(index.graph_ids().map(|graph| (*interface, graph)));
            }
        }
        Ok(found)
    }

    /// Members of a union, and where.
    fn members(
        &self,
        index: &Index,
        union: TypeId,
        definition: &ExtendedType,
    ) -> Result<Vec<(TypeId, SubgraphId)>, IndexError> {
        let name = &index.ty(union).name;
        let mut found = Vec::new();
        let mut is_joined = false;
        for directive in all(definition.directives(), "join__unionMember") {
            is_joined = true;
            let Some(graph) = self.graph(directive, name)? else { continue };
            let member = text(directive, "member").unwrap_or_default();
            let id = index.type_id(&member).ok_or_else(|| {
                IndexError::new(name.as_str(), format!("it has the unknown member {member}"))
            })?;
            found.push((id, graph));
        }
        if !is_joined {
            for member in &index.ty(union).possible {
                found.extend(index.graph_ids().map(|graph| (*member, graph)));
            }
        }
        Ok(found)
    }

    fn read_keys(&self, index: &mut Index) -> Result<(), IndexError> {
        let schema = &self.supergraph.schema;
        let mut sets = FieldSets::new(schema);
        for at in 0..index.types.len() {
            let id = TypeId(at as u32);
            let name = index.types[at].name.clone();
            let Some(definition) = schema.types.get(&name) else { continue };
            for directive in all(definition.directives(), "join__type") {
                let Some(key) = text(directive, "key") else { continue };
                let Some(graph) = self.graph(directive, &name)? else { continue };
                let node = sets.parse(index, id, &key, &format!("{name} @key"))?;
                let is_resolvable = flag(directive, "resolvable").unwrap_or(true);
                if let Some(entry) = &mut index.types[at].graphs[graph.0] {
                    entry.keys.push(Key { node, is_resolvable });
                }
                mark_key(index, id, graph, node);
            }
        }
        Ok(())
    }
}

/// The fields of a key are there to be read in its subgraph, and so are those below them.
fn mark_key(index: &mut Index, ty: TypeId, graph: SubgraphId, node: NodeId) {
    let node = Arc::clone(&index.nodes[node.0 as usize]);
    let is_extension = index.in_graph(ty, graph).is_some_and(|entry| entry.is_extension);
    for item in node.fields() {
        let Some(field) = item.field else { continue };
        let entry = &mut index.types[ty.0 as usize].fields[field.0 as usize];
        let in_graph = entry.graphs[graph.0].get_or_insert_with(Default::default);
        in_graph.is_key |= !in_graph.is_external || is_extension;
        if let Some(nested) = item.node {
            let known = in_graph.provides;
            let both = known.map_or(nested, |known| join_nodes(index, known, nested));
            let entry = &mut index.types[ty.0 as usize].fields[field.0 as usize];
            if let Some(in_graph) = &mut entry.graphs[graph.0] {
                in_graph.provides = Some(both);
            }
        }
    }
}

fn join_nodes(index: &mut Index, one: NodeId, other: NodeId) -> NodeId {
    let mut joined = index.nodes[one.0 as usize].as_ref().clone();
    joined.items.extend(index.nodes[other.0 as usize].items.iter().cloned());
    index.nodes.push(Arc::new(joined));
    NodeId(index.nodes.len() as u32 - 1)
}

fn ids<'a>(index: &Index, names: impl Iterator<Item = &'a Name>) -> Vec<TypeId> {
    names.filter_map(|name| index.type_id(name)).collect()
}

/// Join v0.1 has an owner for each entity; later versions name every subgraph of every type.
fn is_join_v0_1(supergraph: &Supergraph) -> bool {
    let directives = &supergraph.schema.directive_definitions;
    directives.contains_key("join__owner")
        || directives
            .get("join__type")
            .is_none_or(|definition| definition.argument_by_name("extension").is_none())
}

pub(super) fn all<'a>(
    directives: &'a apollo_compiler::schema::DirectiveList,
    name: &'a str,
) -> impl Iterator<Item = &'a Component<Directive>> {
    directives.get_all(name)
}

pub(super) fn all_of_field<'a>(
    directives: &'a DirectiveList,
    name: &'a str,
) -> impl Iterator<Item = &'a apollo_compiler::Node<Directive>> {
    directives.get_all(name)
}

pub(super) fn text(directive: &Directive, argument: &str) -> Option<String> {
    match directive.specified_argument_by_name(argument)?.as_ref() {
        Value::String(text) => Some(text.clone()),
        _ => None,
    }
}

pub(super) fn flag(directive: &Directive, argument: &str) -> Option<bool> {
    directive.specified_argument_by_name(argument)?.to_bool()
}
