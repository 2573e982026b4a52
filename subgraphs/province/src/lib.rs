//! What the province's site keeps beside the records of every level: how the provincial committee
//! handled opinion reports that other sites own.

mod extension;
mod handling;

pub use extension::{CONTRACT_SDL, extension};
pub use handling::{
    Instruction, ProvincialHandling, ProvincialHandlingState, insert_instructions,
    insert_provincial_handlings,
};
