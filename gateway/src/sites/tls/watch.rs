//! Takes new certificates when their files change.

use std::sync::Arc;

use tokio_util::sync::CancellationToken;

use super::{certificates::SiteTlsError, pools::SitePools};
use crate::file_watch::FileWatch;

/// Watches the certificates of the connections to sites. Dropping it stops the watch.
#[derive(Debug)]
pub struct SiteTlsWatch {
    pools: Arc<SitePools>,
    texts: Vec<Option<Vec<u8>>>,
    watch: FileWatch,
}

impl SiteTlsWatch {
    /// Watches the files that `pools` were made of.
    ///
    /// # Errors
    /// [`SiteTlsError::Watch`] if the system cannot watch a folder.
    pub fn new(pools: Arc<SitePools>) -> Result<Self, SiteTlsError> {
        let watch = FileWatch::new(pools.config().files())?;
        let texts = texts(&pools);
        Ok(Self { pools, texts, watch })
    }

    /// Takes new certificates until `shutdown`. Ones that cannot be used change nothing, such as a
    /// certificate whose key is not there yet.
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
