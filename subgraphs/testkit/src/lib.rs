//! Databases for tests. The same tests run on SQLite, and on PostgreSQL where the environment names
//! a server in `QIANZHAN_TEST_POSTGRES`, such as `postgres://postgres@127.0.0.1:5433/postgres`: each
//! test then has a schema of its own there.

use std::path::PathBuf;

use qianzhan_network::{
    Database,
    database::{DatabaseKind, Sql},
};
use serde_json::Value;
use tempfile::TempDir;
use uuid::Uuid;

/// The variable that names the server to test on.
pub const SERVER_VARIABLE: &str = "QIANZHAN_TEST_POSTGRES";

/// Where a test keeps its records: it can be opened as often as the test likes.
#[derive(Debug)]
pub enum TestStore {
    /// A file in a folder that goes with this value.
    File(TempDir),
    /// A database URL whose schema is this test's alone.
    Schema(String),
}

impl TestStore {
    /// An empty store of the kind that is being tested.
    ///
    /// # Panics
    /// Panics if the server cannot be reached.
    pub async fn new() -> Self {
        match std::env::var(SERVER_VARIABLE) {
            Ok(server) => Self::Schema(new_schema(&server).await),
            Err(_) => Self::File(tempfile::tempdir().expect("a temporary folder")),
        }
    }

    /// What `--database` takes.
    #[must_use]
    pub fn location(&self) -> String {
        match self {
            Self::File(_) => self.path().display().to_string(),
            Self::Schema(url) => url.clone(),
        }
    }

    fn path(&self) -> PathBuf {
        match self {
            Self::File(folder) => folder.path().join("site.sqlite"),
            Self::Schema(_) => PathBuf::new(),
        }
    }

    /// Opens it.
    ///
    /// # Panics
    /// Panics if it cannot be opened.
    pub async fn open(&self) -> Database {
        match self {
            Self::File(_) => Database::open(&self.path()).await.expect("the file opens"),
            Self::Schema(url) => Database::connect(url).await.expect("the server answers"),
        }
    }
}

/// An empty database of the kind that is being tested.
///
/// # Panics
/// Panics if the server cannot be reached.
pub async fn database() -> Database {
    database_with(&[]).await
}

/// The same, whose connections have settings of PostgreSQL's, such as `enable_seqscan=off`.
///
/// # Panics
/// Panics if the server cannot be reached.
pub async fn database_with(settings: &[&str]) -> Database {
    match std::env::var(SERVER_VARIABLE) {
        Ok(server) => {
            let mut url = new_schema(&server).await;
            for setting in settings {
                url.push_str(&format!("%20-c{}", setting.replace('=', "%3D")));
            }
            Database::connect(&url).await.expect("the server answers")
        }
        Err(_) => Database::in_memory().await.expect("memory suffices"),
    }
}

/// Whether PostgreSQL is being tested.
#[must_use]
pub fn is_postgres() -> bool {
    std::env::var_os(SERVER_VARIABLE).is_some()
}

async fn new_schema(server: &str) -> String {
    let name = format!("test_{}", Uuid::now_v7().simple());
    let database = Database::connect(server).await.expect("the server of the tests answers");
    let script = format!("CREATE SCHEMA {name}");
    database.run_script(&script).await.expect("the schema is new");
    database.close().await;
    let separator = if server.contains('?') { '&' } else { '?' };
    format!("{server}{separator}options=-csearch_path%3D{name}")
}

/// Runs statements as they are written.
///
/// # Panics
/// Panics if one fails.
pub async fn run(database: &Database, script: &str) {
    database.run_script(script).await.expect(script);
}

/// The first column of each row, which is JSON. The functions that make JSON are spelled as SQLite
/// does.
///
/// # Panics
/// Panics if the statement fails, or its first column is no JSON.
pub async fn json_rows(database: &Database, select: &str) -> Vec<Value> {
    let select = match database.kind() {
        DatabaseKind::Sqlite => select.to_owned(),
        DatabaseKind::Postgres => select
            .replace("json_object(", "json_build_object(")
            .replace("json_array(", "json_build_array("),
    };
    let rows: Vec<(String,)> = database.fetch_all(Sql::new(select)).await.expect("it runs");
    rows.iter().map(|(json,)| serde_json::from_str(json).expect("JSON")).collect()
}

/// Every row of every table as text, but for the access log and the list of migrations.
///
/// # Panics
/// Panics if a table cannot be read.
pub async fn all_rows(database: &Database) -> Vec<String> {
    let mut lines = Vec::new();
    for table in tables(database).await {
        let columns = columns(database, &table).await;
        let sql = match database.kind() {
            DatabaseKind::Sqlite => {
                let row: Vec<_> = columns.iter().map(|it| format!("quote({it})")).collect();
                let row = row.join(" || ',' || ");
                format!("SELECT '{table}: ' || {row} AS line FROM {table} ORDER BY line")
            }
            DatabaseKind::Postgres => {
                format!(
                    "SELECT '{table}: ' || CAST({table} AS TEXT) AS line FROM {table} ORDER BY 1"
                )
            }
        };
        let rows: Vec<(String,)> = database.fetch_all(Sql::new(sql)).await.expect("the rows");
        lines.extend(rows.into_iter().map(|(line,)| line));
    }
    lines
}

/// The tables that hold records, in order.
///
/// # Panics
/// Panics if the database cannot be asked.
pub async fn tables(database: &Database) -> Vec<String> {
    let sql = match database.kind() {
        DatabaseKind::Sqlite => {
            "SELECT name FROM sqlite_schema WHERE type = 'table' AND name NOT LIKE 'sqlite_%' \
             AND name NOT IN ('access_log', '_sqlx_migrations') ORDER BY name"
        }
        DatabaseKind::Postgres => {
            "SELECT CAST(table_name AS TEXT) FROM information_schema.tables \
             WHERE table_schema = current_schema() \
             AND table_name NOT IN ('access_log', '_sqlx_migrations') ORDER BY 1"
        }
    };
    let rows: Vec<(String,)> = database.fetch_all(Sql::new(sql)).await.expect("the tables");
    rows.into_iter().map(|(name,)| name).collect()
}

/// The columns of a table, in their order.
///
/// # Panics
/// Panics if the database cannot be asked.
pub async fn columns(database: &Database, table: &str) -> Vec<String> {
    let mut sql = match database.kind() {
        DatabaseKind::Sqlite => Sql::new("SELECT name FROM pragma_table_info("),
        DatabaseKind::Postgres => Sql::new(
            "SELECT CAST(column_name AS TEXT) FROM information_schema.columns \
             WHERE table_schema = current_schema() AND table_name = ",
        ),
    };
    sql.push_bind(table);
    sql.push_dialects(")", " ORDER BY ordinal_position");
    let rows: Vec<(String,)> = database.fetch_all(sql).await.expect("the columns");
    rows.into_iter().map(|(name,)| name).collect()
}
