//! Roll-ups: counts, sums and means over a site's records inside a scope, computed by the database.
//! Every figure merges with those of other sites; what merges by identity is null where there is
//! nothing to tell of, so that it weighs nothing.

mod distinct_set;
mod figures;
mod groups;
mod roll_up;
mod schema;
mod selection;
mod store;

pub use distinct_set::{DistinctSet, DistinctSetError};
pub(crate) use figures::Tally;
pub use roll_up::{RollUp, RolledUp, attach_roll_up, roll_up};
pub(crate) use schema::{register, resolve_tally};
