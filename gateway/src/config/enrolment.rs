//! Which offices may let sites join.

use std::path::{Path, PathBuf};

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::{error::ConfigProblem, sources::resolve};

/// Section `[enrolment]`: sites join by `POST /enrolment` with a token of an office. Without it no
/// site joins but by an edit of the sites file. Needs `[sites]`, whose file is then written to.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct EnrolmentConfig {
    /// File of the tokens that were used; made if it is not there. Not shared by two gateways.
    pub ledger: PathBuf,
    /// The offices whose tokens are taken.
    pub offices: Vec<EnrolmentOffice>,
}

/// One `[[enrolment.offices]]`.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct EnrolmentOffice {
    /// The `iss` claim of its tokens.
    pub name: String,
    /// Code of its region: it lets in sites of regions below this one.
    pub region: String,
    /// JWK set of its Ed25519 keys, read at each use.
    pub jwks_file: PathBuf,
}

impl EnrolmentConfig {
    pub(super) fn check(&self, has_sites: bool, problems: &mut Vec<ConfigProblem>) {
        if !has_sites {
            problems.push(ConfigProblem::TextMissing { key: "sites.path".to_owned() });
        }
        for (place, office) in self.offices.iter().enumerate() {
            if office.name.is_empty() {
                let key = format!("enrolment.offices[{place}].name");
                problems.push(ConfigProblem::TextMissing { key });
            }
        }
    }

    pub(super) fn resolve_paths(&mut self, folder: &Path) {
        resolve(&mut self.ledger, folder);
        for office in &mut self.offices {
            resolve(&mut office.jwks_file, folder);
        }
    }
}
