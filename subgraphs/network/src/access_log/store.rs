//! The log in the database.

use super::{ChainHead, LoggedCall};
use crate::database::{Database, InsertRow, Sql, StoreError, Transaction, insert_statement};

/// The last row's place and hash. Like the writes, it is no statement that a caller asked for, and
/// is not counted as one.
pub(super) async fn head(transaction: &mut Transaction) -> Result<ChainHead, StoreError> {
    let sql = Sql::new("SELECT seq, hash FROM access_log ORDER BY seq DESC LIMIT 1");
    let last: Option<(i64, String)> = transaction.fetch_optional(sql).await?;
    Ok(last.map_or_else(ChainHead::genesis, |(seq, hash)| ChainHead { seq, hash }))
}

/// The statement that adds rows: all of them or none.
pub(super) fn append(rows: &[LoggedCall]) -> Sql {
    // Only the usual length is worth keeping prepared.
    insert_statement(rows).persistent(rows.len() == 1)
}

/// At most `limit` rows after this place, in order.
pub(super) async fn rows_after(
    database: &Database,
    seq: i64,
    limit: i64,
) -> Result<Vec<LoggedCall>, StoreError> {
    let mut sql = database.select(LoggedCall::COLUMNS, LoggedCall::TABLE);
    sql.push(" WHERE seq > ").push_bind(seq);
    sql.push(" ORDER BY seq LIMIT ").push_bind(limit);
    database.fetch_all(sql).await
}

/// At most `limit` rows before this place, or of all, latest first.
pub(super) async fn rows_before(
    database: &Database,
    seq: Option<i64>,
    limit: i64,
) -> Result<Vec<LoggedCall>, StoreError> {
    let mut sql = database.select(LoggedCall::COLUMNS, LoggedCall::TABLE);
    if let Some(seq) = seq {
        sql.push(" WHERE seq < ").push_bind(seq);
    }
    sql.push(" ORDER BY seq DESC LIMIT ").push_bind(limit);
    database.fetch_all(sql).await
}

/// How many rows there are.
pub(super) async fn row_count(database: &Database) -> Result<i64, StoreError> {
    let (count,): (i64,) =
        database.fetch_one(database.select(&["count(*)"], LoggedCall::TABLE)).await?;
    Ok(count)
}
