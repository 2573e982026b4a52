//! What the public brings up, and what is made of it.

pub mod appeals;
pub mod opinion_reports;
