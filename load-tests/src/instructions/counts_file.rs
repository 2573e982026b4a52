//! The counts that are checked in.

use std::{collections::BTreeMap, path::Path};

use serde::{Deserialize, Serialize};

use crate::failure::LoadTestError;

const HEAD: &str = "\
# Instructions of the gateway for one request, by `qianzhan-load-tests instructions --update`, built as
# docs/performance.md says. A change that takes more than 5 % beyond these fails; one that takes fewer
# should write them anew.

";

/// Instructions for one request, by scenario.
#[derive(Debug, Default, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct CountsFile {
    /// What built them, as `rustc --version` says.
    #[serde(default)]
    pub(super) compiler: String,
    pub(super) per_request: BTreeMap<String, u64>,
}

impl CountsFile {
    /// # Errors
    /// [`LoadTestError`] if it is there and cannot be read.
    pub(super) fn read(path: &Path) -> Result<Self, LoadTestError> {
        match std::fs::read_to_string(path) {
            Ok(text) => toml::from_str(&text).map_err(LoadTestError::scenario),
            Err(error) if error.kind() == std::io::ErrorKind::NotFound => Ok(Self::default()),
            Err(error) => Err(LoadTestError::file(path)(error)),
        }
    }

    /// # Errors
    /// [`LoadTestError`] if it cannot be written.
    pub(super) fn write(&self, path: &Path) -> Result<(), LoadTestError> {
        let text = toml::to_string(self).map_err(LoadTestError::scenario)?;
        std::fs::write(path, format!("{HEAD}{text}")).map_err(LoadTestError::file(path))
    }
}
