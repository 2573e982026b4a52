//! Localities: townships, villages, parks and the like, below the county.

mod loader;
mod model;
mod schema;
mod store;

pub use loader::load_locality;
pub(crate) use loader::{LocalityLoader, locality_loader};
pub use model::{Locality, LocalityKind};
pub use schema::LocalityNode;
pub(crate) use schema::register;
pub use store::{insert_localities, townships_outside, townships_within};
pub(crate) use store::{
    restrict_localities, townships_without_deployment, townships_without_station,
};
