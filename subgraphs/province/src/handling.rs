//! Handling of opinion reports by the provincial committee: receipt, adoption, instructions.

mod adoption;
mod loader;
mod model;
mod schema;
mod store;
mod write;

pub(crate) use loader::HandlingLoaders;
pub use model::{Instruction, ProvincialHandling, ProvincialHandlingState};
pub(crate) use schema::register;
pub use store::{insert_instructions, insert_provincial_handlings};
