//! Plans operations over contracts.
//!
//! [`library`] is the only module that names the planning crate. Its plan is compiled into our own
//! [`plan`], and [`split`] then ends each fetch to a contract where a record may live on another
//! site. The result is what the executor runs; nothing of it knows which sites exist.

pub mod cache;
mod compile;
mod display;
mod document;
mod flatten;
mod library;
mod merge_shape;
mod mutation_order;
pub mod plan;
mod reach;
mod root_units;
mod split;
mod typenames;

pub use compile::{OperationPlanner, PlanError, PlannedOperation};
pub use display::PlanText;
pub use reach::{Reach, reach};
