//! Takes new certificates when their files change.

use std::{collections::BTreeSet, path::Path, sync::Arc};

use notify::{RecommendedWatcher, RecursiveMode, Watcher};
use tokio::sync::mpsc;
use tokio_util::sync::CancellationToken;

use super::{certificates::SiteTlsError, pools::SitePools};

/// Watches the certificates of the connections to sites. Dropping it stops the watch.
#[derive(Debug)]
pub struct SiteTlsWatch {
    pools: Arc<SitePools>,
    texts: Vec<Option<Vec<u8>>>,
    changes: mpsc::Receiver<()>,
    _watcher: RecommendedWatcher,
}

impl SiteTlsWatch {
    /// Watches the folders of the files: they are replaced by renaming, one or a whole folder.
    ///
    /// # Errors
    /// [`SiteTlsError::Watch`] if the system cannot watch a folder.
    pub fn new(pools: Arc<SitePools>) -> Result<Self, SiteTlsError> {
        let (sender, changes) = mpsc::channel(1);
        let mut watcher =
            notify::recommended_watcher(move |event: notify::Result<notify::Event>| {
                // One waiting notice is enough: the files are read when it is taken.
                if event.is_ok_and(|event| !event.kind.is_access()) {
                    let _ = sender.try_send(());
                }
            })?;
        let folders: BTreeSet<&Path> = pools
            .config()
            .files()
            .map(|path| path.parent().filter(|folder| *folder != Path::new("")))
            .map(|folder| folder.unwrap_or(Path::new(".")))
            .collect();
        for folder in folders {
            watcher.watch(folder, RecursiveMode::NonRecursive)?;
        }
        let texts = texts(&pools);
        Ok(Self { pools, texts, changes, _watcher: watcher })
    }

    /// Takes new certificates until `shutdown`. Ones that cannot be used change nothing, such as a
    /// certificate whose key is not there yet.
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
        let texts = texts(&self.pools);
        // Others may write into the folder too: only what is new makes new connections.
        if texts == self.texts {
            return;
        }
        self.texts = texts;
        match self.pools.reload() {
            Ok(()) => tracing::info!("new certificates for the connections to sites"),
            Err(error) => tracing::error!(
                error.r#type = error.code(),
                "certificates refused, the old ones stay: {error}"
            ),
        }
    }
}

/// What the files hold; nothing where one cannot be read.
fn texts(pools: &SitePools) -> Vec<Option<Vec<u8>>> {
    pools.config().files().map(|path| std::fs::read(path).ok()).collect()
}
