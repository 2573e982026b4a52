//! How many members a director leads: a norm of a committee and a year, and how it is kept. The norm
//! is data; what is outside it is computed.

mod loads;
mod model;
mod schema;
mod write;

pub use model::{EnterpriseContactNorm, insert_enterprise_contact_norms};
pub(crate) use schema::register;
