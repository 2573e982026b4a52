//! The roll-up of contacts with the enterprises inside a region, and of the groups that its cities
//! carry out. It depends on the region itself: the province's site is asked about any part of it.

mod figures;
mod schema;
mod store;

pub(crate) use figures::EconomyTally;
pub(crate) use schema::register;
