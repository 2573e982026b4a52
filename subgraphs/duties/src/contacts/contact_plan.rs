//! Five-fix contact plans (“五定”): whom, where, what, how often, to what end.

mod filter;
mod model;
mod schema;
mod write;

pub use filter::ContactPlanOrderField;
pub use model::{ContactPlan, ContactPlanStatus};
pub(crate) use schema::register;
