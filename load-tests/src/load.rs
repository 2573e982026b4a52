//! The client: a closed loop on each connection, one request after the other, each answer checked.

mod check;
mod connection;

pub(crate) use check::{Answer, Expectation};
pub(crate) use connection::{Amount, Load, LoadOutcome, apply};
