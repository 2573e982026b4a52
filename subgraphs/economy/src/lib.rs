//! What the province keeps of the economy: contacts with enterprises (企业联系), and the groups that
//! assist industries of its cities (产业助力).

pub mod assistance_groups;
pub mod enterprise_contacts;
mod extension;
mod norms;
mod tally;
mod within;

pub use extension::{CONTRACT_SDL, extension};
pub use norms::{EnterpriseContactNorm, insert_enterprise_contact_norms};
