//! Contact records (联系记录): what a member did to meet the public.

mod filter;
mod model;
mod schema;
mod write;

pub use filter::ContactRecordOrderField;
pub use model::{ContactMode, ContactRecord, ContactRecordContact};
pub(crate) use schema::register;
