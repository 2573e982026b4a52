//! `qianzhan import`: records of one region, from a table that its office keeps.

use std::path::PathBuf;

use clap::Args;
use qianzhan_gateway::directory::RegionTable;
use qianzhan_network::{
    Database, TrustedIssuers, contract::EnumLabels, database::DatabaseLocation,
};

use super::{CliError, site_server};
use crate::{
    founding::found_committees,
    import::{ImportError, ImportKind, ImportOptions, Sheet, import},
    schema_files,
    site_kinds::SiteKind,
};

/// Problems that are printed; more are only counted.
const SHOWN_PROBLEMS: usize = 100;

/// Arguments of `import`.
#[derive(Debug, Args)]
pub(super) struct ImportArgs {
    /// 表格文件：.csv（UTF-8 或 GB18030）、.xlsx、.xls、.ods，首行为列名。 / Table: .csv (UTF-8 or GB18030), .xlsx, .xls or .ods, whose first row names the columns.
    file: PathBuf,
    /// 每一行是什么。 / What a row is.
    #[arg(long)]
    kind: ImportKind,
    /// 记录归哪个地区。 / Region whose records they become.
    #[arg(long)]
    region: String,
    /// 站点的数据库：SQLite 文件，或 postgres:// 地址；站点可在运行。缺省为当前目录的“区划代码.sqlite”。 / The site's database: a SQLite file, or a postgres:// URL; the site may be running. By default `REGION.sqlite` here.
    #[arg(long)]
    database: Option<DatabaseLocation>,
    /// 电子表格的哪个工作表；缺省为第一个。 / Which sheet of a spreadsheet; by default its first.
    #[arg(long)]
    sheet: Option<String>,
    /// 只检查，不写入。 / Only try; write nothing.
    #[arg(long)]
    dry_run: bool,
    /// 谁导入，记入写入日志。 / Who imports, for the journal of writes.
    #[arg(long = "as", value_name = "NAME", default_value = "import")]
    subject: String,
}

/// Imports, and says how many; or prints every problem.
///
/// # Errors
/// [`CliError`] if the file is no table, a row has a problem, or the database refuses. Nothing is
/// written then.
pub(super) async fn run(args: ImportArgs) -> Result<(), CliError> {
    let table = RegionTable::parse(&[schema_files::REGIONS])
        .map_err(|error| CliError::coded("REGION_TABLE_INVALID", error))?;
    let kind = SiteKind::of_regions(&table, std::slice::from_ref(&args.region))?;
    let sheet = Sheet::read(&args.file, args.sheet.as_deref()).map_err(|error| {
        CliError::coded(error.code(), format!("{}: {error}", args.file.display()))
    })?;
    let of_region = || DatabaseLocation::File(PathBuf::from(format!("{}.sqlite", kind.id)));
    let database = match args.database.unwrap_or_else(of_region) {
        // Opening would make the file.
        DatabaseLocation::File(path) if args.dry_run && !path.exists() => {
            Database::in_memory().await
        }
        location => location.open().await,
    };
    let database = database.map_err(|error| CliError::caused("DATABASE_UNUSABLE", &error))?;
    // What a site does when it starts: tables, committees, places.
    let server = site_server(&kind, database.clone(), TrustedIssuers::open(), None, None).await?;
    let regions = &server.site().regions;
    found_committees(&database, &table, regions).await?;
    let options = ImportOptions {
        kind: args.kind,
        region: regions[0],
        level: kind.level,
        subject: &args.subject,
        labels: &EnumLabels::of(&kind.sdl()),
        is_dry_run: args.dry_run,
    };
    match import(&database, &sheet, &options).await {
        Ok(report) => {
            let records = report.records;
            if args.dry_run {
                println!(
                    "可导入 {records} 条，未写入 / {records} records would be imported; none was written"
                );
            } else {
                println!("已导入 {records} 条 / {records} records were imported");
            }
            Ok(())
        }
        Err(error) => {
            if let ImportError::Rows(problems) = &error {
                for problem in problems.iter().take(SHOWN_PROBLEMS) {
                    eprintln!("{problem}");
                }
                let hidden = problems.len().saturating_sub(SHOWN_PROBLEMS);
                if hidden > 0 {
                    eprintln!("…… 另有 {hidden} 处 / and {hidden} more");
                }
            }
            Err(CliError::caused(error.code(), &error))
        }
    }
}
