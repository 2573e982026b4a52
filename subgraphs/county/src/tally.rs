//! The roll-up of a county's own work: only the groups of figures that were asked for.

mod figures;
mod schema;
mod store;

pub(crate) use figures::CountyTally;
pub(crate) use schema::register;
