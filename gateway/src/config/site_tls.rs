//! How the gateway and the sites know each other over TLS.

use std::{
    collections::BTreeMap,
    path::{Path, PathBuf},
};

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::sources::resolve;

/// Section `[site_tls]`: by what sites are known over HTTPS, and by what they know the gateway. Without
/// it the system's authorities vouch for sites, and the gateway shows no certificate. The files are read
/// again when they change.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields, default)]
pub struct SiteTlsConfig {
    /// PEM files of the authorities that vouch for sites, and no others then. Default: those of the
    /// system.
    pub authority_files: Vec<PathBuf>,
    /// The certificate that every site is shown which asks for one. Default: none.
    pub client: Option<ClientCertificateConfig>,
    /// Certificates for single sites, by their ids, in place of the one for all.
    pub sites: BTreeMap<String, ClientCertificateConfig>,
}

/// A certificate and its key.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct ClientCertificateConfig {
    /// PEM file of the certificate, and of those between it and the authority.
    pub certificate_file: PathBuf,
    /// PEM file of its private key.
    pub key_file: PathBuf,
}

impl SiteTlsConfig {
    /// All certificates, each with the id of its site; without one, that for all others.
    pub(crate) fn certificates(
        &self,
    ) -> impl Iterator<Item = (Option<&str>, &ClientCertificateConfig)> {
        let of_sites = self.sites.iter().map(|(id, certificate)| (Some(id.as_str()), certificate));
        self.client.iter().map(|certificate| (None, certificate)).chain(of_sites)
    }

    /// All files that are read.
    pub(crate) fn files(&self) -> impl Iterator<Item = &Path> {
        let of_gateway =
            self.certificates().flat_map(|(_, it)| [&it.certificate_file, &it.key_file]);
        self.authority_files.iter().chain(of_gateway).map(PathBuf::as_path)
    }

    pub(super) fn resolve_paths(&mut self, folder: &Path) {
        let certificates = self.client.iter_mut().chain(self.sites.values_mut());
        let own = certificates.flat_map(|it| [&mut it.certificate_file, &mut it.key_file]);
        self.authority_files.iter_mut().chain(own).for_each(|path| resolve(path, folder));
    }
}
