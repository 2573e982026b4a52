//! What ends a command, as the person at the terminal reads it.

use std::path::PathBuf;

/// Why a command failed.
#[derive(Debug, thiserror::Error)]
pub enum CliError {
    /// A file could not be read.
    #[error("FILE_UNREADABLE: {path}: {source}")]
    Read {
        /// The file.
        path: PathBuf,
        /// What the system said.
        source: std::io::Error,
    },
    /// A file could not be written.
    #[error("FILE_UNWRITABLE: {path}: {source}")]
    Write {
        /// The file.
        path: PathBuf,
        /// What the system said.
        source: std::io::Error,
    },
    /// An address is taken or not ours.
    #[error("ADDRESS_UNAVAILABLE: {address}: {source}")]
    Listen {
        /// The address.
        address: String,
        /// What the system said.
        source: std::io::Error,
    },
    /// Something with a code and a text of its own.
    #[error("{code}: {message}")]
    Coded {
        /// Its stable code.
        code: String,
        /// What is wrong, perhaps over several lines.
        message: String,
    },
    /// Contracts have findings; they are printed already.
    #[error("{count} 处问题 / {count} findings")]
    Findings {
        /// How many.
        count: usize,
    },
}

impl CliError {
    /// An error with the stable code of the part that it comes from.
    pub fn coded(code: impl Into<String>, message: impl std::fmt::Display) -> Self {
        Self::Coded { code: code.into(), message: message.to_string() }
    }

    /// An error with everything that caused it.
    pub fn caused(code: &str, error: &dyn std::error::Error) -> Self {
        let mut message = error.to_string();
        let mut cause = error.source();
        while let Some(error) = cause {
            message = format!("{message}: {error}");
            cause = error.source();
        }
        Self::Coded { code: code.to_owned(), message }
    }

    /// Writes a file or a folder.
    pub fn writing(path: &std::path::Path) -> impl FnOnce(std::io::Error) -> Self {
        let path = path.to_owned();
        move |source| Self::Write { path, source }
    }

    /// Reads a text file.
    pub fn reading(path: &std::path::Path) -> impl FnOnce(std::io::Error) -> Self {
        let path = path.to_owned();
        move |source| Self::Read { path, source }
    }
}
