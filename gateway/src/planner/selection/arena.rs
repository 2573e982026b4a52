//! Selection nodes and the arena that numbers them.

use std::sync::Arc;

use apollo_compiler::{Name, Node, ast::Argument};

use crate::planner::{
    index::{FieldIndex, TypeId},
    plan::TYPENAME,
};

/// Number of a node: those of the index come first, then those of the operation.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub(crate) struct NodeId(pub(crate) u32);

/// Number of a deferred fragment, in order of the document.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub(crate) struct DeferId(pub(crate) u32);

/// `@include(if: $variable)`, or `@skip` when `included_if` is false.
#[derive(Debug, Clone, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub(crate) struct Condition {
    /// The variable.
    pub(crate) variable: Name,
    /// What it must be.
    pub(crate) included_if: bool,
}

/// All must hold; sorted, each once.
pub(crate) type Conditions = Vec<Condition>;

/// Arguments sorted by name, each once.
pub(crate) type Arguments = Vec<Node<Argument>>;

/// A selection set on one type.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct SelectionNode {
    /// The type it is selected on.
    pub(crate) ty: TypeId,
    /// What is selected, in order of first mention.
    pub(crate) items: Vec<SelectionItem>,
}

/// One item of a selection set.
#[derive(Debug, Clone, PartialEq)]
pub(crate) enum SelectionItem {
    /// A field.
    Field(FieldItem),
    /// A fragment that may or may not apply.
    Fragment(FragmentItem),
}

/// A field.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct FieldItem {
    /// Its key in the response.
    pub(crate) key: Name,
    /// Its name.
    pub(crate) name: Name,
    /// Where it stands in its type; `None` for `__typename`.
    pub(crate) field: Option<FieldIndex>,
    /// Its arguments.
    pub(crate) arguments: Arguments,
    /// When it is selected.
    pub(crate) conditions: Conditions,
    /// The deferred fragment it comes with.
    pub(crate) defer: Option<DeferId>,
    /// Its selections; `None` for a leaf.
    pub(crate) node: Option<NodeId>,
}

/// A fragment.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct FragmentItem {
    /// For objects of this type.
    pub(crate) on: TypeId,
    /// When it is selected.
    pub(crate) conditions: Conditions,
    /// Whether it is deferred.
    pub(crate) defer: Option<DeferId>,
    /// What it selects.
    pub(crate) node: NodeId,
}

impl SelectionNode {
    /// Its fields, without those in fragments.
    pub(crate) fn fields(&self) -> impl Iterator<Item = &FieldItem> {
        self.items.iter().filter_map(|item| match item {
            SelectionItem::Field(field) => Some(field),
            SelectionItem::Fragment(_) => None,
        })
    }
}

impl FieldItem {
    /// `__typename`, without conditions.
    pub(crate) fn typename() -> Self {
        let name = Name::new_static_unchecked(TYPENAME);
        Self {
            key: name.clone(),
            name,
            field: None,
            arguments: Vec::new(),
            conditions: Vec::new(),
            defer: None,
            node: None,
        }
    }
}

/// Both must hold.
pub(crate) fn and_conditions(one: &[Condition], other: &[Condition]) -> Conditions {
    let mut both: Conditions = one.iter().chain(other).cloned().collect();
    both.sort_unstable();
    both.dedup();
    both
}

/// All nodes of one plan.
#[derive(Debug)]
pub(crate) struct Nodes<'a> {
    base: &'a [Arc<SelectionNode>],
    own: Vec<Arc<SelectionNode>>,
    /// How many leaves each own node has, itself and below; 0 until it is asked.
    sizes: Vec<u32>,
}

impl<'a> Nodes<'a> {
    /// Begins with the nodes of an index.
    pub(crate) fn new(base: &'a [Arc<SelectionNode>], own: Vec<SelectionNode>) -> Self {
        let sizes = vec![0; own.len()];
        Self { base, own: own.into_iter().map(Arc::new).collect(), sizes }
    }

    /// The node.
    pub(crate) fn get(&self, id: NodeId) -> Arc<SelectionNode> {
        let at = id.0 as usize;
        match at.checked_sub(self.base.len()) {
            None => Arc::clone(&self.base[at]),
            Some(own) => Arc::clone(&self.own[own]),
        }
    }

    /// Adds a node.
    pub(crate) fn add(&mut self, node: SelectionNode) -> NodeId {
        self.own.push(Arc::new(node));
        self.sizes.push(0);
        NodeId((self.base.len() + self.own.len() - 1) as u32)
    }

    /// How many leaves the node has below it.
    pub(crate) fn size(&mut self, id: NodeId) -> u32 {
        let own = (id.0 as usize).checked_sub(self.base.len());
        if let Some(known) = own.map(|own| self.sizes[own]).filter(|size| *size > 0) {
            return known;
        }
        let node = self.get(id);
        let mut size = 0_u32;
        for item in &node.items {
            size = size.saturating_add(match item {
                SelectionItem::Field(field) => field.node.map_or(1, |node| self.size(node)),
                SelectionItem::Fragment(fragment) => self.size(fragment.node),
            });
        }
        let size = size.max(1);
        if let Some(own) = own {
            self.sizes[own] = size;
        }
        size
    }
}
