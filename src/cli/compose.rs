//! `qianzhan compose` and `qianzhan check`: contracts in, a supergraph or findings out.

use std::{
    fs,
    path::{Path, PathBuf},
};

use clap::Args;
use qianzhan_gateway::supergraph::{
    compose::{ContractSource, compose as compose_contracts},
    lint::lint,
};

use super::CliError;
use crate::site_kinds::composed_contracts;

/// Arguments of `compose`.
#[derive(Debug, Args)]
pub(super) struct ComposeArgs {
    /// 契约所在的文件夹：每个 `<名称>.graphql` 为一个契约。 / Folder of the contracts: each `<name>.graphql` is one.
    #[arg(long, default_value = "schema")]
    schema: PathBuf,
    /// 写到哪个文件；`-` 为标准输出。 / File to write; `-` for standard output.
    #[arg(long, default_value = "schema/supergraph.graphql")]
    out: PathBuf,
}

/// Arguments of `check`.
#[derive(Debug, Args)]
pub(super) struct CheckArgs {
    /// 契约所在的文件夹。 / Folder of the contracts.
    #[arg(long, default_value = "schema")]
    schema: PathBuf,
}

/// Composes and writes the supergraph.
///
/// # Errors
/// [`CliError`] if a contract has findings or the contracts do not compose; nothing is written.
pub(super) fn compose(args: &ComposeArgs) -> Result<(), CliError> {
    let supergraph = checked_supergraph(&args.schema)?;
    if args.out == Path::new("-") {
        print!("{supergraph}");
        return Ok(());
    }
    fs::write(&args.out, &supergraph)
        .map_err(|source| CliError::Write { path: args.out.clone(), source })?;
    println!("{}", args.out.display());
    Ok(())
}

/// Checks the contracts.
///
/// # Errors
/// [`CliError`] if a contract has findings or the contracts do not compose.
pub(super) fn check(args: &CheckArgs) -> Result<(), CliError> {
    checked_supergraph(&args.schema)?;
    println!("契约可组合，无问题 / the contracts compose, no findings");
    Ok(())
}

/// The supergraph of the contracts in `folder`.
///
/// # Errors
/// As for [`compose`]; findings are printed to standard error.
fn checked_supergraph(folder: &Path) -> Result<String, CliError> {
    let sources = read_contracts(folder)?;
    let findings = lint(&sources);
    for finding in &findings {
        eprintln!("{finding}");
    }
    if !findings.is_empty() {
        return Err(CliError::Findings { count: findings.len() });
    }
    match compose_contracts(&sources) {
        Ok(composition) => Ok(composition.supergraph_sdl),
        Err(error) => {
            for problem in &error.problems {
                eprintln!("{problem}");
            }
            Err(CliError::Findings { count: error.problems.len() })
        }
    }
}

fn read_contracts(folder: &Path) -> Result<Vec<ContractSource>, CliError> {
    composed_contracts()
        .map(|name| {
            let path = folder.join(format!("{name}.graphql"));
            let sdl = fs::read_to_string(&path).map_err(CliError::reading(&path))?;
            Ok(ContractSource::new(name, sdl))
        })
        .collect()
}
