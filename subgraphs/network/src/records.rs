//! The records that committees keep: one folder for each kind, in rooms by what the kind is about.
//! A folder holds a model (what a record is), a store (its table), a filter (which, in which order),
//! a loader (what hangs on it), a schema (how the contract shows it) and its writes.

mod consultation;
mod figures;
mod opinions;
mod places;
mod roster;

pub use consultation::{consultation_events, topics};
pub use figures::reported_figures;
pub use opinions::{appeals, opinion_reports};
pub use places::{codes, platforms};
pub(crate) use roster::people;
pub use roster::{committees, deployments, localities, member_groups, members, nominations};
