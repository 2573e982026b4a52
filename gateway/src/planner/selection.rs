//! Selections as the planner works on them: numbered, merged, with conditions in place.
//!
//! A [`SelectionNode`] is one selection set on one type. Fields of one response key are one item
//! where their conditions agree, fragments that always apply are opened, those that never apply are
//! gone. Nodes are never changed: what is left of a node, or what of it holds for one type, is a
//! node of its own ([`arena`]).

mod arena;
mod narrow;
mod normalize;

pub(super) use arena::{
    Arguments, Condition, Conditions, DeferId, FieldItem, FragmentItem, NodeId, Nodes,
    SelectionItem, SelectionNode, and_conditions,
};
pub(super) use narrow::Narrowing;
pub(super) use normalize::{DeferredFragment, NormalizeOptions, Normalizer, is_contradictory};
