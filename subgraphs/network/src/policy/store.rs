//! The policy that holds now, and the file that it comes from.

use std::{
    io::ErrorKind,
    path::{Path, PathBuf},
    sync::Arc,
};

use arc_swap::ArcSwap;

use super::{FieldTable, Policy, PolicyFile, PolicyFileError};

/// The policy of a site. Requests keep the one that they began with.
#[derive(Debug)]
pub struct PolicyStore {
    site: String,
    path: Option<PathBuf>,
    fields: Arc<FieldTable>,
    current: ArcSwap<Policy>,
}

impl PolicyStore {
    /// The policy in the file, or the built-in one where there is none.
    ///
    /// # Errors
    /// [`PolicyFileError`] if there is a file that cannot be used.
    pub(crate) fn open(
        site: &str,
        path: Option<&Path>,
        fields: Arc<FieldTable>,
    ) -> Result<Self, PolicyFileError> {
        let policy = Policy::new(Arc::clone(&fields), read(path)?)?;
        Ok(Self {
            site: site.to_owned(),
            path: path.map(Path::to_owned),
            fields,
            current: ArcSwap::from_pointee(policy),
        })
    }

    /// The policy that holds now.
    #[must_use]
    pub fn current(&self) -> Arc<Policy> {
        self.current.load_full()
    }

    /// The file that it comes from.
    #[must_use]
    pub fn path(&self) -> Option<&Path> {
        self.path.as_deref()
    }

    /// Reads the file again. One that cannot be used leaves the policy as it is, and says so in the
    /// site's trace.
    ///
    /// # Errors
    /// [`PolicyFileError`], which was traced.
    pub fn reload(&self) -> Result<(), PolicyFileError> {
        let site = self.site.as_str();
        match read(self.path()).and_then(|file| Policy::new(Arc::clone(&self.fields), file)) {
            Ok(policy) => {
                let (rules, before) = (policy.own_rules, self.current());
                let is_same = policy.rules == before.rules
                    && policy.cells == before.cells
                    && policy.service.rules == before.service.rules
                    && policy.public_writes.rules() == before.public_writes.rules();
                if !is_same {
                    self.current.store(Arc::new(policy));
                    tracing::info!(site, rules, "a new policy holds");
                }
                Ok(())
            }
            Err(error) => {
                let code = error.code();
                tracing::error!(site, code, %error, "the policy file is refused, the old policy holds");
                Err(error)
            }
        }
    }
}

fn read(path: Option<&Path>) -> Result<PolicyFile, PolicyFileError> {
    let Some(path) = path else { return Ok(PolicyFile::default()) };
    match std::fs::read_to_string(path) {
        Ok(text) => PolicyFile::parse(&text),
        Err(error) if error.kind() == ErrorKind::NotFound => Ok(PolicyFile::default()),
        Err(error) => Err(PolicyFileError::Unreadable { reason: error.to_string() }),
    }
}
