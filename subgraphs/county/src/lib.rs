//! What a county's site keeps beside the records of every level: its townships, and the
//! consultation councils that meet at its platforms.

mod council;
mod extension;
mod localities;

pub use council::{ConsultationCouncil, insert_consultation_councils};
pub use extension::{CONTRACT_SDL, extension};
