//! `qianzhan access-log`: proves the access log in a site's database.

use std::{fs, path::PathBuf};

use clap::{Args, Subcommand};
use qianzhan_network::{
    access_log::{verify_chain, verify_heads},
    database::DatabaseLocation,
};

use super::{CliError, kept_heads::kept_heads};

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
    /// 站点的数据库：SQLite 文件，或 postgres:// 地址。 / The site's database: a SQLite file, or a postgres:// URL.
    #[arg(long)]
    database: DatabaseLocation,
    /// 他处留存的链头：网关的链头文件（`site_heads.path`），或每行一个 `{"seq":…,"hash":"…"}`；链尾被截断或整链重写只能由此看出。 / Heads kept elsewhere: the file of a gateway (`site_heads.path`), or one `{"seq":…,"hash":"…"}` a line. Only they show that the tail was cut or all of it written anew.
    #[arg(long)]
    against: Option<PathBuf>,
    /// 网关的链头文件中哪个站点；缺省为数据库的名称（文件则不含扩展名）。 / Which site of the gateway's file; by default what the database is called, a file without its extension.
    #[arg(long, requires = "against")]
    site: Option<String>,
    /// 站点的公钥（JWK 集），用来核验留存链头的签名；不写则用网关文件中记下的公钥。 / Public keys of the site (a JWK set) by which the signatures of kept heads are verified; without it, the keys that the gateway's file names.
    #[arg(long, requires = "against")]
    keys: Option<PathBuf>,
}

/// Verifies, and says what is proven.
///
/// # Errors
/// [`CliError`] with the code of the finding, or if a file cannot be read.
pub(super) async fn run(args: AccessLogArgs) -> Result<(), CliError> {
    let AccessLogCommand::Verify(args) = args.command;
    let unreadable =
        |error: &dyn std::error::Error| CliError::caused("ACCESS_LOG_UNREADABLE", error);
    if let DatabaseLocation::File(path) = &args.database {
        // Opening would make an empty database where there is none.
        fs::metadata(path).map_err(CliError::reading(path))?;
    }
    let site = args.site.clone().unwrap_or_else(|| args.database.name());
    let kept = match &args.against {
        Some(path) => kept_heads(path, &site, args.keys.as_deref())?,
        None => Vec::new(),
    };
    let database = args.database.open().await.map_err(|error| unreadable(&error))?;
    let report = verify_chain(&database).await.map_err(|error| unreadable(&error))?;
    if let Some(found) = report.first_break {
        return Err(CliError::coded(found.code(), found));
    }
    let missing = verify_heads(&database, &kept).await.map_err(|error| unreadable(&error))?;
    database.close().await;
    let (rows, head, kept) = (report.proven_rows, report.head, kept.len());
    match missing {
        Some(lost) if lost.seq > head.seq => Err(CliError::coded(
            "ACCESS_LOG_TAIL_CUT",
            format!(
                "链尾被截断：留存的链头在第 {} 行，日志只到第 {} 行 / the tail was cut: a kept head is that of row {}, and the log ends with row {}",
                lost.seq, head.seq, lost.seq, head.seq
            ),
        )),
        Some(other) => Err(CliError::coded(
            "ACCESS_LOG_CHAIN_REPLACED",
            format!(
                "日志被重写：第 {} 行的哈希不是留存的 {} / the chain was replaced: row {} has not the kept hash {}",
                other.seq, other.hash, other.seq, other.hash
            ),
        )),
        None => {
            println!(
                "{rows} 行完好，与 {kept} 个留存链头相符 / {rows} rows are as they were written, and {kept} kept heads agree"
            );
            println!("{} {}", head.seq, head.hash);
            Ok(())
        }
    }
}
