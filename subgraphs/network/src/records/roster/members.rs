//! Members (政协委员): seats in committees, and the sectors they are in.

mod filter;
mod loader;
mod model;
mod schema;
mod seat;
mod sector;
mod store;
mod write;

pub(crate) use filter::MemberFilter;
pub use filter::MemberOrderField;
pub(crate) use loader::MemberLoaders;
pub use model::{Member, OfficeRole, SeatStatus, SeatStatusChange, SpecialCommitteeSeat};
pub use schema::Sector;
pub(crate) use schema::register;
pub(in crate::records) use seat::NewSeat;
pub use sector::SectorCode;
pub use store::{insert_members, insert_seat_status_changes, insert_special_committee_seats};
