//! Measures the gateway side by side with bare floors and other routers, in one run.
//!
//! The same binary plays the other processes of a run too (stub sites, floors), so a run needs
//! nothing but itself and the gateway's binary.

mod child_roles;
mod cli;
mod failure;
mod floor;
mod gateway_binary;
mod instructions;
mod load;
mod loopback;
mod measure;
mod mixed;
mod planning;
mod process;
mod recording;
mod run;
mod scenario;
mod stub;

use std::process::ExitCode;

use clap::Parser;

#[tokio::main]
async fn main() -> ExitCode {
    match cli::Cli::parse().run().await {
        Ok(outcome) => outcome,
        Err(error) => {
            eprintln!("{error}");
            ExitCode::FAILURE
        }
    }
}
