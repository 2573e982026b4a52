//! Runs the statements that read, and counts them.

use super::{Database, ReadRow, Sql, StoreError, open::Pool, run::run_query};

impl Database {
    /// Begins `SELECT columns FROM table`.
    #[must_use]
    pub fn select(&self, columns: &[&str], table: &str) -> Sql {
        Sql::new(format!("SELECT {} FROM {table}", columns.join(", ")))
    }

    /// All rows of a statement.
    ///
    /// # Errors
    /// [`StoreError::Statement`] if the statement fails or a row does not read as a `T`.
    pub async fn fetch_all<T: ReadRow>(&self, sql: Sql) -> Result<Vec<T>, StoreError> {
        self.count_statement();
        Ok(match &self.pool {
            Pool::Sqlite(pool) => run_query!(Sqlite, query_as_with, sql, pool, fetch_all),
            Pool::Postgres(pool) => run_query!(Postgres, query_as_with, sql, pool, fetch_all),
        })
    }

    /// The only row of a statement.
    ///
    /// # Errors
    /// [`StoreError::Statement`] if the statement fails, or gives no row.
    pub async fn fetch_one<T: ReadRow>(&self, sql: Sql) -> Result<T, StoreError> {
        self.count_statement();
        Ok(match &self.pool {
            Pool::Sqlite(pool) => run_query!(Sqlite, query_as_with, sql, pool, fetch_one),
            Pool::Postgres(pool) => run_query!(Postgres, query_as_with, sql, pool, fetch_one),
        })
    }

    /// Runs one statement that writes, all of it or nothing. What must be written together with
    /// something else needs a [`Transaction`](super::Transaction).
    ///
    /// # Errors
    /// [`StoreError::Statement`] if it breaks a rule of the table.
    pub async fn execute(&self, sql: Sql) -> Result<u64, StoreError> {
        Ok(match &self.pool {
            Pool::Sqlite(pool) => {
                run_query!(Sqlite, query_with, sql, pool, execute).rows_affected()
            }
            Pool::Postgres(pool) => {
                run_query!(Postgres, query_with, sql, pool, execute).rows_affected()
            }
        })
    }

    /// Runs a script of statements as they are written: for tools and tests that know which database
    /// they have.
    ///
    /// # Errors
    /// [`StoreError::Statement`] if one fails; those before it stand.
    pub async fn run_script(&self, script: &str) -> Result<(), StoreError> {
        let script = sqlx::raw_sql(sqlx::AssertSqlSafe(script.to_owned()));
        match &self.pool {
            Pool::Sqlite(pool) => script.execute(pool).await.map(|_| ())?,
            Pool::Postgres(pool) => script.execute(pool).await.map(|_| ())?,
        }
        Ok(())
    }

    /// Whether the database answers.
    ///
    /// # Errors
    /// [`StoreError::Statement`] if it does not.
    pub async fn check(&self) -> Result<(), StoreError> {
        let (_one,): (i32,) = self.fetch_one(Sql::new("SELECT 1")).await?;
        Ok(())
    }
}
