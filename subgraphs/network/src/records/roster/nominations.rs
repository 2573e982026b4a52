//! Nominations (提名): who is put forward for a seat, before there is one.

mod filter;
mod model;
mod schema;
mod store;
mod write;

pub(crate) use filter::SeatNominationFilter;
pub use filter::SeatNominationOrderField;
pub use model::{NominationStatus, SeatNomination};
pub(crate) use schema::register;
pub use store::insert_seat_nominations;
