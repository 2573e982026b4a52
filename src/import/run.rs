//! Runs an import: all rows or none.

use std::{
    collections::{BTreeMap, HashMap, HashSet},
    hash::Hash,
};

use qianzhan_network::{
    Database, Level, RegionCode, StoreError,
    contract::EnumLabels,
    database::{Sql, Transaction},
    writes::{UserErrorCode, note_bulk_write},
};
use sha2::{Digest, Sha256};

use super::{
    ImportKind, RowProblem, Sheet,
    cells::Cells,
    column::{Column, check_header},
    kinds::{self, ContactRow, EventRow, FigureRow, MemberRow, Owner, PlatformRow, RowKind},
};

/// Whose records they are, and how they are imported.
#[derive(Debug, Clone)]
pub struct ImportOptions<'o> {
    /// What a row is.
    pub kind: ImportKind,
    /// The region whose records they become.
    pub region: RegionCode,
    /// Its level.
    pub level: Level,
    /// Who imports, for the journal.
    pub subject: &'o str,
    /// What the contracts call the values of enumerations.
    pub labels: &'o EnumLabels,
    /// Whether everything is only tried, and taken back.
    pub is_dry_run: bool,
}

/// What was imported.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct ImportReport {
    /// Records written; with a dry run, that would be.
    pub records: usize,
}

/// Why nothing was imported.
#[derive(Debug, thiserror::Error)]
pub enum ImportError {
    /// Rows have problems.
    #[error("{count} 处问题，什么也没有写 / {count} problems; nothing was written", count = .0.len())]
    Rows(Vec<RowProblem>),
    /// The same rows were imported before.
    #[error("同样的内容已导入过 / the same rows were imported before")]
    Repeated,
    /// The database failed.
    #[error("数据库失败，什么也没有写 / the database failed; nothing was written")]
    Store(#[from] StoreError),
}

impl ImportError {
    /// The stable code of the error.
    #[must_use]
    pub fn code(&self) -> &'static str {
        match self {
            Self::Rows(_) => "IMPORT_ROWS_INVALID",
            Self::Repeated => "IMPORT_REPEATED",
            Self::Store(_) => "RECORDS_NOT_WRITTEN",
        }
    }
}

/// Imports a table into a database whose tables and committees stand.
///
/// # Errors
/// [`ImportError`]; nothing is written then.
pub async fn import(
    database: &Database,
    sheet: &Sheet,
    options: &ImportOptions<'_>,
) -> Result<ImportReport, ImportError> {
    match options.kind {
        ImportKind::Members => import_rows::<MemberRow>(database, sheet, options).await,
        ImportKind::Platforms => import_rows::<PlatformRow>(database, sheet, options).await,
        ImportKind::Events => import_rows::<EventRow>(database, sheet, options).await,
        ImportKind::Figures => import_rows::<FigureRow>(database, sheet, options).await,
        ImportKind::Contacts => import_rows::<ContactRow>(database, sheet, options).await,
    }
}

async fn import_rows<K: RowKind>(
    database: &Database,
    sheet: &Sheet,
    options: &ImportOptions<'_>,
) -> Result<ImportReport, ImportError> {
    let mut problems = check_header(sheet, K::COLUMNS);
    if !problems.is_empty() {
        return Err(ImportError::Rows(problems));
    }
    let owner = Owner { region: options.region, level: options.level };
    let mut rows: Vec<(usize, K)> = Vec::with_capacity(sheet.rows.len());
    for row in &sheet.rows {
        let mut cells = Cells::new(row, &sheet.header, options.labels);
        let record = K::read(&mut cells, owner);
        if let Some(record) = record.filter(|_| cells.problems.is_empty()) {
            rows.push((cells.number(), record));
        }
        problems.append(&mut cells.problems);
    }
    let mut transaction = database.begin().await?;
    problems.extend(repeated(&rows, |record| Some(record.id().to_string())));
    problems.extend(repeated(&rows, K::likeness));
    problems.extend(ids_there::<K>(&mut transaction, &rows).await?);
    problems.extend(missing_references(&mut transaction, sheet, &rows).await?);
    let (numbers, records): (Vec<usize>, Vec<K>) = rows.into_iter().unzip();
    problems.extend(likenesses_there(&mut transaction, &numbers, &records).await?);
    if !problems.is_empty() {
        problems.sort_by_key(|problem| problem.row);
        return Err(ImportError::Rows(problems));
    }
    let key = fingerprint(sheet);
    let who = (options.subject, options.region);
    if !note_bulk_write(&mut transaction, who, &key, K::NAME, records.len()).await? {
        return Err(ImportError::Repeated);
    }
    K::insert(&mut transaction, &records).await?;
    if !options.is_dry_run {
        transaction.commit().await?;
    }
    Ok(ImportReport { records: records.len() })
}

/// Tells one table from another.
fn fingerprint(sheet: &Sheet) -> String {
    let mut digest = Sha256::new();
    let rows = std::iter::once(&sheet.header).chain(sheet.rows.iter().map(|row| &row.cells));
    for cells in rows {
        for cell in cells {
            digest.update(cell.as_bytes());
            digest.update([0x1f]);
        }
        digest.update([0x1e]);
    }
    let hex: String = digest.finalize().iter().map(|byte| format!("{byte:02x}")).collect();
    format!("import-{hex}")
}

fn problem(row: usize, column: &str, code: UserErrorCode, zh: String, en: String) -> RowProblem {
    RowProblem { row, column: column.to_owned(), code, message_zh: zh, message_en: en }
}

/// Rows that have the key of one before.
fn repeated<K, T: Eq + Hash>(
    rows: &[(usize, K)],
    key: impl Fn(&K) -> Option<T>,
) -> Vec<RowProblem> {
    let mut first: HashMap<T, usize> = HashMap::new();
    let mut problems = Vec::new();
    for (row, record) in rows {
        let Some(key) = key(record) else { continue };
        let first = *first.entry(key).or_insert(*row);
        if first != *row {
            let (zh, en) = (format!("与第 {first} 行相同"), format!("the same as row {first}"));
            problems.push(problem(*row, kinds::ID.label, UserErrorCode::AlreadyExists, zh, en));
        }
    }
    problems
}

/// Rows whose record the database has.
async fn ids_there<K: RowKind>(
    transaction: &mut Transaction,
    rows: &[(usize, K)],
) -> Result<Vec<RowProblem>, StoreError> {
    let ids: Vec<_> = rows.iter().map(|(_, record)| record.id()).collect();
    let there = keys_there(transaction, K::TABLE, "id", &ids).await?;
    let repeated = rows.iter().filter(|(_, record)| there.contains(record.id().as_str()));
    let problems = repeated.map(|(row, record)| {
        let zh = format!("已有此记录：{}", record.id());
        let en = format!("the record is there already: {}", record.id());
        problem(*row, kinds::ID.label, UserErrorCode::AlreadyExists, zh, en)
    });
    Ok(problems.collect())
}

/// Rows that say what a record of the database says. Which one is not told: it may hold what the
/// importer's terminal should not show.
async fn likenesses_there<K: RowKind>(
    transaction: &mut Transaction,
    numbers: &[usize],
    records: &[K],
) -> Result<Vec<RowProblem>, StoreError> {
    let there = K::likenesses_there(transaction, records).await?;
    let rows = numbers.iter().zip(records);
    let repeated =
        rows.filter(|(_, record)| record.likeness().is_some_and(|it| there.contains(&it)));
    let problems = repeated.map(|(row, _)| {
        let zh = "已有这样的记录；确是另一条的，请自编编号".to_owned();
        let en = "such a record is there already; give an id to one that is another".to_owned();
        problem(*row, kinds::ID.label, UserErrorCode::AlreadyExists, zh, en)
    });
    Ok(problems.collect())
}

/// A row, and a column of it that names a record by this key.
type NamedKey = (usize, Column, String);

/// Cells that name records which are not there.
async fn missing_references<K: RowKind>(
    transaction: &mut Transaction,
    sheet: &Sheet,
    rows: &[(usize, K)],
) -> Result<Vec<RowProblem>, StoreError> {
    let mut by_table: BTreeMap<(&str, &str), Vec<NamedKey>> = BTreeMap::new();
    for (row, record) in rows {
        for named in record.references() {
            let place = by_table.entry((named.table, named.key_column)).or_default();
            place.push((*row, named.column, named.key));
        }
    }
    let mut problems = Vec::new();
    for ((table, key_column), named) in by_table {
        let keys: Vec<_> = named.iter().map(|(_, _, key)| key).collect();
        let there = keys_there(transaction, table, key_column, &keys).await?;
        for (row, column, key) in named {
            if !there.contains(&key) {
                let name = column.place(&sheet.header).map_or(column.label, |at| &sheet.header[at]);
                let (zh, en) = (format!("没有“{key}”"), format!("there is no `{key}`"));
                problems.push(problem(row, name, UserErrorCode::NotFound, zh, en));
            }
        }
    }
    Ok(problems)
}

async fn keys_there<T: std::fmt::Display>(
    transaction: &mut Transaction,
    table: &str,
    key_column: &str,
    keys: &[T],
) -> Result<HashSet<String>, StoreError> {
    let mut sql = Sql::new(format!("SELECT {key_column} FROM {table} WHERE {key_column} IN "));
    sql.push_keys(keys);
    let there: Vec<(String,)> = transaction.fetch_all(sql).await?;
    Ok(there.into_iter().map(|(key,)| key).collect())
}
