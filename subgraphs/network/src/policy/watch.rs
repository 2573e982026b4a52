//! Watches the policy files of the sites in this process: what an owner saves holds at once.

use std::{collections::BTreeSet, path::Path, time::Duration};

use notify::{RecommendedWatcher, RecursiveMode, Watcher};
use tokio::sync::mpsc;
use tokio_util::sync::CancellationToken;

use crate::server::SiteServer;

/// How long nothing may change before a file is read: an editor empties a file before it writes it,
/// or moves it away, and what is there meanwhile is no policy of the owner's.
const SETTLED_AFTER: Duration = Duration::from_millis(200);
/// A folder that never rests is read after this many changes all the same.
const MAX_CHANGES: usize = 20;

/// The system cannot watch the files.
#[derive(Debug, thiserror::Error)]
#[error("the policy files cannot be watched for changes")]
pub struct PolicyWatchError(#[from] notify::Error);

/// Watches for some sites. Dropping it stops the watch.
#[derive(Debug)]
pub struct PolicyWatch {
    sites: Vec<SiteServer>,
    changes: mpsc::Receiver<()>,
    _watcher: RecommendedWatcher,
}

impl PolicyWatch {
    /// Watches the folders of the sites' policy files: editors replace a file by renaming another
    /// over it. One watch serves all sites of a process.
    ///
    /// # Errors
    /// [`PolicyWatchError`] if the system cannot watch a folder.
    pub fn new(sites: Vec<SiteServer>) -> Result<Self, PolicyWatchError> {
        let (sender, changes) = mpsc::channel(1);
        let mut watcher =
            notify::recommended_watcher(move |event: notify::Result<notify::Event>| {
                let is_of_policy = |path: &std::path::PathBuf| {
                    path.extension().is_some_and(|extension| extension == "toml")
                };
                // The databases of the sites may lie beside, and change all the time.
                if event.is_ok_and(|event| {
                    !event.kind.is_access() && event.paths.iter().any(is_of_policy)
                }) {
                    // One waiting notice is enough: the files are read when it is taken.
                    let _ = sender.try_send(());
                }
            })?;
        let folders: BTreeSet<&Path> = sites
            .iter()
            .filter_map(|site| site.policy().path())
            .map(|path| match path.parent() {
                Some(folder) if !folder.as_os_str().is_empty() => folder,
                _ => Path::new("."),
            })
            .collect();
        for folder in folders {
            watcher.watch(folder, RecursiveMode::NonRecursive)?;
        }
        Ok(Self { sites, changes, _watcher: watcher })
    }

    /// Reloads on each change until `shutdown`.
    pub async fn run(mut self, shutdown: CancellationToken) {
        loop {
            tokio::select! {
                () = shutdown.cancelled() => return,
                change = self.changes.recv() => {
                    if change.is_none() {
                        return;
                    }
                    self.settle().await;
                    let sites = self.sites.clone();
                    let reload = move || {
                        for site in &sites {
                            // What is refused was traced; the old policy holds.
                            let _ = site.policy().reload();
                        }
                    };
                    if tokio::task::spawn_blocking(reload).await.is_err() {
                        tracing::error!("policy files could not be read anew");
                    }
                }
            }
        }
    }

    async fn settle(&mut self) {
        for _ in 0..MAX_CHANGES {
            // Silence, or no more notices at all.
            if !matches!(
                tokio::time::timeout(SETTLED_AFTER, self.changes.recv()).await,
                Ok(Some(()))
            ) {
                return;
            }
        }
    }
}
