//! What this binary does as a process of a run.

use std::{io::Read, path::PathBuf, process::ExitCode};

use clap::{Parser, Subcommand};

use crate::{failure::LoadTestError, floor, instructions::count_requests, stub};

/// The processes that a run starts from this binary.
#[derive(Debug, Subcommand)]
pub(crate) enum Role {
    /// Stub sites, or the subgraphs of `plain`.
    Stubs { plan: PathBuf },
    /// A floor.
    Floor { plan: PathBuf },
    /// Requests whose instructions are counted.
    Count { scenario: String, requests: u64 },
    /// The gateway linked into this binary.
    Qianzhan {
        #[arg(trailing_var_arg = true, allow_hyphen_values = true)]
        arguments: Vec<String>,
    },
}

/// Plays the role until the process that started it ends.
///
/// # Errors
/// [`LoadTestError`] if its plan cannot be used.
pub(crate) async fn play(role: Role) -> Result<ExitCode, LoadTestError> {
    // Valgrind runs one thread at a time, and this one ends by itself.
    if !matches!(role, Role::Count { .. }) {
        end_with_parent();
    }
    match role {
        Role::Stubs { plan } => stub::serve(&plan).await?,
        Role::Count { scenario, requests } => count_requests(&scenario, requests)?,
        Role::Floor { plan } => floor::serve(&plan).await?,
        Role::Qianzhan { arguments } => {
            let arguments = std::iter::once("qianzhan".to_owned()).chain(arguments);
            qianzhan::cli::run(qianzhan::cli::Cli::parse_from(arguments))
                .await
                .map_err(|error| LoadTestError::process("qianzhan", error))?;
        }
    }
    Ok(ExitCode::SUCCESS)
}

/// Standard input is a pipe from the run; it closes when the run ends, however it ends.
fn end_with_parent() {
    std::thread::spawn(|| {
        let mut input = std::io::stdin().lock();
        let mut byte = [0];
        while matches!(input.read(&mut byte), Ok(1..)) {}
        std::process::exit(0);
    });
}
