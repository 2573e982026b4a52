//! The roll-up of a region's activities: only the groups of figures that were asked for.

mod figures;
mod schema;
mod store;

pub(crate) use figures::ActivityTally;
pub(crate) use schema::register;
