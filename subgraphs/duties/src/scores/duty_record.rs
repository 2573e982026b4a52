//! Duty records (履职记录): what a member did, with its source at whatever level.

mod filter;
mod model;
mod schema;
mod write;

pub use filter::DutyRecordOrderField;
pub use model::DutyRecord;
pub(crate) use schema::register;
