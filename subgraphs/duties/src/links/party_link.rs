//! Links of the double link: one member keeps in touch with another, or with the public.

mod filter;
mod model;
mod schema;
mod write;

pub use filter::PartyLinkOrderField;
pub use model::{PartyLink, PartyLinkTier};
pub(crate) use schema::register;
