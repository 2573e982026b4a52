//! What is written together, or not at all.

use sqlx::{Postgres, Sqlite};

use super::{DatabaseKind, ReadRow, Sql, StoreError, run::run_query};

/// A transaction that writes. It holds the site's writing turn from its beginning, so that what it
/// reads holds until it ends. Dropped without [`Transaction::commit`], it has done nothing.
#[derive(Debug)]
pub struct Transaction {
    inner: Inner,
}

#[derive(Debug)]
enum Inner {
    Sqlite(sqlx::Transaction<'static, Sqlite>),
    Postgres(sqlx::Transaction<'static, Postgres>),
}

impl Transaction {
    pub(super) fn sqlite(transaction: sqlx::Transaction<'static, Sqlite>) -> Self {
        Self { inner: Inner::Sqlite(transaction) }
    }

    pub(super) fn postgres(transaction: sqlx::Transaction<'static, Postgres>) -> Self {
        Self { inner: Inner::Postgres(transaction) }
    }

    /// Which database it writes to.
    #[must_use]
    pub fn kind(&self) -> DatabaseKind {
        match &self.inner {
            Inner::Sqlite(_) => DatabaseKind::Sqlite,
            Inner::Postgres(_) => DatabaseKind::Postgres,
        }
    }

    /// Runs a statement; how many rows it wrote.
    ///
    /// # Errors
    /// [`StoreError::Statement`] if it breaks a rule of a table.
    pub async fn execute(&mut self, sql: Sql) -> Result<u64, StoreError> {
        Ok(match &mut self.inner {
            Inner::Sqlite(transaction) => {
                run_query!(Sqlite, query_with, sql, &mut **transaction, execute).rows_affected()
            }
            Inner::Postgres(transaction) => {
                run_query!(Postgres, query_with, sql, &mut **transaction, execute).rows_affected()
            }
        })
    }

    /// All rows of a statement.
    ///
    /// # Errors
    /// [`StoreError::Statement`] if the statement fails or a row does not read as a `T`.
    pub async fn fetch_all<T: ReadRow>(&mut self, sql: Sql) -> Result<Vec<T>, StoreError> {
        Ok(match &mut self.inner {
            Inner::Sqlite(transaction) => {
                run_query!(Sqlite, query_as_with, sql, &mut **transaction, fetch_all)
            }
            Inner::Postgres(transaction) => {
                run_query!(Postgres, query_as_with, sql, &mut **transaction, fetch_all)
            }
        })
    }

    /// The first row of a statement, if it gives any.
    ///
    /// # Errors
    /// As [`Transaction::fetch_all`].
    pub async fn fetch_optional<T: ReadRow>(&mut self, sql: Sql) -> Result<Option<T>, StoreError> {
        Ok(match &mut self.inner {
            Inner::Sqlite(transaction) => {
                run_query!(Sqlite, query_as_with, sql, &mut **transaction, fetch_optional)
            }
            Inner::Postgres(transaction) => {
                run_query!(Postgres, query_as_with, sql, &mut **transaction, fetch_optional)
            }
        })
    }

    /// The only row of a statement.
    ///
    /// # Errors
    /// As [`Transaction::fetch_all`], and if it gives no row.
    pub async fn fetch_one<T: ReadRow>(&mut self, sql: Sql) -> Result<T, StoreError> {
        Ok(self.fetch_optional(sql).await?.ok_or(sqlx::Error::RowNotFound)?)
    }

    /// Makes what was written stand.
    ///
    /// # Errors
    /// [`StoreError::Statement`] if it cannot; then nothing was written.
    pub async fn commit(self) -> Result<(), StoreError> {
        match self.inner {
            Inner::Sqlite(transaction) => transaction.commit().await?,
            Inner::Postgres(transaction) => transaction.commit().await?,
        }
        Ok(())
    }
}
