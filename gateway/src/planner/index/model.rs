//! What the index holds, and the questions it answers.

use std::{collections::BTreeSet, sync::Arc};

use apollo_compiler::{
    Name, Node,
    ast::{FieldDefinition, Type},
};
use indexmap::IndexMap;

use crate::{
    planner::selection::{NodeId, SelectionNode},
    supergraph::SubgraphId,
};

/// Index of a composite type in [`Index::types`].
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub(crate) struct TypeId(pub(crate) u32);

/// Index of a field in its type's [`TypeEntry::fields`].
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub(crate) struct FieldIndex(pub(crate) u32);

/// A supergraph, indexed. Types are the composite ones: objects, interfaces and unions.
#[derive(Debug)]
pub(crate) struct Index {
    /// In order of the supergraph.
    pub(crate) types: IndexMap<Name, TypeEntry>,
    /// The root of queries, which every subgraph that has it can be asked for without a key.
    pub(crate) query: Option<TypeId>,
    /// How many subgraphs there are.
    pub(crate) graphs: usize,
    /// Selections of keys, `@requires`, `@provides` and contexts; the first nodes of every plan.
    pub(crate) nodes: Vec<Arc<SelectionNode>>,
    /// Labels of `@override(label:)`, in order.
    pub(crate) override_labels: BTreeSet<String>,
    /// Object types that set each context, by its name.
    pub(crate) contexts: IndexMap<String, Vec<TypeId>>,
}

/// What kind of composite type.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum TypeKind {
    /// `type`.
    Object,
    /// `interface`.
    Interface,
    /// `union`.
    Union,
}

/// A composite type.
#[derive(Debug)]
pub(crate) struct TypeEntry {
    /// Its name.
    pub(crate) name: Name,
    /// Its kind.
    pub(crate) kind: TypeKind,
    /// Its fields.
    pub(crate) fields: IndexMap<Name, FieldEntry>,
    /// Object types that its values may be; itself for an object.
    pub(crate) possible: Vec<TypeId>,
    /// Interfaces it implements, in order.
    pub(crate) interfaces: Vec<TypeId>,
    /// What each subgraph knows of it.
    pub(crate) graphs: Vec<Option<TypeInGraph>>,
}

/// A type as one subgraph has it.
#[derive(Debug, Default)]
pub(crate) struct TypeInGraph {
    /// Its keys.
    pub(crate) keys: Vec<Key>,
    /// Whether the subgraph has objects of an interface without knowing what they are.
    pub(crate) is_interface_object: bool,
    /// Whether it is written as an extension there.
    pub(crate) is_extension: bool,
    /// Object types that a value of it may be there, in order.
    pub(crate) possible: Vec<TypeId>,
}

/// One `@key`.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Key {
    /// Its fields.
    pub(crate) node: NodeId,
    /// Whether the subgraph resolves the entity by it.
    pub(crate) is_resolvable: bool,
}

/// A field.
#[derive(Debug)]
pub(crate) struct FieldEntry {
    /// Its definition in the supergraph.
    pub(crate) definition: Node<FieldDefinition>,
    /// Its composite type; `None` for a leaf.
    pub(crate) composite: Option<TypeId>,
    /// What each subgraph knows of it.
    pub(crate) graphs: Vec<Option<FieldInGraph>>,
}

/// A field as one subgraph has it.
#[derive(Debug, Clone, Default)]
pub(crate) struct FieldInGraph {
    /// `@external`, or overridden and only used by other directives: not the subgraph's to resolve.
    pub(crate) is_external: bool,
    /// Whether it is part of a key there, and so at hand wherever a reference is. `@external` on it
    /// counts for nothing in an extension, where Federation 1 wanted it.
    pub(crate) is_key: bool,
    /// `@requires`.
    pub(crate) requires: Option<NodeId>,
    /// `@provides`, and what the keys of the parent say of nested fields.
    pub(crate) provides: Option<NodeId>,
    /// Its type there, where it differs from the supergraph's.
    pub(crate) ty: Option<Type>,
    /// With this label active, this subgraph resolves it; else it does not.
    pub(crate) with_label: Option<String>,
    /// With this label active, another subgraph resolves it instead.
    pub(crate) without_label: Option<String>,
    /// `@fromContext`.
    pub(crate) contexts: Vec<ContextArgument>,
}

/// An argument that `@fromContext` fills.
#[derive(Debug, Clone)]
pub(crate) struct ContextArgument {
    /// Name of the argument.
    pub(crate) argument: Name,
    /// Its type.
    pub(crate) ty: String,
    /// The value, for each type that sets the context and has it.
    pub(crate) selections: Vec<(TypeId, NodeId)>,
}

impl Index {
    /// The type.
    pub(crate) fn ty(&self, id: TypeId) -> &TypeEntry {
        &self.types[id.0 as usize]
    }

    /// The composite type of this name.
    pub(crate) fn type_id(&self, name: &str) -> Option<TypeId> {
        self.types.get_index_of(name).map(|index| TypeId(index as u32))
    }

    /// The field.
    pub(crate) fn field(&self, ty: TypeId, field: FieldIndex) -> &FieldEntry {
        &self.ty(ty).fields[field.0 as usize]
    }

    /// The field of this name.
    pub(crate) fn field_index(&self, ty: TypeId, name: &str) -> Option<FieldIndex> {
        self.ty(ty).fields.get_index_of(name).map(|index| FieldIndex(index as u32))
    }

    /// What `graph` knows of the type.
    pub(crate) fn in_graph(&self, ty: TypeId, graph: SubgraphId) -> Option<&TypeInGraph> {
        self.ty(ty).graphs.get(graph.0)?.as_ref()
    }

    /// What `graph` knows of the field.
    pub(crate) fn field_in_graph(
        &self,
        ty: TypeId,
        field: FieldIndex,
        graph: SubgraphId,
    ) -> Option<&FieldInGraph> {
        self.field(ty, field).graphs.get(graph.0)?.as_ref()
    }

    /// Whether values of the type are of other types.
    pub(crate) fn is_abstract(&self, ty: TypeId) -> bool {
        self.ty(ty).kind != TypeKind::Object
    }

    /// Whether `graph` has the type as an interface object.
    pub(crate) fn is_interface_object(&self, ty: TypeId, graph: SubgraphId) -> bool {
        self.in_graph(ty, graph).is_some_and(|entry| entry.is_interface_object)
    }

    /// Whether an object of `object` is also one of `ty`.
    pub(crate) fn includes(&self, ty: TypeId, object: TypeId) -> bool {
        ty == object || self.ty(ty).possible.contains(&object)
    }

    /// All subgraphs.
    pub(crate) fn graph_ids(&self) -> impl Iterator<Item = SubgraphId> + use<> {
        (0..self.graphs).map(SubgraphId)
    }
}

impl FieldInGraph {
    /// Whether the subgraph answers the field of itself, given which labels are active.
    pub(crate) fn is_resolvable(&self, active_labels: &BTreeSet<String>) -> bool {
        if self.is_external && !self.is_key {
            return false;
        }
        let holds = self.with_label.as_ref().is_none_or(|label| active_labels.contains(label));
        let taken = self.without_label.as_ref().is_some_and(|label| active_labels.contains(label));
        holds && !taken
    }
}
