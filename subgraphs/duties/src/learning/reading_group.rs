//! Reading groups (委员读书群), and what they did.

mod filter;
mod model;
mod schema;
mod write;

pub use filter::ReadingGroupOrderField;
pub use model::{ReadingActivity, ReadingGroup};
pub(crate) use schema::register;
