//! The demonstration network of Gansu: 101 sites and their generated records, and the gateway.

mod access;
mod identities;
mod network;
mod questions;
pub mod records;
mod welcome;

pub use access::{DemoAccess, demo_analyst};
pub use identities::DemoExplorer;
pub use network::{DemoNetwork, DemoOptions};
pub use questions::{QUESTIONS, Question};
pub use welcome::print_welcome;
