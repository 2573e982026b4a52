//! Which tokens were used. In a file, so that none is used again after a restart; those that have
//! expired are left out of it.

use std::{collections::BTreeMap, io::ErrorKind, path::Path};

use serde::{Deserialize, Serialize};

use super::{EnrolmentError, EnrolmentToken};
use crate::files::replace_file;

/// Used tokens, by their names.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Ledger {
    used: BTreeMap<String, Used>,
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct Used {
    region: String,
    /// When the token ends, in seconds since 1970.
    exp: u64,
}

impl Ledger {
    /// Reads the file; an empty one where there is none.
    pub(super) fn read(path: &Path) -> Result<Self, EnrolmentError> {
        let failed = |reason: String| EnrolmentError::Files { reason };
        match std::fs::read_to_string(path) {
            Ok(text) => serde_json::from_str(&text)
                .map_err(|error| failed(format!("{}: {error}", path.display()))),
            Err(error) if error.kind() == ErrorKind::NotFound => Ok(Self::default()),
            Err(error) => Err(failed(format!("{}: {error}", path.display()))),
        }
    }

    pub(super) fn has(&self, token: &EnrolmentToken) -> bool {
        self.used.contains_key(&token.jti)
    }

    /// Writes that the token is used.
    pub(super) fn use_up(
        mut self,
        token: &EnrolmentToken,
        now: u64,
        path: &Path,
    ) -> Result<(), EnrolmentError> {
        self.used.retain(|_, used| now < used.exp);
        let used = Used { region: token.region.clone(), exp: token.exp };
        self.used.insert(token.jti.clone(), used);
        let failed = |error: &dyn std::fmt::Display| EnrolmentError::Files {
            reason: format!("{}: {error}", path.display()),
        };
        let text = serde_json::to_string_pretty(&self).map_err(|error| failed(&error))? + "\n";
        replace_file(path, &text).map_err(|error| failed(&error))
    }
}
