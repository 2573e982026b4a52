//! Writes many rows in few statements.

use sqlx::{QueryBuilder, Sqlite, SqliteConnection, query_builder::Separated};

use super::StoreError;

/// SQLite's limit on bound values in one statement.
const MAX_BOUND_VALUES: usize = 32_766;
/// Rows in one statement: beyond this, a longer statement gains nothing.
const MAX_ROWS: usize = 500;

/// A row that can be inserted.
pub trait InsertRow {
    /// The table it goes into.
    const TABLE: &'static str;
    /// The columns it gives, in the order that [`Self::bind`] binds them.
    const COLUMNS: &'static [&'static str];

    /// Binds one value for each column.
    fn bind(&self, values: &mut Separated<'_, Sqlite, &'static str>);
}

/// Inserts all rows, in order.
///
/// # Errors
/// [`StoreError::Statement`] if a row breaks a constraint; rows before it may then stand, so call
/// this inside a transaction.
pub async fn insert_rows<T: InsertRow>(
    connection: &mut SqliteConnection,
    rows: &[T],
) -> Result<(), StoreError> {
    let head = format!("INSERT INTO {} ({}) ", T::TABLE, T::COLUMNS.join(", "));
    for chunk in rows.chunks(MAX_ROWS.min(MAX_BOUND_VALUES / T::COLUMNS.len())) {
        let mut sql = QueryBuilder::new(head.as_str());
        sql.push_values(chunk, |mut values, row| row.bind(&mut values));
        // Only whole chunks have the same text again.
        sql.build().persistent(chunk.len() == MAX_ROWS).execute(&mut *connection).await?;
    }
    Ok(())
}
