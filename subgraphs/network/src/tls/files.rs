//! The files of a site's TLS, and what is served with them now.

use std::{
    path::{Path, PathBuf},
    sync::Arc,
};

use arc_swap::ArcSwap;
use rustls::{
    RootCertStore, ServerConfig,
    pki_types::{
        CertificateDer, PrivateKeyDer,
        pem::{self, PemObject},
    },
    server::WebPkiClientVerifier,
};

/// What TLS is served with.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SiteTlsFiles {
    /// PEM file of the site's certificate, and of those between it and its authority.
    pub certificate: PathBuf,
    /// PEM file of its private key.
    pub key: PathBuf,
    /// PEM files of the authorities one of which must vouch for whoever connects. With none, anyone may
    /// connect.
    pub client_authorities: Vec<PathBuf>,
}

/// Files that TLS cannot be served with.
#[derive(Debug, thiserror::Error)]
pub enum SiteTlsError {
    /// A file cannot be read.
    #[error("{path}: {source}")]
    Read {
        /// The file.
        path: PathBuf,
        /// What the system said.
        source: std::io::Error,
    },
    /// A file has no certificate, or one that does not read.
    #[error("{path}: 没有可用的证书（PEM）/ no usable certificate (PEM): {reason}")]
    Certificate {
        /// The file.
        path: PathBuf,
        /// What is wrong with it.
        reason: String,
    },
    /// A file has no private key, or one that is not the certificate's.
    #[error(
        "{path}: 没有与证书相符的私钥（PEM）/ no private key (PEM) of the certificate: {reason}"
    )]
    Key {
        /// The file.
        path: PathBuf,
        /// What is wrong with it.
        reason: String,
    },
}

impl SiteTlsError {
    /// The stable code of the error.
    #[must_use]
    pub const fn code(&self) -> &'static str {
        match self {
            Self::Read { .. } => "FILE_UNREADABLE",
            Self::Certificate { .. } => "TLS_CERTIFICATE_INVALID",
            Self::Key { .. } => "TLS_KEY_INVALID",
        }
    }
}

/// The TLS of a site. Connections keep what they began with.
#[derive(Debug)]
pub struct SiteTls {
    files: SiteTlsFiles,
    current: ArcSwap<ServerConfig>,
}

impl SiteTls {
    /// # Errors
    /// [`SiteTlsError`] if a file cannot be used.
    pub fn open(files: SiteTlsFiles) -> Result<Self, SiteTlsError> {
        let current = ArcSwap::from_pointee(server_config(&files)?);
        Ok(Self { files, current })
    }

    /// Reads the files again.
    ///
    /// # Errors
    /// [`SiteTlsError`] if one cannot be used; then the old ones stay.
    pub fn reload(&self) -> Result<(), SiteTlsError> {
        self.current.store(Arc::new(server_config(&self.files)?));
        Ok(())
    }

    /// All files that are read.
    pub(super) fn paths(&self) -> impl Iterator<Item = &Path> {
        let SiteTlsFiles { certificate, key, client_authorities } = &self.files;
        [certificate, key].into_iter().chain(client_authorities).map(PathBuf::as_path)
    }

    pub(super) fn current(&self) -> Arc<ServerConfig> {
        self.current.load_full()
    }
}

fn server_config(files: &SiteTlsFiles) -> Result<ServerConfig, SiteTlsError> {
    let builder = ServerConfig::builder();
    let builder = if files.client_authorities.is_empty() {
        builder.with_no_client_auth()
    } else {
        let verifier =
            WebPkiClientVerifier::builder(authorities(&files.client_authorities)?.into());
        let verifier = verifier.build().map_err(|error| SiteTlsError::Certificate {
            path: files.client_authorities[0].clone(),
            reason: error.to_string(),
        })?;
        builder.with_client_cert_verifier(verifier)
    };
    let chain = certificates(&files.certificate)?;
    let path = &files.key;
    let invalid = |reason: String| SiteTlsError::Key { path: path.clone(), reason };
    let key = PrivateKeyDer::from_pem_slice(&read(path)?).map_err(|it| invalid(it.to_string()))?;
    let mut config =
        builder.with_single_cert(chain, key).map_err(|error| invalid(error.to_string()))?;
    // As without TLS. A caller whose certificate is refused is told so in HTTP/1 without anything
    // between.
    config.alpn_protocols = vec![b"http/1.1".to_vec()];
    Ok(config)
}

fn authorities(files: &[PathBuf]) -> Result<RootCertStore, SiteTlsError> {
    let mut roots = RootCertStore::empty();
    for path in files {
        for certificate in certificates(path)? {
            roots.add(certificate).map_err(|error| SiteTlsError::Certificate {
                path: path.clone(),
                reason: error.to_string(),
            })?;
        }
    }
    Ok(roots)
}

fn certificates(path: &Path) -> Result<Vec<CertificateDer<'static>>, SiteTlsError> {
    let invalid = |reason: String| SiteTlsError::Certificate { path: path.to_owned(), reason };
    let certificates = CertificateDer::pem_slice_iter(&read(path)?)
        .collect::<Result<Vec<_>, pem::Error>>()
        .map_err(|error| invalid(error.to_string()))?;
    if certificates.is_empty() {
        return Err(invalid("none".to_owned()));
    }
    Ok(certificates)
}

fn read(path: &Path) -> Result<Vec<u8>, SiteTlsError> {
    std::fs::read(path).map_err(|source| SiteTlsError::Read { path: path.to_owned(), source })
}
