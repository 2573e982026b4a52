//! What is consulted, and where it comes to.

pub mod consultation_events;
pub mod topics;
