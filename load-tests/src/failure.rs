//! What ends a run, as the person at the terminal reads it.

use std::path::{Path, PathBuf};

/// Why a run ended without figures.
#[derive(Debug, thiserror::Error)]
pub(crate) enum LoadTestError {
    /// A file or a stream could not be used.
    #[error("FILE_UNUSABLE: {path}: {source}")]
    File { path: PathBuf, source: std::io::Error },
    /// An argument is beyond what a run may do.
    #[error("ARGUMENT_INVALID: {reason}")]
    Argument { reason: String },
    /// Something of our own does not fit together: a query, a supergraph, a plan of sites.
    #[error("SCENARIO_BROKEN: {reason}")]
    Scenario { reason: String },
    /// A process of the run did not start, or ended.
    #[error("PROCESS_FAILED: `{name}`: {reason}")]
    Process { name: String, reason: String },
    /// A subject did not answer its first request well; nothing is measured then.
    #[error("ANSWER_WRONG: `{subject}`: {reason}")]
    Answer { subject: String, reason: String },
    /// The figures of a process cannot be read; only Linux has them.
    #[error("PROCESS_FIGURES_UNREADABLE: {path}: {reason}")]
    Figures { path: PathBuf, reason: String },
    /// A signal ended the run.
    #[error("INTERRUPTED: 已中断，子进程已结束 / stopped by a signal; its processes are ended")]
    Interrupted,
}

impl LoadTestError {
    /// For errors of one file.
    pub(crate) fn file(path: &Path) -> impl FnOnce(std::io::Error) -> Self {
        let path = path.to_owned();
        move |source| Self::File { path, source }
    }

    /// For what should fit together and does not.
    pub(crate) fn scenario(reason: impl std::fmt::Display) -> Self {
        Self::Scenario { reason: reason.to_string() }
    }

    /// For a process by its name.
    pub(crate) fn process(name: &str, reason: impl std::fmt::Display) -> Self {
        Self::Process { name: name.to_owned(), reason: reason.to_string() }
    }
}
