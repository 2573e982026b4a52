//! Who is who, and who is sent where.

pub mod committees;
pub mod deployments;
pub mod localities;
pub mod member_groups;
pub mod members;
pub mod nominations;
pub(crate) mod people;
