//! Watches the policy files of the sites in this process: what an owner saves holds at once.

use std::time::Duration;

use tokio_util::sync::CancellationToken;

use crate::{file_watch::FileWatch, server::SiteServer};

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
    watch: FileWatch,
}

impl PolicyWatch {
    /// Watches the sites' policy files. One watch serves all sites of a process.
    ///
    /// # Errors
    /// [`PolicyWatchError`] if the system cannot watch a folder.
    pub fn new(sites: Vec<SiteServer>) -> Result<Self, PolicyWatchError> {
        let files = sites.iter().filter_map(|site| site.policy().path());
        let watch = FileWatch::new(files, |path| path.extension() == Some("toml".as_ref()))?;
        Ok(Self { sites, watch })
    }

    /// Reloads on each change until `shutdown`.
    pub async fn run(mut self, shutdown: CancellationToken) {
        loop {
            tokio::select! {
                () = shutdown.cancelled() => return,
                change = self.watch.changed() => {
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
                tokio::time::timeout(SETTLED_AFTER, self.watch.changed()).await,
                Ok(Some(()))
            ) {
                return;
            }
        }
    }
}
