//! The files that the gateway reads beside its own configuration: supergraph, sites, regions.
//!
//! A relative path starts at the folder of the configuration file.

use std::path::{Path, PathBuf};

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// Section `[supergraph]`.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields, default)]
pub struct SupergraphConfig {
    /// The composed supergraph. Read again when it changes. Default `supergraph.graphql`.
    pub path: PathBuf,
}

impl Default for SupergraphConfig {
    fn default() -> Self {
        Self { path: PathBuf::from("supergraph.graphql") }
    }
}

/// Section `[sites]`. Without it every subgraph is one URL, as the supergraph says.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct SitesConfig {
    /// The sites file: which site serves which contract for which regions. Read again when it
    /// changes.
    pub path: PathBuf,
}

/// Section `[regions]`.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields, default)]
pub struct RegionsConfig {
    /// CSV files that list the regions, those below the counties in files of their own. Needed
    /// when there is a sites file. Default: none.
    pub paths: Vec<PathBuf>,
}

/// The path as seen from `folder`, unless it is absolute.
pub(super) fn resolve(path: &mut PathBuf, folder: &Path) {
    *path = folder.join(&*path);
}
