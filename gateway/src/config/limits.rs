//! How large a client's request may be.

use std::num::NonZeroUsize;

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// Section `[limits]`.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields, default)]
pub struct LimitsConfig {
    /// Largest request body, in bytes. Default 1048576 (1 MiB).
    pub max_body_bytes: NonZeroUsize,
    /// Deepest nesting of fields. Default 24.
    pub max_depth: NonZeroUsize,
    /// Longest document, in tokens. Default 10000.
    pub max_tokens: NonZeroUsize,
    /// Aliases in one document. Default 200.
    pub max_aliases: usize,
    /// Fields of one operation, those of a fragment counted at each use. Default 5000.
    pub max_fields: NonZeroUsize,
    /// Root fields of one operation. Default 64.
    pub max_root_fields: NonZeroUsize,
}

impl Default for LimitsConfig {
    fn default() -> Self {
        Self {
            max_body_bytes: NonZeroUsize::new(1 << 20).expect("not zero"),
            max_depth: NonZeroUsize::new(24).expect("not zero"),
            max_tokens: NonZeroUsize::new(10_000).expect("not zero"),
            max_aliases: 200,
            max_fields: NonZeroUsize::new(5_000).expect("not zero"),
            max_root_fields: NonZeroUsize::new(64).expect("not zero"),
        }
    }
}
