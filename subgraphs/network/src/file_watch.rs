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
    /// Tells of changes to what `concerns` says yes to: the databases of sites may lie in the same folder,
    /// and change all the time.
    ///
    /// # Errors
    /// What the system says, if it cannot watch a folder.
    pub(crate) fn new<'p>(
        files: impl Iterator<Item = &'p Path>,
        concerns: fn(&Path) -> bool,
    ) -> notify::Result<Self> {
        let (sender, changes) = mpsc::channel(1);
        let mut watcher =
            notify::recommended_watcher(move |event: notify::Result<notify::Event>| {
                let is_told = |event: notify::Event| {
                    !event.kind.is_access() && event.paths.iter().any(|path| concerns(path))
                };
                if event.is_ok_and(is_told) {
                    // One waiting notice is enough: the files are read when it is taken.
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
