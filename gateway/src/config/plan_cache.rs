//! How many query plans are kept.

use std::num::NonZeroU64;

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// Section `[plan_cache]`.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields, default)]
pub struct PlanCacheConfig {
    /// Plans kept, one for each operation of each document; the least used go first. Default 2048.
    pub max_entries: NonZeroU64,
}

impl Default for PlanCacheConfig {
    fn default() -> Self {
        Self { max_entries: NonZeroU64::new(2048).expect("not zero") }
    }
}
