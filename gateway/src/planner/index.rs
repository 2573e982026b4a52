//! The supergraph as the planner asks it: who can resolve what, and by which keys one comes there.
//!
//! [`Index::read`] reads the join directives (v0.1 to v0.5) once for a supergraph; nothing of it
//! changes afterwards. `model` is what is asked, `read` how it is read, `field_set` the selections
//! that stand as text in directives.

mod field_set;
mod model;
mod read;
mod read_fields;

pub(super) use model::{FieldInGraph, FieldIndex, Index, TypeId, TypeKind};
