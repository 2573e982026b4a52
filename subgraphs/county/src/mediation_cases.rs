//! Mediation rooms and on-site case work (委员调解、现场接访).

mod filter;
mod loader;
mod model;
mod schema;
mod store;
mod write;

pub(crate) use filter::MediationCaseFilter;
pub use filter::MediationCaseOrderField;
pub(crate) use loader::MediationCaseLoaders;
pub use model::{CaseMember, MediationCase, MediationKind, MediationStatus};
pub(crate) use schema::register;
pub use store::{insert_mediation_cases, insert_mediation_members};
