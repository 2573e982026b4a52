//! Consultation councils (协商议事会): bodies that meet at platforms, and their fixed members.

mod loader;
mod model;
mod schema;
mod store;
mod write;

pub(crate) use loader::CouncilLoaders;
pub use model::{ConsultationCouncil, CouncilRole, CouncilStatus, FixedMember};
pub(crate) use schema::register;
pub use store::{insert_consultation_councils, insert_fixed_members};
