//! Contacts (联系群众): persons of the public whom members registered.

mod filter;
mod model;
mod schema;
mod write;

pub use filter::ContactOrderField;
pub use model::{Contact, ContactStatus};
pub(crate) use schema::register;
