//! Where a test keeps its records.

use std::path::PathBuf;

use qianzhan_network::Database;
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
