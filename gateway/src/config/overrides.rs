//! Which progressive overrides are on.

use std::collections::BTreeSet;

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// Section `[overrides]`.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields, default)]
pub struct OverridesConfig {
    /// Labels of `@override(label:)` that are active. Labels of the form `percent(n)` are active for
    /// n of 100 requests, and are not named here. Default: none.
    pub active_labels: BTreeSet<String>,
}
