//! Writes many rows in few statements.

use super::{Separated, Sql, StoreError, Transaction};

/// The lower of the databases' limits on bound values in one statement, which is SQLite's.
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
    fn bind(&self, values: &mut Separated<'_>);
}

/// Inserts all rows, in order.
///
/// # Errors
/// [`StoreError::Statement`] if a row breaks a constraint.
pub async fn insert_rows<T: InsertRow>(
    transaction: &mut Transaction,
    rows: &[T],
) -> Result<(), StoreError> {
    for chunk in rows.chunks(MAX_ROWS.min(MAX_BOUND_VALUES / T::COLUMNS.len())) {
        // Only whole chunks have the same text again.
        let sql = insert_statement(chunk).persistent(chunk.len() == MAX_ROWS);
        transaction.execute(sql).await?;
    }
    Ok(())
}

/// The statement that inserts these rows, all or none.
pub(crate) fn insert_statement<T: InsertRow>(rows: &[T]) -> Sql {
    let mut sql = Sql::new(format!("INSERT INTO {} ({}) ", T::TABLE, T::COLUMNS.join(", ")));
    sql.push_values(rows, |values, row| row.bind(values));
    sql
}
