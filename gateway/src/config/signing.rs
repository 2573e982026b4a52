//! What the gateway signs its calls to sites with.

use std::path::{Path, PathBuf};

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::{error::ConfigProblem, sources::resolve};

/// Section `[signing]`. Without it calls are not signed, and only sites that trust no issuer answer.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct SigningConfig {
    /// Name of this gateway: the `iss` claim, under which sites list its keys.
    pub issuer: String,
    /// PKCS#8 PEM file of the Ed25519 key that signs. Read again when it changes.
    pub key_file: PathBuf,
    /// The key that will sign next, published already. Read again when it changes; it may not be
    /// there yet. Default: none.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub next_key_file: Option<PathBuf>,
    /// Whether subgraphs with one URL, which the sites file does not name, are sent tokens too.
    /// Default false.
    #[serde(default)]
    pub plain_subgraphs: bool,
}

impl SigningConfig {
    pub(super) fn check(&self, problems: &mut Vec<ConfigProblem>) {
        if self.issuer.is_empty() {
            problems.push(ConfigProblem::TextMissing { key: "signing.issuer".to_owned() });
        }
    }

    pub(super) fn resolve_paths(&mut self, folder: &Path) {
        resolve(&mut self.key_file, folder);
        if let Some(next) = &mut self.next_key_file {
            resolve(next, folder);
        }
    }
}
