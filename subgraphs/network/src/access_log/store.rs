//! The log in the database.

use sqlx::{QueryBuilder, SqliteConnection};

use super::{ChainHead, LoggedCall};
use crate::database::{Database, InsertRow, StoreError};

/// The last row's place and hash. Like the writes, it is no statement that a caller asked for, and
/// is not counted as one.
pub(super) async fn head(connection: &mut SqliteConnection) -> Result<ChainHead, StoreError> {
    let last: Option<(i64, String)> =
        sqlx::query_as("SELECT seq, hash FROM access_log ORDER BY seq DESC LIMIT 1")
            .fetch_optional(connection)
            .await?;
    Ok(last.map_or_else(ChainHead::genesis, |(seq, hash)| ChainHead { seq, hash }))
}

/// Adds rows in one statement: all of them or none.
pub(super) async fn append(
    connection: &mut SqliteConnection,
    rows: &[LoggedCall],
) -> Result<(), StoreError> {
    let columns = LoggedCall::COLUMNS.join(", ");
    let mut sql = QueryBuilder::new(format!("INSERT INTO {} ({columns}) ", LoggedCall::TABLE));
    sql.push_values(rows, |mut values, row| row.bind(&mut values));
    // Only the usual length is worth keeping prepared.
    sql.build().persistent(rows.len() == 1).execute(connection).await?;
    Ok(())
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
