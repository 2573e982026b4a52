//! The contract `duties` (履职): what members of a committee do, and by which norms and rules it is
//! measured. Committees of every level keep it; one that keeps its members' duty elsewhere does not
//! serve it. Each kind of record has a folder, in rooms by what it is about.

mod checks;
mod duty_period;
mod extension;
mod loaders;

pub mod charges;
pub mod contacts;
pub mod learning;
pub mod links;
pub mod scores;
pub mod stations;

pub use extension::{CONTRACT_SDL, extension};
