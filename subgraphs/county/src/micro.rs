//! How sector groups did their micro consultations (“三微”协商): what an event of that kind has
//! beside.

mod loader;
mod model;
mod schema;
mod store;
mod write;

pub(crate) use loader::MicroLoaders;
pub use model::{MicroConsultation, MicroConsultationStatus, MicroTeamMember};
pub(crate) use schema::register;
pub use store::{insert_micro_consultations, insert_micro_team_members};
