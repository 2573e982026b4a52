//! Plans operations over contracts, and over the sites that serve them.
//!
//! A plan is made in four steps, each a room of its own that knows only those before it:
//!
//! 1. [`index`]: the supergraph, read once: who resolves what, and by which keys one comes there.
//! 2. [`selection`]: the operation, normalised.
//! 3. [`search`]: for every selection, the cheapest way to fetch it from where one is.
//! 4. [`graph`]: the requests that these ways make, and what each needs of others.
//! 5. [`emit`]: documents, representations, merge rules, order: the [`plan`] that the executor runs.
//!    [`sharing`] then marks what of it need not be done for each place.
//!
//! All of it is pure: no IO, and no clock but the deadline of its [`budget`]. `docs/planner.md` tells
//! the whole with pictures.

mod budget;
pub mod cache;
mod compile;

mod document;
mod emit;
mod flatten;
mod graph;
mod index;
mod merge_shape;
mod narrow;
pub mod plan;
mod print;
mod reach;
mod search;
mod selection;
mod sharing;

pub use compile::{DeferMode, OperationPlanner, PlanError, PlanOptions, PlannedOperation};
pub use narrow::{Narrowed, narrow};
pub use print::{PlanText, plan_json};
pub use reach::{Reach, reach};
