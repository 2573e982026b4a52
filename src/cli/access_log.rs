//! `qianzhan access-log`: proves the access log in a site's database.

use std::{fs, path::PathBuf};

use clap::{Args, Subcommand};
use qianzhan_network::{
    ChainHead, Database,
    access_log::{verify_chain, verify_heads},
};

use super::CliError;

/// Arguments of `access-log`.
#[derive(Debug, Args)]
pub(super) struct AccessLogArgs {
    #[command(subcommand)]
    command: AccessLogCommand,
}

#[derive(Debug, Subcommand)]
enum AccessLogCommand {
    /// 核验哈希链：指出第一处被改、被删或被调换的行。 / Verify the chain: name the first row that was edited, removed or moved.
    Verify(VerifyArgs),
}

#[derive(Debug, Args)]
struct VerifyArgs {
    /// 站点的 SQLite 数据库文件。 / SQLite database file of the site.
    #[arg(long)]
    database: PathBuf,
    /// 他处留存的链头，每行一个 `{"seq":…,"hash":"…"}`；链尾被截断或整链重写只能由此看出。 / Heads kept elsewhere, one `{"seq":…,"hash":"…"}` a line: only they show that the tail was cut or all of it written anew.
    #[arg(long)]
    against: Option<PathBuf>,
}

/// Verifies, and says what is proven.
///
/// # Errors
/// [`CliError`] with the code of the finding, or if a file cannot be read.
pub(super) async fn run(args: AccessLogArgs) -> Result<(), CliError> {
    let AccessLogCommand::Verify(args) = args.command;
    let unreadable =
        |error: &dyn std::error::Error| CliError::caused("ACCESS_LOG_UNREADABLE", error);
    // Opening would make an empty database where there is none.
    fs::metadata(&args.database).map_err(CliError::reading(&args.database))?;
    let kept = args.against.as_ref().map(read_heads).transpose()?.unwrap_or_default();
    let database = Database::open(&args.database).await.map_err(|error| unreadable(&error))?;
    let report = verify_chain(&database).await.map_err(|error| unreadable(&error))?;
    if let Some(found) = report.first_break {
        return Err(CliError::coded(found.code(), found));
    }
    let missing = verify_heads(&database, &kept).await.map_err(|error| unreadable(&error))?;
    database.close().await;
    if let Some(head) = missing {
        return Err(CliError::coded(
            "ACCESS_LOG_HEAD_MISSING",
            format!(
                "日志中没有留存的链头 {} {} / the log does not have the kept head {} {}",
                head.seq, head.hash, head.seq, head.hash
            ),
        ));
    }
    let (rows, head, kept) = (report.proven_rows, report.head, kept.len());
    println!(
        "{rows} 行完好，与 {kept} 个留存链头相符 / {rows} rows are as they were written, and {kept} kept heads agree"
    );
    println!("{} {}", head.seq, head.hash);
    Ok(())
}

fn read_heads(path: &PathBuf) -> Result<Vec<ChainHead>, CliError> {
    let text = fs::read_to_string(path).map_err(CliError::reading(path))?;
    let lines = text.lines().filter(|line| !line.trim().is_empty());
    let heads = lines.map(serde_json::from_str).collect::<Result<Vec<_>, _>>();
    heads.map_err(|error| CliError::caused("ACCESS_LOG_HEADS_INVALID", &error))
}
