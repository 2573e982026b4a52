//! Reads the files of `[site_tls]`.

use std::path::{Path, PathBuf};

use rustls::{
    ClientConfig, ConfigBuilder, RootCertStore,
    client::WantsClientCert,
    pki_types::{
        CertificateDer, PrivateKeyDer,
        pem::{self, PemObject},
    },
};

use super::connector::trusting_system;
use crate::config::{ClientCertificateConfig, SiteTlsConfig};

/// Certificates that cannot be used.
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
    /// The system cannot watch the files.
    #[error("the certificates cannot be watched for changes")]
    Watch(#[from] notify::Error),
}

impl SiteTlsError {
    /// The stable error code.
    #[must_use]
    pub fn code(&self) -> &'static str {
        match self {
            Self::Read { .. } => "FILE_UNREADABLE",
            Self::Certificate { .. } => "TLS_CERTIFICATE_INVALID",
            Self::Key { .. } => "TLS_KEY_INVALID",
            Self::Watch(_) => "FILES_UNWATCHABLE",
        }
    }
}

/// What TLS is spoken with to sites that are shown `certificate`, or none.
pub(super) fn client_config(
    config: &SiteTlsConfig,
    certificate: Option<&ClientCertificateConfig>,
) -> Result<ClientConfig, SiteTlsError> {
    let trusting = trusting(&config.authority_files)?;
    let Some(certificate) = certificate else { return Ok(trusting.with_no_client_auth()) };
    let chain = read_certificates(&certificate.certificate_file)?;
    let path = &certificate.key_file;
    let invalid = |reason: String| SiteTlsError::Key { path: path.clone(), reason };
    let key = PrivateKeyDer::from_pem_slice(&read(path)?).map_err(|it| invalid(it.to_string()))?;
    trusting.with_client_auth_cert(chain, key).map_err(|error| invalid(error.to_string()))
}

fn trusting(
    files: &[PathBuf],
) -> Result<ConfigBuilder<ClientConfig, WantsClientCert>, SiteTlsError> {
    if files.is_empty() {
        return Ok(trusting_system());
    }
    let mut roots = RootCertStore::empty();
    for path in files {
        for certificate in read_certificates(path)? {
            roots.add(certificate).map_err(|error| SiteTlsError::Certificate {
                path: path.clone(),
                reason: error.to_string(),
            })?;
        }
    }
    Ok(ClientConfig::builder().with_root_certificates(roots))
}

fn read_certificates(path: &Path) -> Result<Vec<CertificateDer<'static>>, SiteTlsError> {
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
