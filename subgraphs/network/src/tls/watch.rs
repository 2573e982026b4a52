//! Takes a new certificate when its file changes.

use std::sync::Arc;

use tokio_util::sync::CancellationToken;

use super::SiteTls;
use crate::file_watch::FileWatch;

/// The system cannot watch the files.
#[derive(Debug, thiserror::Error)]
#[error("the certificates cannot be watched for changes")]
pub struct TlsWatchError(#[from] notify::Error);

/// Watches the files of a site's TLS. Dropping it stops the watch.
#[derive(Debug)]
pub struct TlsWatch {
    tls: Arc<SiteTls>,
    texts: Vec<Option<Vec<u8>>>,
    watch: FileWatch,
}

impl TlsWatch {
    /// Watches the files that `tls` was made of.
    ///
    /// # Errors
    /// [`TlsWatchError`] if the system cannot watch a folder.
    pub fn new(tls: Arc<SiteTls>) -> Result<Self, TlsWatchError> {
        // In a mounted folder it is a link beside the files that changes.
        let watch = FileWatch::new(tls.paths(), |_| true)?;
        let texts = texts(&tls);
        Ok(Self { tls, texts, watch })
    }

    /// Takes new files until `shutdown`. Ones that cannot be used change nothing, such as a certificate
    /// whose key is not there yet.
    pub async fn run(mut self, shutdown: CancellationToken) {
        loop {
            tokio::select! {
                () = shutdown.cancelled() => return,
                change = self.watch.changed() => match change {
                    Some(()) => self.look(),
                    None => return,
                },
            }
        }
    }

    fn look(&mut self) {
        let texts = texts(&self.tls);
        // The database may lie in the same folder, and changes all the time.
        if texts == self.texts {
            return;
        }
        self.texts = texts;
        match self.tls.reload() {
            Ok(()) => tracing::info!("a new certificate is served"),
            Err(error) => {
                let code = error.code();
                tracing::error!(code, %error, "the certificate is refused, the old one is served");
            }
        }
    }
}

/// What the files hold; nothing where one cannot be read.
fn texts(tls: &SiteTls) -> Vec<Option<Vec<u8>>> {
    tls.paths().map(|path| std::fs::read(path).ok()).collect()
}
