//! Tables for spreadsheets.

use std::{num::NonZeroUsize, time::Duration};

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// Section `[export]`: what `Accept: text/csv` on `/graphql` may ask for.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields, default)]
pub struct ExportConfig {
    /// Most rows of a table, which is held in memory until it is finished. Default 100000.
    pub max_rows: NonZeroUsize,
    /// Longest that a table may take, over all its pages, such as `2m`. Default `2m`.
    #[serde(with = "humantime_serde")]
    #[schemars(with = "String")]
    pub timeout: Duration,
    /// Tables made at once; further ones are refused. Default 4.
    pub max_running: NonZeroUsize,
}

impl Default for ExportConfig {
    fn default() -> Self {
        Self {
            max_rows: NonZeroUsize::new(100_000).expect("not zero"),
            timeout: Duration::from_secs(120),
            max_running: NonZeroUsize::new(4).expect("not zero"),
        }
    }
}
