//! Handling of opinion reports by a city's committee: receipt, adoption, sending on.

mod model;
mod schema;
mod store;
mod write;

pub use model::{CityHandling, CityHandlingState};
pub(crate) use schema::register;
pub use store::insert_city_handlings;
pub(crate) use store::loader;
