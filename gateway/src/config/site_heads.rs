//! Where the heads of the sites' access logs are kept.

use std::{
    num::NonZeroUsize,
    path::{Path, PathBuf},
    time::Duration,
};

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::{error::ConfigProblem, sources::resolve};

/// Section `[site_heads]`: keeps the last heads of the sites' access logs, so that one that was cut
/// or written anew can be told. Without it nothing is kept.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct SiteHeadsConfig {
    /// The file. It is made if it is not there, and must not be shared by two gateways.
    pub path: PathBuf,
    /// Heads that are kept of each site. The last one alone stands for all rows before it; earlier
    /// ones narrow down since when a log is another. Default 16.
    #[serde(default = "default_kept_per_site")]
    pub kept_per_site: NonZeroUsize,
    /// How often new heads are verified and written, such as `1s`. What came since is lost when the
    /// gateway is killed. Default `1s`.
    #[serde(default = "default_write_every", with = "humantime_serde")]
    #[schemars(with = "String")]
    pub write_every: Duration,
}

fn default_kept_per_site() -> NonZeroUsize {
    const KEPT: NonZeroUsize = NonZeroUsize::new(16).expect("16 is not 0");
    KEPT
}

fn default_write_every() -> Duration {
    Duration::from_secs(1)
}

impl SiteHeadsConfig {
    /// The file with everything else as it is by default.
    #[must_use]
    pub fn at(path: PathBuf) -> Self {
        Self { path, kept_per_site: default_kept_per_site(), write_every: default_write_every() }
    }

    pub(super) fn check(&self, problems: &mut Vec<ConfigProblem>) {
        if self.write_every.is_zero() {
            problems.push(ConfigProblem::DurationZero { key: "site_heads.write_every" });
        }
    }

    pub(super) fn resolve_paths(&mut self, folder: &Path) {
        resolve(&mut self.path, folder);
    }
}
