//! Takes a new certificate when its file changes.

use std::{collections::BTreeSet, path::Path, sync::Arc};

use notify::{RecommendedWatcher, RecursiveMode, Watcher};
use tokio::sync::mpsc;
use tokio_util::sync::CancellationToken;

use super::SiteTls;

/// The system cannot watch the files.
#[derive(Debug, thiserror::Error)]
#[error("the certificates cannot be watched for changes")]
pub struct TlsWatchError(#[from] notify::Error);

/// Watches the files of a site's TLS. Dropping it stops the watch.
#[derive(Debug)]
pub struct TlsWatch {
    tls: Arc<SiteTls>,
    texts: Vec<Option<Vec<u8>>>,
    changes: mpsc::Receiver<()>,
    _watcher: RecommendedWatcher,
}

impl TlsWatch {
    /// Watches the folders of the files: they are replaced by renaming, one or a whole folder.
    ///
    /// # Errors
    /// [`TlsWatchError`] if the system cannot watch a folder.
    pub fn new(tls: Arc<SiteTls>) -> Result<Self, TlsWatchError> {
        let (sender, changes) = mpsc::channel(1);
        let mut watcher =
            notify::recommended_watcher(move |event: notify::Result<notify::Event>| {
                // One waiting notice is enough: the files are read when it is taken.
                if event.is_ok_and(|event| !event.kind.is_access()) {
                    let _ = sender.try_send(());
                }
            })?;
        let folders: BTreeSet<&Path> = tls
            .paths()
            .map(|path| path.parent().filter(|folder| *folder != Path::new("")))
            .map(|folder| folder.unwrap_or(Path::new(".")))
            .collect();
        for folder in folders {
            watcher.watch(folder, RecursiveMode::NonRecursive)?;
        }
        let texts = texts(&tls);
        Ok(Self { tls, texts, changes, _watcher: watcher })
    }

    /// Takes new files until `shutdown`. Ones that cannot be used change nothing, such as a certificate
    /// whose key is not there yet.
    pub async fn run(mut self, shutdown: CancellationToken) {
        loop {
            tokio::select! {
                () = shutdown.cancelled() => return,
                change = self.changes.recv() => match change {
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
