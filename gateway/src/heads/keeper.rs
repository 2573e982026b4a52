//! Verifies and writes, a little after the answers.

use std::{path::PathBuf, sync::Arc, time::Duration};

use tokio_util::sync::CancellationToken;

use super::{HeadBook, HeadsFile, HeadsFileError};
use crate::config::SiteHeadsConfig;

/// Keeps the heads of a book in a file.
#[derive(Debug)]
pub struct HeadKeeper {
    book: Arc<HeadBook>,
    path: PathBuf,
    write_every: Duration,
}

impl HeadKeeper {
    /// Begins with what the file has.
    ///
    /// # Errors
    /// [`HeadsFileError`] if there is a file that cannot be used: it is evidence, and is not begun
    /// anew without its keeper's knowing.
    pub fn open(config: &SiteHeadsConfig) -> Result<Self, HeadsFileError> {
        let file = HeadsFile::read(&config.path)?;
        Ok(Self {
            book: Arc::new(HeadBook::new(file, config.kept_per_site)),
            path: config.path.clone(),
            write_every: config.write_every,
        })
    }

    /// The book that takes the heads.
    #[must_use]
    pub fn book(&self) -> Arc<HeadBook> {
        Arc::clone(&self.book)
    }

    /// Writes what is new from time to time until `shutdown`, and then once more.
    pub async fn run(self, shutdown: CancellationToken) {
        let keeper = Arc::new(self);
        loop {
            let is_over = tokio::select! {
                () = shutdown.cancelled() => true,
                () = tokio::time::sleep(keeper.write_every) => false,
            };
            let writing = Arc::clone(&keeper);
            // Verifying computes and writing waits: not on a thread that serves.
            let written = tokio::task::spawn_blocking(move || writing.write_new()).await;
            match written {
                Ok(Ok(())) => {}
                Ok(Err(error)) => {
                    let code = error.code();
                    tracing::error!(
                        code,
                        error = &error as &dyn std::error::Error,
                        "the heads of the sites' access logs are not kept"
                    );
                }
                Err(panicked) => tracing::error!(%panicked, "heads are not kept"),
            }
            if is_over {
                return;
            }
        }
    }

    /// Verifies the latest heads, and writes the file if something is new.
    ///
    /// # Errors
    /// [`HeadsFileError::Unwritable`]; the next time tries again.
    pub fn write_new(&self) -> Result<(), HeadsFileError> {
        self.book.verify_latest();
        let Some(file) = self.book.take_changes() else { return Ok(()) };
        file.write(&self.path).inspect_err(|_| self.book.keep_changes())
    }
}
