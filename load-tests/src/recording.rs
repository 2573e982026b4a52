//! What a gateway asks of whom for one request, found by standing between them.
//!
//! The floors then make exactly these calls, and call counts have something to be held against. A
//! *wave* is what the gateway asks before it has any answer of that wave: answers are held back
//! until no call has come for a while, and then all are let go at once.

mod relay;

pub(crate) use relay::Relay;

use serde::{Deserialize, Serialize};

/// Calls that are made at the same time.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct Wave {
    pub(crate) calls: Vec<Call>,
}

/// One call.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct Call {
    /// Which site, by its place.
    pub(crate) target: usize,
    /// GraphQL request JSON.
    pub(crate) body: String,
}

/// The calls of all waves.
pub(crate) fn call_count(waves: &[Wave]) -> u64 {
    waves.iter().map(|wave| wave.calls.len() as u64).sum()
}
