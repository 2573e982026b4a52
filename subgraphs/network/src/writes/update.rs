//! Writes a record that exists.

use crate::{
    database::{InsertRow, Sql, StoreError, Transaction},
    record_id::RecordId,
};

/// Replaces the row whose `key_column` is `key` by this one.
///
/// # Errors
/// [`StoreError::Statement`] if it breaks a rule of the table, or there is no such row.
pub async fn update_row<T: InsertRow>(
    transaction: &mut Transaction,
    row: &T,
    key_column: &str,
    key: &RecordId,
) -> Result<(), StoreError> {
    let columns = T::COLUMNS.join(", ");
    let mut sql = Sql::new(format!("UPDATE {} SET ({columns}) = (", T::TABLE));
    row.bind(&mut sql.separated(", "));
    sql.push(format_args!(") WHERE {key_column} = ")).push_bind(key.clone());
    if transaction.execute(sql).await? == 1 { Ok(()) } else { Err(sqlx::Error::RowNotFound.into()) }
}
