//! Runs the statements that read, and counts them.

use sqlx::{FromRow, QueryBuilder, Sqlite, sqlite::SqliteRow};

use super::{Database, StoreError};

impl Database {
    /// Begins `SELECT columns FROM table`.
    #[must_use]
    pub fn select(&self, columns: &[&str], table: &str) -> QueryBuilder<Sqlite> {
        QueryBuilder::new(format!("SELECT {} FROM {table}", columns.join(", ")))
    }

    /// All rows of a statement.
    ///
    /// # Errors
    /// [`StoreError::Statement`] if the statement fails or a row does not read as a `T`.
    pub async fn fetch_all<T>(&self, mut sql: QueryBuilder<Sqlite>) -> Result<Vec<T>, StoreError>
    where
        T: for<'r> FromRow<'r, SqliteRow> + Send + Unpin,
    {
        self.count_statement();
        Ok(sql.build_query_as().fetch_all(&self.pool).await?)
    }

    /// The only row of a statement.
    ///
    /// # Errors
    /// [`StoreError::Statement`] if the statement fails, or gives no row.
    pub async fn fetch_one<T>(&self, mut sql: QueryBuilder<Sqlite>) -> Result<T, StoreError>
    where
        T: for<'r> FromRow<'r, SqliteRow> + Send + Unpin,
    {
        self.count_statement();
        Ok(sql.build_query_as().fetch_one(&self.pool).await?)
    }

    /// Whether the database answers.
    ///
    /// # Errors
    /// [`StoreError::Statement`] if it does not.
    pub async fn check(&self) -> Result<(), StoreError> {
        let (_one,): (i64,) = self.fetch_one(QueryBuilder::new("SELECT 1")).await?;
        Ok(())
    }
}
