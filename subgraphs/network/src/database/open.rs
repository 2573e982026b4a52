//! Opens a database, of either kind, and the turn to write to it.

use std::{
    path::Path,
    str::FromStr,
    sync::{
        Arc,
        atomic::{AtomicU64, Ordering},
    },
    time::Duration,
};

use sqlx::{
    ConnectOptions, PgPool, SqlitePool,
    postgres::{PgConnectOptions, PgPoolOptions},
    sqlite::{SqliteConnectOptions, SqliteJournalMode, SqlitePoolOptions, SqliteSynchronous},
};

use super::{Sql, StatementObserver, StoreError, Transaction};

/// Connections of one site: enough for a few requests at once, few enough for a hundred sites in
/// one process, or on one server.
const MAX_CONNECTIONS: u32 = 4;
/// How long a statement waits for another's lock before it fails.
const BUSY_TIMEOUT: Duration = Duration::from_secs(5);
/// How long a server may take to answer, as when it starts together with the site.
const CONNECT_TIMEOUT: Duration = Duration::from_secs(15);
/// First key of the advisory lock that is a site's writing turn in PostgreSQL; the second is the
/// schema, so that sites which share a database by schema do not wait for each other.
const WRITING_TURN: i32 = 0x7169_616e;

/// Which database system holds a site's records.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum DatabaseKind {
    /// A file that the site itself opens.
    Sqlite,
    /// A server that the office runs.
    Postgres,
}

/// A site's database. Cloning it is cheap; clones share the connections.
#[derive(Debug, Clone)]
pub struct Database {
    pub(super) pool: Pool,
    statements: Arc<AtomicU64>,
    pub(super) observer: Option<StatementObserver>,
}

#[derive(Debug, Clone)]
pub(super) enum Pool {
    Sqlite(SqlitePool),
    Postgres(PgPool),
}

impl Database {
    /// Opens the SQLite database in a file, creating the file if there is none.
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
        Self::open_sqlite(pool, options, &path.display().to_string()).await
    }

    /// Opens an empty SQLite database that lives in memory as long as this value does.
    ///
    /// # Errors
    /// [`StoreError::Open`] if memory does not suffice.
    pub async fn in_memory() -> Result<Self, StoreError> {
        // Each connection to `:memory:` would be a database of its own, and one that closes is lost.
        let pool = SqlitePoolOptions::new()
            .max_connections(1)
            .idle_timeout(None::<Duration>)
            .max_lifetime(None::<Duration>);
        Self::open_sqlite(pool, SqliteConnectOptions::new().in_memory(true), ":memory:").await
    }

    async fn open_sqlite(
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
        Ok(Self { pool: Pool::Sqlite(pool), statements: Arc::default(), observer: None })
    }

    /// Opens a database of a PostgreSQL server, which must exist. What the URL leaves out is taken
    /// from the usual variables, `PGPASSWORD` and `PGPASSFILE` among them.
    ///
    /// # Errors
    /// [`StoreError::Open`] if the URL is none, or the server cannot be reached; the error names
    /// the server and the database, never the password.
    pub async fn connect(url: &str) -> Result<Self, StoreError> {
        let failed = |path: String| move |source| StoreError::Open { path, source };
        let options = PgConnectOptions::from_str(url).map_err(failed("postgres://…".to_owned()))?;
        let name = server_name(&options);
        let busy = BUSY_TIMEOUT.as_millis().to_string();
        let options = options
            .application_name("qianzhan")
            .options([("lock_timeout", busy.as_str()), ("client_min_messages", "warning")])
            .disable_statement_logging();
        let pool = PgPoolOptions::new()
            .max_connections(MAX_CONNECTIONS)
            .acquire_timeout(CONNECT_TIMEOUT)
            .connect_with(options)
            .await
            .map_err(failed(name))?;
        Ok(Self { pool: Pool::Postgres(pool), statements: Arc::default(), observer: None })
    }

    /// Which kind it is.
    #[must_use]
    pub fn kind(&self) -> DatabaseKind {
        match &self.pool {
            Pool::Sqlite(_) => DatabaseKind::Sqlite,
            Pool::Postgres(_) => DatabaseKind::Postgres,
        }
    }

    /// Begins to write: waits for the site's writing turn, and holds it.
    ///
    /// # Errors
    /// [`StoreError::Statement`] if the turn does not come in time.
    pub async fn begin(&self) -> Result<Transaction, StoreError> {
        match &self.pool {
            Pool::Sqlite(pool) => {
                Ok(Transaction::sqlite(pool.begin_with("BEGIN IMMEDIATE").await?))
            }
            Pool::Postgres(pool) => {
                let mut transaction = Transaction::postgres(pool.begin().await?);
                let mut turn = Sql::new("SELECT pg_advisory_xact_lock(");
                turn.push(WRITING_TURN).push(", hashtext(current_schema()))");
                transaction.execute(turn).await?;
                Ok(transaction)
            }
        }
    }

    /// The same database, whose reading statements `observer` keeps a copy of.
    #[must_use]
    pub fn observed_by(self, observer: StatementObserver) -> Self {
        Self { observer: Some(observer), ..self }
    }

    /// How many statements have read from this database since it was opened.
    #[must_use]
    pub fn statement_count(&self) -> u64 {
        self.statements.load(Ordering::Relaxed)
    }

    pub(super) fn count_statement(&self, sql: &Sql) {
        self.statements.fetch_add(1, Ordering::Relaxed);
        if let Some(observer) = &self.observer {
            observer.saw(sql);
        }
    }

    /// Closes all connections, once what runs on them has ended.
    pub async fn close(&self) {
        match &self.pool {
            Pool::Sqlite(pool) => pool.close().await,
            Pool::Postgres(pool) => pool.close().await,
        }
    }
}

/// How errors name a server and its database: never with its password.
fn server_name(options: &PgConnectOptions) -> String {
    let database = options.get_database().unwrap_or_default();
    let host = options
        .get_socket()
        .map_or_else(|| options.get_host().to_owned(), |socket| socket.display().to_string());
    format!("postgres://{host}:{}/{database}", options.get_port())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[tokio::test]
    async fn a_file_that_is_no_database_is_refused() {
        let folder = tempfile::tempdir().expect("a temporary folder");
        let path = folder.path().join("site.db");
        std::fs::write(&path, "not a database, but long enough to be read as one".repeat(100))
            .expect("the file is written");
        let opened = Database::open(&path).await;
        assert!(matches!(opened, Err(StoreError::Open { .. })), "{opened:?}");
    }

    #[test]
    fn a_server_is_named_without_its_password() {
        for (url, name) in [
            ("postgres://clerk:secret@db:5433/records", "postgres://db:5433/records"),
            ("postgres:///records?host=/run/postgresql", "postgres:///run/postgresql:5432/records"),
        ] {
            let options = PgConnectOptions::from_str(url).expect("a URL");
            assert_eq!(server_name(&options), name);
        }
    }
}
