//! What the city does with the list of an industry assistance group (产业助力小组), which the province
//! leads: the city's own record, under the group's id with the city's code.

mod loader;
mod model;
mod schema;
mod store;
mod write;

pub(crate) use loader::loader;
pub use model::{AssistanceProgress, AssistanceState, CityAssistance};
pub(crate) use schema::register;
pub use store::{insert_assistance_progress, insert_city_assistances};
