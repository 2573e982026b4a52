//! A new Ed25519 key pair as two files: the private half for its owner alone, the public half for
//! everyone.

use std::{
    fs::{self, OpenOptions},
    io::{self, Write},
    path::{Path, PathBuf},
};

use qianzhan_gateway::auth::SigningKey;

use crate::cli::CliError;

/// The files of one key pair.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct KeyPairFiles {
    /// The private key, PKCS#8 PEM.
    pub private: PathBuf,
    /// The public key, a JWK set.
    pub public: PathBuf,
}

impl KeyPairFiles {
    /// Where a pair stands in a folder.
    #[must_use]
    pub fn within(folder: &Path) -> Self {
        Self { private: folder.join("signing.pem"), public: folder.join("jwks.json") }
    }

    /// Makes a pair. A private key that is there already is never written over.
    ///
    /// # Errors
    /// [`CliError`] if there is one, or a file cannot be written.
    pub fn create(&self) -> Result<SigningKey, CliError> {
        let pem =
            SigningKey::generate_pem().map_err(|error| CliError::coded(error.code(), error))?;
        let key = self.parse(&pem)?;
        for path in [&self.private, &self.public] {
            if let Some(folder) = path.parent() {
                fs::create_dir_all(folder).map_err(CliError::writing(folder))?;
            }
        }
        write_private(&self.private, &pem).map_err(CliError::writing(&self.private))?;
        self.write_public(&key)?;
        Ok(key)
    }

    /// The pair of an earlier time, or a new one.
    ///
    /// # Errors
    /// [`CliError`] if a file cannot be read or written.
    pub fn read_or_create(&self) -> Result<SigningKey, CliError> {
        match fs::read_to_string(&self.private) {
            Ok(pem) => {
                let key = self.parse(&pem)?;
                self.write_public(&key)?;
                Ok(key)
            }
            Err(error) if error.kind() == io::ErrorKind::NotFound => self.create(),
            Err(error) => Err(CliError::reading(&self.private)(error)),
        }
    }

    fn parse(&self, pem: &str) -> Result<SigningKey, CliError> {
        SigningKey::from_pem(pem).map_err(|error| {
            CliError::coded(error.code(), format!("{}: {error}", self.private.display()))
        })
    }

    fn write_public(&self, key: &SigningKey) -> Result<(), CliError> {
        fs::write(&self.public, key.jwks() + "\n").map_err(CliError::writing(&self.public))
    }
}

/// Readable for its owner from the first byte on.
fn write_private(path: &Path, text: &str) -> io::Result<()> {
    let mut options = OpenOptions::new();
    options.write(true).create_new(true);
    #[cfg(unix)]
    {
        use std::os::unix::fs::OpenOptionsExt;
        options.mode(0o600);
    }
    options.open(path)?.write_all(text.as_bytes())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_private_key_is_its_owners_alone_and_never_written_over() {
        let folder = tempfile::tempdir().expect("a folder");
        let files = KeyPairFiles::within(&folder.path().join("keys"));
        let key = files.create().expect("a pair");
        let again = files.create().expect_err("there is one");
        assert!(again.to_string().starts_with("FILE_UNWRITABLE"), "{again}");
        assert_eq!(files.read_or_create().expect("the same pair").id(), key.id());
        let public = fs::read_to_string(&files.public).expect("a JWK set");
        assert_eq!(public.trim_end(), key.jwks());
        #[cfg(unix)]
        {
            use std::os::unix::fs::PermissionsExt;
            let mode = fs::metadata(&files.private).expect("a file").permissions().mode();
            assert_eq!(mode & 0o777, 0o600);
        }
    }
}
