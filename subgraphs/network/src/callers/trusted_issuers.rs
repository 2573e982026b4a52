//! The gateways whose signatures a site takes.

use std::{collections::BTreeMap, path::PathBuf, str::FromStr, sync::Arc};

use super::issuer_keys::{IssuerKeys, IssuerKeysError, KeySource};

/// A gateway by its name, and where its public keys are. As text: `NAME=FILE`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TrustedIssuer {
    /// The name that it signs with.
    pub name: String,
    /// Its keys.
    pub keys: KeySource,
}

impl FromStr for TrustedIssuer {
    type Err = IssuerKeysError;

    fn from_str(text: &str) -> Result<Self, IssuerKeysError> {
        match text.split_once('=') {
            Some((_, url)) if url.contains("://") => {
                Err(IssuerKeysError::UrlUnsupported { url: url.to_owned() })
            }
            Some((name, path)) if !name.is_empty() && !path.is_empty() => {
                Ok(Self { name: name.to_owned(), keys: KeySource::File(PathBuf::from(path)) })
            }
            _ => Err(IssuerKeysError::Malformed { text: text.to_owned() }),
        }
    }
}

/// Whose signatures a site takes. Cloning it is cheap.
#[derive(Debug, Clone)]
pub struct TrustedIssuers(Option<Arc<BTreeMap<String, IssuerKeys>>>);

impl TrustedIssuers {
    /// Takes calls that nobody signed, as from the public: for development and tests. A site
    /// serves so on a loopback address only.
    #[must_use]
    pub fn open() -> Self {
        Self(None)
    }

    /// Takes only calls that one of these has signed; with none, it takes none.
    ///
    /// # Errors
    /// [`IssuerKeysError`] if an issuer is listed twice, or has no usable key.
    pub fn new(issuers: impl IntoIterator<Item = TrustedIssuer>) -> Result<Self, IssuerKeysError> {
        let mut listed = BTreeMap::new();
        for issuer in issuers {
            let keys = IssuerKeys::load(&issuer.name, issuer.keys)?;
            if listed.insert(issuer.name.clone(), keys).is_some() {
                return Err(IssuerKeysError::Duplicate { issuer: issuer.name });
            }
        }
        Ok(Self(Some(Arc::new(listed))))
    }

    /// Whether calls need no signature.
    #[must_use]
    pub fn is_open(&self) -> bool {
        self.0.is_none()
    }

    pub(super) fn listed(&self) -> Option<&BTreeMap<String, IssuerKeys>> {
        self.0.as_deref()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn issuers_are_written_as_name_and_file() {
        let issuer: TrustedIssuer = "gansu=/etc/keys/jwks.json".parse().expect("an issuer");
        assert_eq!(issuer.name, "gansu");
        assert_eq!(issuer.keys, KeySource::File("/etc/keys/jwks.json".into()));
        for (text, code) in [
            ("gansu", "ISSUER_MALFORMED"),
            ("=jwks.json", "ISSUER_MALFORMED"),
            ("gansu=", "ISSUER_MALFORMED"),
            ("gansu=https://gateway/jwks.json", "ISSUER_URL_UNSUPPORTED"),
        ] {
            let error = text.parse::<TrustedIssuer>().expect_err(text);
            assert_eq!(error.code(), code, "{text}");
        }
    }
}
