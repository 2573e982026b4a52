//! Where members are found.

pub mod codes;
pub mod platforms;
