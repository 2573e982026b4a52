//! A leader's charge of one place or body, and the visits there.

mod filter;
mod model;
mod schema;
mod write;

pub use filter::LeaderChargeOrderField;
pub use model::{ChargeKind, ChargeTargetKind, ChargeVisit, LeaderCharge};
pub(crate) use schema::register;
