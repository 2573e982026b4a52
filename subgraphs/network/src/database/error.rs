//! What can go wrong with a database. None of it is shown to a client.

/// A failure of the database or of a record in it.
#[derive(Debug, thiserror::Error)]
pub enum StoreError {
    /// The database could not be opened.
    #[error("cannot open the database `{path}`")]
    Open {
        /// Where it is.
        path: String,
        /// Why not.
        #[source]
        source: sqlx::Error,
    },
    /// Its tables could not be brought up to date.
    #[error("cannot migrate the database")]
    Migrate(#[from] sqlx::migrate::MigrateError),
    /// A statement failed, or a row does not read as a record.
    #[error("a statement failed")]
    Statement(#[from] sqlx::Error),
    /// A loader was asked for a key and gave no answer for it.
    #[error("a batch of records was lost")]
    BatchLost(#[source] std::io::Error),
}
