//! The file of kept heads. Written whole, beside, and renamed over the old one, so that there is
//! always one that can be read.

use std::{
    collections::BTreeMap,
    fs,
    io::{self, ErrorKind},
    path::Path,
};

use serde::{Deserialize, Serialize};

use crate::files::replace_file;

/// The shape that this program writes.
const VERSION: u32 = 1;

/// Heads of all sites, by their ids.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct HeadsFile {
    /// The shape of the file.
    pub version: u32,
    /// The sites that ever sent a head.
    pub sites: BTreeMap<String, KeptHeads>,
}

/// What is kept of one site.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct KeptHeads {
    /// The last heads, in order of place.
    pub heads: Vec<KeptHead>,
    /// Heads that do not go together: the site's log went back or forked. The first ones stay.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub conflicts: Vec<Conflict>,
}

/// One head, as the site gave it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "camelCase")]
pub struct KeptHead {
    /// Place of the row, from 1.
    pub seq: i64,
    /// Hash of the row.
    pub hash: String,
    /// The site's signature; absent where the site has no registered key.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub signature: Option<String>,
    /// The registered key that the signature was verified with.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub key: Option<String>,
    /// When the gateway kept it: RFC 3339, UTC.
    pub seen_at: String,
}

/// Two heads of one site that no one log can have given.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Conflict {
    /// `SITE_LOG_WENT_BACK` or `SITE_LOG_FORKED`.
    pub code: String,
    /// The one that was known.
    pub kept: KeptHead,
    /// The one that came after.
    pub found: KeptHead,
}

/// A file of heads that cannot be used.
#[derive(Debug, thiserror::Error)]
pub enum HeadsFileError {
    /// It is there and cannot be read.
    #[error("无法读取 / cannot be read")]
    Unreadable(#[source] io::Error),
    /// It is none of these files. It is evidence, and so never written over.
    #[error("不是链头文件 / not a file of heads")]
    Syntax(#[source] serde_json::Error),
    /// A later program wrote it.
    #[error("链头文件的版本 {found} 未知 / the version {found} of the file of heads is not known")]
    Version {
        /// What it says.
        found: u32,
    },
    /// It cannot be written.
    #[error("无法写入 / cannot be written")]
    Unwritable(#[source] io::Error),
}

impl HeadsFileError {
    /// The stable error code.
    #[must_use]
    pub fn code(&self) -> &'static str {
        match self {
            Self::Unreadable(_) => "HEADS_FILE_UNREADABLE",
            Self::Syntax(_) | Self::Version { .. } => "HEADS_FILE_INVALID",
            Self::Unwritable(_) => "HEADS_FILE_UNWRITABLE",
        }
    }
}

impl Default for HeadsFile {
    fn default() -> Self {
        Self { version: VERSION, sites: BTreeMap::new() }
    }
}

impl HeadsFile {
    /// Reads the text of a file.
    ///
    /// # Errors
    /// [`HeadsFileError`] if it is none.
    pub fn parse(text: &str) -> Result<Self, HeadsFileError> {
        let file: Self = serde_json::from_str(text).map_err(HeadsFileError::Syntax)?;
        if file.version == VERSION {
            Ok(file)
        } else {
            Err(HeadsFileError::Version { found: file.version })
        }
    }

    /// Reads a file; an empty one where there is none.
    ///
    /// # Errors
    /// [`HeadsFileError`] if there is one that cannot be used.
    pub fn read(path: &Path) -> Result<Self, HeadsFileError> {
        match fs::read_to_string(path) {
            Ok(text) => Self::parse(&text),
            Err(error) if error.kind() == ErrorKind::NotFound => Ok(Self::default()),
            Err(error) => Err(HeadsFileError::Unreadable(error)),
        }
    }

    /// Writes the file whole.
    ///
    /// # Errors
    /// [`HeadsFileError::Unwritable`]; the old file is then still there.
    pub fn write(&self, path: &Path) -> Result<(), HeadsFileError> {
        let text = serde_json::to_string_pretty(self).map_err(HeadsFileError::Syntax)? + "\n";
        replace_file(path, &text).map_err(HeadsFileError::Unwritable)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_file_reads_back_and_others_are_refused() {
        let folder = tempfile::tempdir().expect("a folder");
        let path = folder.path().join("heads.json");
        assert_eq!(HeadsFile::read(&path).expect("none is empty"), HeadsFile::default());
        let head = KeptHead {
            seq: 3,
            hash: "ab".repeat(32),
            signature: Some("s".to_owned()),
            key: Some("k".to_owned()),
            seen_at: "2026-01-02T03:04:05Z".to_owned(),
        };
        let conflict = Conflict {
            code: "SITE_LOG_FORKED".to_owned(),
            kept: head.clone(),
            found: KeptHead { signature: None, key: None, ..head.clone() },
        };
        let kept = KeptHeads { heads: vec![head], conflicts: vec![conflict] };
        let mut file = HeadsFile::default();
        file.sites.insert("621122".to_owned(), kept);
        for _ in 0..2 {
            file.write(&path).expect("it is written");
            assert_eq!(HeadsFile::read(&path).expect("it reads"), file);
        }
        assert_eq!(fs::read_dir(folder.path()).expect("a folder").count(), 1, "nothing is left");
        for text in ["", "[]", r#"{"version":2,"sites":{}}"#, r#"{"version":1}"#] {
            assert_eq!(HeadsFile::parse(text).expect_err(text).code(), "HEADS_FILE_INVALID");
        }
    }
}
