//! The roll-up of a region's proposals: only the groups of figures that were asked for.

mod figures;
mod schema;
mod store;

pub(crate) use figures::ProposalTally;
pub(crate) use schema::register;
