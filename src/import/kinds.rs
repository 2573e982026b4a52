//! The kinds of record that can be imported, and how a row of each reads.

mod consultation_events;
mod contacts;
mod members;
mod owner;
mod platforms;
mod reported_figures;
mod row_kind;

pub(super) use consultation_events::EventRow;
pub(super) use contacts::ContactRow;
pub(super) use members::MemberRow;
pub(super) use owner::{ID, Owner};
pub(super) use platforms::PlatformRow;
pub(super) use reported_figures::FigureRow;
pub use row_kind::ImportKind;
pub(super) use row_kind::{Likeness, Reference, RowKind};
