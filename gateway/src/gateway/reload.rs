//! Watches the files of a gateway and loads them anew when one changes. A file that cannot be used
//! is refused with its reasons, and the gateway goes on with what it has.

use std::sync::Arc;

use tokio_util::sync::CancellationToken;

use super::{Gateway, SourceFiles, SourceTexts};
use crate::{
    config::{PlanCacheConfig, TrafficConfig},
    file_watch::FileWatch,
};

/// Watches files for one gateway. Dropping it stops the watch.
#[derive(Debug)]
pub struct Reloader {
    gateway: Arc<Gateway>,
    files: SourceFiles,
    traffic: TrafficConfig,
    plan_cache: PlanCacheConfig,
    /// What is serving now.
    current: SourceTexts,
    watch: FileWatch,
}

/// The system cannot watch the files.
#[derive(Debug, thiserror::Error)]
#[error("the files cannot be watched for changes")]
pub struct WatchError(#[from] notify::Error);

impl Reloader {
    /// Watches `files`, of which `current` are the texts that serve now.
    ///
    /// # Errors
    /// [`WatchError`] if the system cannot watch a folder.
    pub fn new(
        gateway: Arc<Gateway>,
        files: SourceFiles,
        current: SourceTexts,
        traffic: TrafficConfig,
        plan_cache: PlanCacheConfig,
    ) -> Result<Self, WatchError> {
        let watch = FileWatch::new(files.paths())?;
        Ok(Self { gateway, files, traffic, plan_cache, current, watch })
    }

    /// Reloads on each change until `shutdown`.
    pub async fn run(mut self, shutdown: CancellationToken) {
        loop {
            tokio::select! {
                () = shutdown.cancelled() => return,
                change = self.watch.changed() => match change {
                    Some(()) => self.reload().await,
                    None => return,
                },
            }
        }
    }

    async fn reload(&mut self) {
        let texts = match self.files.read() {
            Ok(texts) if texts == self.current => return,
            Ok(texts) => texts,
            Err(error) => {
                tracing::error!(
                    error.r#type = error.code(),
                    "files not read, the old ones serve on: {error}"
                );
                return;
            }
        };
        let previous = self.gateway.state();
        let (traffic, plan_cache) = (self.traffic.clone(), self.plan_cache.clone());
        // Indexing a supergraph takes a while and never waits: not on a thread that serves.
        let loaded = tokio::task::spawn_blocking(move || {
            let state = texts.load(&traffic, &plan_cache, Some(&previous));
            (texts, state)
        })
        .await;
        match loaded {
            Ok((texts, Ok(state))) => {
                self.gateway.replace_state(state);
                self.current = texts;
                tracing::info!("new files serve");
            }
            Ok((_, Err(error))) => {
                tracing::error!(
                    error.r#type = error.code(),
                    "new files refused, the old ones serve on: {error}"
                );
            }
            Err(panicked) => {
                tracing::error!("new files refused, the old ones serve on: {panicked}")
            }
        }
    }
}
