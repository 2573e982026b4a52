//! Who is who, and who is sent where.

pub mod committees;
pub mod deployments;
pub mod localities;
pub mod members;
pub(crate) mod people;
