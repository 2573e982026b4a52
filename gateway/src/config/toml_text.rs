//! Reads a value from TOML text, and tells the line where that fails.

use serde::de::DeserializeOwned;

/// A text that is not TOML, or not of the expected shape: an unknown key, a wrong type.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("第 {line_no} 行 / line {line_no}: {message}")]
pub struct TomlError {
    /// Line, from 1.
    pub line_no: usize,
    /// What the reader says.
    pub message: String,
}

/// The value that the text describes.
pub(super) fn parse_toml<T: DeserializeOwned>(text: &str) -> Result<T, TomlError> {
    toml::from_str(text).map_err(|error| TomlError {
        line_no: line_of(text, error.span().map_or(0, |span| span.start)),
        message: error.message().trim_end().replace('\n', "; "),
    })
}

/// The line, from 1, in which the byte at `offset` stands.
pub(super) fn line_of(text: &str, offset: usize) -> usize {
    let before = &text.as_bytes()[..offset.min(text.len())];
    1 + before.iter().filter(|byte| **byte == b'\n').count()
}
