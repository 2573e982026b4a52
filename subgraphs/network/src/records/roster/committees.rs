//! Committees (政协组织).

mod loader;
mod model;
mod schema;
mod store;

pub(crate) use loader::CommitteeLoaders;
pub use model::Committee;
pub(crate) use schema::register;
pub use store::insert_committees;
