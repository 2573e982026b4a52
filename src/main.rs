//! The `qianzhan` command.

use std::process::ExitCode;

use clap::Parser;
use mimalloc::MiMalloc;
use qianzhan::cli::{Cli, run};

/// Answers are many small values that one thread makes and another drops (docs/performance.md).
#[global_allocator]
static ALLOCATOR: MiMalloc = MiMalloc;

#[tokio::main]
async fn main() -> ExitCode {
    match run(Cli::parse()).await {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("{error}");
            ExitCode::FAILURE
        }
    }
}
