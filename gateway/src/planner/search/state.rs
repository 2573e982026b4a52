//! Places: an object, as one subgraph has it.

use crate::{
    planner::{index::TypeId, selection::NodeId},
    supergraph::SubgraphId,
};

/// Where an object is at hand.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub(crate) struct State {
    /// The subgraph; `None` at the root of the operation, which every subgraph has.
    pub(crate) graph: Option<SubgraphId>,
    /// What the field that led here provides beyond what the subgraph resolves.
    pub(crate) provides: Option<NodeId>,
    /// Whether the record may live on another site than the one that named it.
    pub(crate) reference: Reference,
    /// Which object types it may be, where several subgraphs share the field that led here and do
    /// not know the same ones: they answer alike, so it is of a type that all of them know.
    pub(crate) among: Option<TypeSetId>,
}

/// Number of a set of types in a search.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub(crate) struct TypeSetId(pub(super) u32);

/// How an object of a contract was come by.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub(crate) enum Reference {
    /// As the root of a fetch: the sites that were asked own it. Or the subgraph has one address.
    Owned,
    /// By a field with `@local`: a routed record is on the site that named it.
    Local,
    /// By another field: only its key is at hand.
    Crossing,
}

/// Where one may go: a subgraph, and what the object is there.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub(crate) struct Target {
    /// The subgraph.
    pub(crate) graph: SubgraphId,
    /// The object's own type, or an interface of it that is an interface object there.
    pub(crate) ty: TypeId,
}

impl State {
    /// The root of the operation.
    pub(crate) const ROOT: Self =
        Self { graph: None, provides: None, reference: Reference::Owned, among: None };

    /// An object that was asked for by its key.
    pub(crate) fn entered(graph: SubgraphId) -> Self {
        Self { graph: Some(graph), provides: None, reference: Reference::Owned, among: None }
    }
}
