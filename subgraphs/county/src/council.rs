//! Consultation councils (协商议事会): bodies that meet at platforms.

mod model;
mod schema;
mod store;

pub use model::ConsultationCouncil;
pub(crate) use schema::register;
pub use store::insert_consultation_councils;
pub(crate) use store::loader;
