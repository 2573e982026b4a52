//! Tells when files may have changed.

use std::{collections::BTreeSet, path::Path};

use notify::{RecommendedWatcher, RecursiveMode, Watcher};
use tokio::sync::mpsc;

/// Watches the folders of some files: editors and orchestrators replace a file, or a whole folder, by
/// renaming another over it. Dropping it stops the watch.
#[derive(Debug)]
pub(crate) struct FileWatch {
    changes: mpsc::Receiver<()>,
    _watcher: RecommendedWatcher,
}

impl FileWatch {
    /// # Errors
    /// What the system says, if it cannot watch a folder.
    pub(crate) fn new<'p>(files: impl Iterator<Item = &'p Path>) -> notify::Result<Self> {
        let (sender, changes) = mpsc::channel(1);
        let mut watcher =
            notify::recommended_watcher(move |event: notify::Result<notify::Event>| {
                // One waiting notice is enough: the files are read when it is taken.
                if event.is_ok_and(|event| !event.kind.is_access()) {
                    let _ = sender.try_send(());
                }
            })?;
        for folder in files.map(folder_of).collect::<BTreeSet<&Path>>() {
            watcher.watch(folder, RecursiveMode::NonRecursive)?;
        }
        Ok(Self { changes, _watcher: watcher })
    }

    /// Waits until something happens in the folders; `None` if nothing will be told any more.
    pub(crate) async fn changed(&mut self) -> Option<()> {
        self.changes.recv().await
    }
}

fn folder_of(file: &Path) -> &Path {
    match file.parent() {
        Some(folder) if folder != Path::new("") => folder,
        _ => Path::new("."),
    }
}
