//! The gateway's signing keys as files, read at start and again when they change.
//!
//! Rotation: the next key is put at `next_key_file` and so published; once sites have fetched it, it
//! is put at `key_file` too and signs. The old key stays published until its last token is over.

use std::{
    io::ErrorKind,
    path::{Path, PathBuf},
    sync::Arc,
};

use tokio_util::sync::CancellationToken;

use super::{CallSigner, KeyError, SigningKey, SystemClock};
use crate::{config::SigningConfig, file_watch::FileWatch};

/// Why there is no signer.
#[derive(Debug, thiserror::Error)]
pub enum SigningError {
    /// A key file cannot be read.
    #[error("{path}: {source}")]
    Read {
        /// The file.
        path: PathBuf,
        /// What the system said.
        source: std::io::Error,
    },
    /// A key file has no key.
    #[error("{path}: {source}")]
    Key {
        /// The file.
        path: PathBuf,
        /// What is wrong with it.
        source: KeyError,
    },
    /// The system cannot watch the files.
    #[error("the key files cannot be watched for changes")]
    Watch(#[from] notify::Error),
}

impl SigningError {
    /// The stable error code.
    #[must_use]
    pub fn code(&self) -> &'static str {
        match self {
            Self::Read { .. } => "FILE_UNREADABLE",
            Self::Key { source, .. } => source.code(),
            Self::Watch(_) => "FILES_UNWATCHABLE",
        }
    }
}

/// The signer that `[signing]` describes.
///
/// # Errors
/// [`SigningError`] if a key file cannot be used. `next_key_file` may be absent until there is one.
pub fn call_signer(config: &SigningConfig) -> Result<CallSigner, SigningError> {
    let (current, next) = read_keys(config)?;
    let signer = CallSigner::new(&config.issuer, current, next, Arc::new(SystemClock));
    Ok(signer.with_plain_subgraphs(config.plain_subgraphs))
}

/// Watches the key files of one signer. Dropping it stops the watch.
#[derive(Debug)]
pub struct KeyWatch {
    signer: Arc<CallSigner>,
    config: SigningConfig,
    watch: FileWatch,
}

impl KeyWatch {
    /// Watches the files that `config` names.
    ///
    /// # Errors
    /// [`SigningError::Watch`] if the system cannot watch a folder.
    pub fn new(signer: Arc<CallSigner>, config: SigningConfig) -> Result<Self, SigningError> {
        let files = std::iter::once(&config.key_file).chain(&config.next_key_file);
        let watch = FileWatch::new(files.map(PathBuf::as_path))?;
        Ok(Self { signer, config, watch })
    }

    /// Takes new keys on each change until `shutdown`; files that cannot be used change nothing.
    pub async fn run(mut self, shutdown: CancellationToken) {
        loop {
            tokio::select! {
                () = shutdown.cancelled() => return,
                change = self.watch.changed() => match change {
                    Some(()) => self.reload(),
                    None => return,
                },
            }
        }
    }

    fn reload(&self) {
        match read_keys(&self.config) {
            Ok((current, next)) => {
                let next_id = next.as_ref().map(|key| key.id().to_owned());
                if self.signer.key_ids() != (current.id().to_owned(), next_id) {
                    tracing::info!(key = current.id(), "new signing keys");
                    self.signer.replace_keys(current, next);
                }
            }
            Err(error) => {
                tracing::error!(
                    error.r#type = error.code(),
                    "signing keys refused, the old ones sign on: {error}"
                );
            }
        }
    }
}

fn read_keys(config: &SigningConfig) -> Result<(SigningKey, Option<SigningKey>), SigningError> {
    let current = read_key(&config.key_file)?;
    let next = match config.next_key_file.as_deref().map(read_key) {
        None => None,
        Some(Err(SigningError::Read { source, .. })) if source.kind() == ErrorKind::NotFound => {
            None
        }
        Some(key) => Some(key?).filter(|key| key.id() != current.id()),
    };
    Ok((current, next))
}

fn read_key(path: &Path) -> Result<SigningKey, SigningError> {
    let text = std::fs::read_to_string(path)
        .map_err(|source| SigningError::Read { path: path.to_owned(), source })?;
    warn_if_shared(path);
    SigningKey::from_pem(&text)
        .map_err(|source| SigningError::Key { path: path.to_owned(), source })
}

#[cfg(unix)]
fn warn_if_shared(path: &Path) {
    use std::os::unix::fs::PermissionsExt;
    let is_shared =
        std::fs::metadata(path).is_ok_and(|file| file.permissions().mode() & 0o077 != 0);
    if is_shared {
        tracing::warn!(path = %path.display(), "a signing key that others may read; chmod 600");
    }
}

#[cfg(not(unix))]
fn warn_if_shared(_path: &Path) {}
