//! `qianzhan keys new`: a key pair that signs calls to sites, or tokens of clients in development.

use std::path::PathBuf;

use clap::{Args, Subcommand};

use super::CliError;
use crate::key_pair::KeyPairFiles;

/// Arguments of `keys`.
#[derive(Debug, Args)]
pub(super) struct KeysArgs {
    #[command(subcommand)]
    command: KeysCommand,
}

#[derive(Debug, Subcommand)]
enum KeysCommand {
    /// 生成一对 Ed25519 密钥：`signing.pem`（私钥，0600）与 `jwks.json`（公钥）。 / Make an Ed25519 key pair: `signing.pem` (private, 0600) and `jwks.json` (public).
    New(NewArgs),
}

#[derive(Debug, Args)]
struct NewArgs {
    /// 写入哪个文件夹；已有私钥时不覆盖。 / Folder to write to; a private key that is there is not written over.
    #[arg(long)]
    out: PathBuf,
}

/// Makes the pair and prints its id and files.
///
/// # Errors
/// [`CliError`] if there is a private key already, or a file cannot be written.
pub(super) fn run(args: &KeysArgs) -> Result<(), CliError> {
    let KeysCommand::New(NewArgs { out }) = &args.command;
    let files = KeyPairFiles::within(out);
    let key = files.create()?;
    println!("kid          {}", key.id());
    // As `keys` of a site has it in a sites file.
    println!("x            {}", key.public_x().unwrap_or_default());
    println!("私钥 / private {}", files.private.display());
    println!("公钥 / public  {}", files.public.display());
    Ok(())
}
