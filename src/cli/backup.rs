//! `qianzhan backup`: a complete copy of a site's SQLite database, while the site runs.

use std::{fs, path::PathBuf};

use clap::Args;
use qianzhan_network::database::{Database, DatabaseLocation, Sql};

use super::CliError;

/// Arguments of `backup`.
#[derive(Debug, Args)]
pub(super) struct BackupArgs {
    /// 站点的 SQLite 数据库文件；PostgreSQL 用 pg_dump。 / SQLite database file of the site; for PostgreSQL use pg_dump.
    #[arg(long)]
    database: DatabaseLocation,
    /// 备份写到哪个文件；不覆盖已有的文件。 / File of the copy; one that is there is not written over.
    #[arg(long)]
    to: PathBuf,
}

/// Copies, and checks the copy.
///
/// # Errors
/// [`CliError`] if there is no such file, one stands where the copy goes, or the copy is not whole.
pub(super) async fn run(args: BackupArgs) -> Result<(), CliError> {
    let DatabaseLocation::File(path) = &args.database else {
        let message = "PostgreSQL 数据库用 pg_dump 备份，见运维手册第 8 节 / a PostgreSQL database \
                       is backed up by pg_dump, see section 8 of the operator's guide";
        return Err(CliError::coded("BACKUP_BY_SERVER", message));
    };
    fs::metadata(path).map_err(CliError::reading(path))?;
    if args.to.exists() {
        let message = format!("{} 已存在 / {0} is there already", args.to.display());
        return Err(CliError::coded("BACKUP_EXISTS", message));
    }
    let failed = |error| CliError::caused("BACKUP_FAILED", &error);
    let database = Database::open(path).await.map_err(failed)?;
    let mut copy = Sql::new("VACUUM INTO ");
    copy.push_bind(args.to.display().to_string());
    database.execute(copy).await.map_err(failed)?;
    database.close().await;
    let copy = Database::open(&args.to).await.map_err(failed)?;
    let (verdict,): (String,) =
        copy.fetch_one(Sql::new("PRAGMA integrity_check")).await.map_err(failed)?;
    copy.close().await;
    if verdict != "ok" {
        return Err(CliError::coded("BACKUP_FAILED", verdict));
    }
    println!("{}", args.to.display());
    Ok(())
}
