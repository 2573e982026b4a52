//! Opens a SQLite database and brings its tables up to date.

use std::{
    path::Path,
    sync::{
        Arc,
        atomic::{AtomicU64, Ordering},
    },
    time::Duration,
};

use sqlx::{
    ConnectOptions, Sqlite, SqlitePool,
    migrate::{Migration, Migrator},
    pool::PoolConnection,
    sqlite::{SqliteConnectOptions, SqliteJournalMode, SqlitePoolOptions, SqliteSynchronous},
};

use super::StoreError;

/// Connections of one site: enough for a few requests at once, few enough for a hundred sites in
/// one process.
const MAX_CONNECTIONS: u32 = 4;
/// How long a statement waits for another's lock before it fails.
const BUSY_TIMEOUT: Duration = Duration::from_secs(5);

static NETWORK_MIGRATIONS: Migrator = sqlx::migrate!("../../migrations/network");

/// A site's database. Cloning it is cheap; clones share the connections.
#[derive(Debug, Clone)]
pub struct Database {
    pub(super) pool: SqlitePool,
    statements: Arc<AtomicU64>,
}

impl Database {
    /// Opens the database in a file, creating the file if there is none.
    ///
    /// # Errors
    /// [`StoreError::Open`] if it is no database or cannot be reached.
    pub async fn open(path: &Path) -> Result<Self, StoreError> {
        let options = SqliteConnectOptions::new()
            .filename(path)
            .create_if_missing(true)
            .journal_mode(SqliteJournalMode::Wal)
            .synchronous(SqliteSynchronous::Normal);
        let pool = SqlitePoolOptions::new().max_connections(MAX_CONNECTIONS);
        Self::connect(pool, options, &path.display().to_string()).await
    }

    /// Opens an empty database that lives in memory as long as this value does.
    ///
    /// # Errors
    /// [`StoreError::Open`] if memory does not suffice.
    pub async fn in_memory() -> Result<Self, StoreError> {
        // Each connection to `:memory:` would be a database of its own, and one that closes is lost.
        let pool = SqlitePoolOptions::new()
            .max_connections(1)
            .idle_timeout(None::<Duration>)
            .max_lifetime(None::<Duration>);
        Self::connect(pool, SqliteConnectOptions::new().in_memory(true), ":memory:").await
    }

    async fn connect(
        pool: SqlitePoolOptions,
        options: SqliteConnectOptions,
        path: &str,
    ) -> Result<Self, StoreError> {
        let options =
            options.foreign_keys(true).busy_timeout(BUSY_TIMEOUT).disable_statement_logging();
        let pool = pool
            .connect_with(options)
            .await
            .map_err(|source| StoreError::Open { path: path.to_owned(), source })?;
        Ok(Self { pool, statements: Arc::default() })
    }

    /// Creates or updates the tables of the records that every committee keeps, and those of the
    /// level's own `migrations`. Does nothing to a database that is up to date.
    ///
    /// Migrations of the database that this program does not know are let be: a newer program, or
    /// one with more contracts, ran before, and migrations only ever expand.
    ///
    /// # Errors
    /// [`StoreError::Migrate`] if a migration fails, or was changed after it ran.
    pub async fn migrate(
        &self,
        migrations: impl IntoIterator<Item = &'static Migrator>,
    ) -> Result<(), StoreError> {
        let all: Vec<Migration> = std::iter::once(&NETWORK_MIGRATIONS)
            .chain(migrations)
            .flat_map(|migrator| migrator.iter().cloned())
            .collect();
        let mut migrator = Migrator::with_migrations(all);
        migrator.set_ignore_missing(true);
        Ok(migrator.run(&self.pool).await?)
    }

    /// A connection for writing records; begin a transaction on it.
    ///
    /// # Errors
    /// [`StoreError::Statement`] if none becomes free in time.
    pub async fn acquire(&self) -> Result<PoolConnection<Sqlite>, StoreError> {
        Ok(self.pool.acquire().await?)
    }

    /// How many statements have read from this database since it was opened.
    #[must_use]
    pub fn statement_count(&self) -> u64 {
        self.statements.load(Ordering::Relaxed)
    }

    pub(super) fn count_statement(&self) {
        self.statements.fetch_add(1, Ordering::Relaxed);
    }

    /// Closes all connections, once what runs on them has ended.
    pub async fn close(&self) {
        self.pool.close().await;
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[tokio::test]
    async fn migrating_twice_changes_nothing() {
        let database = Database::in_memory().await.expect("memory suffices");
        for _ in 0..2 {
            database.migrate([]).await.expect("the migrations run");
        }
    }

    #[tokio::test]
    async fn a_file_that_is_no_database_is_refused() {
        let folder = tempfile::tempdir().expect("a temporary folder");
        let path = folder.path().join("site.db");
        std::fs::write(&path, "not a database, but long enough to be read as one".repeat(100))
            .expect("the file is written");
        let opened = Database::open(&path).await;
        assert!(matches!(opened, Err(StoreError::Open { .. })), "{opened:?}");
    }
}
