//! Training sessions (学习培训), counted in sessions and person-times.

mod filter;
mod model;
mod schema;
mod write;

pub use filter::TrainingSessionOrderField;
pub use model::{TrainingKind, TrainingSession, TrainingStatus};
pub(crate) use schema::register;
