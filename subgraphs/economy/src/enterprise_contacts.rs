//! Contacts with enterprises (企业联系“五确定”), with visits, forms and problems.

mod filter;
mod loader;
mod model;
mod schema;
mod store;
mod write;

pub(crate) use filter::EnterpriseContactFilter;
pub use filter::EnterpriseContactOrderField;
pub(crate) use loader::EnterpriseContactLoaders;
pub use model::{EnterpriseContact, EnterpriseContactStatus, EnterpriseVisit};
pub(crate) use schema::register;
pub use store::{insert_enterprise_contacts, insert_enterprise_visits};
pub(crate) use write::region_inside;
