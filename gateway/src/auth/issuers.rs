//! The issuers whose tokens are taken, each with its keys.
//!
//! Keys are read again once they are old, and when a token names one that is not known, but not more
//! often than every ten seconds: a flood of made-up key ids is no flood of fetches. A fetch that
//! fails leaves the keys as they are.

use std::{sync::Arc, time::Duration};

use arc_swap::ArcSwapOption;
use jsonwebtoken::{Algorithm, DecodingKey};
use tokio::{
    sync::{Mutex, MutexGuard},
    time::Instant,
};

use super::{
    KeySet,
    fetch::{FetchError, JwksClient, JwksSource},
    jwks::JwksError,
};
use crate::config::{AuthConfig, IssuerConfig, UrlError};

/// Shortest time between two fetches of one issuer's keys.
const MIN_INTERVAL: Duration = Duration::from_secs(10);

/// The issuers of a configuration.
#[derive(Debug)]
pub struct Issuers {
    issuers: Vec<Issuer>,
    client: JwksClient,
    refresh_after: Duration,
}

#[derive(Debug)]
struct Issuer {
    name: String,
    source: JwksSource,
    keys: ArcSwapOption<KeySet>,
    /// When the keys were last asked for, whether they came or not.
    asked: Mutex<Option<Instant>>,
}

/// Why an issuer's keys cannot be used.
#[derive(Debug, thiserror::Error)]
pub enum IssuerError {
    /// Its URL cannot be called.
    #[error("签发者 / issuer `{issuer}`: {source}")]
    Url {
        /// The issuer.
        issuer: String,
        /// What is wrong with the URL.
        source: UrlError,
    },
    /// Its keys cannot be read.
    #[error("签发者 / issuer `{issuer}`: {source}")]
    Fetch {
        /// The issuer.
        issuer: String,
        /// Why not.
        source: FetchError,
    },
    /// What was read is no set of keys.
    #[error("签发者 / issuer `{issuer}`: {source}")]
    Keys {
        /// The issuer.
        issuer: String,
        /// What is wrong with it.
        source: JwksError,
    },
}

impl IssuerError {
    /// The stable error code.
    #[must_use]
    pub fn code(&self) -> &'static str {
        match self {
            Self::Url { .. } => "CONFIG_URL_INVALID",
            Self::Fetch { .. } => "JWKS_UNREADABLE",
            Self::Keys { source, .. } => source.code(),
        }
    }
}

/// What the issuers say of a key.
pub(super) enum FoundKey {
    Key(DecodingKey),
    UnknownIssuer,
    UnknownKey,
    /// The issuer's keys could not be read since the start.
    Unavailable,
}

impl Issuers {
    /// No issuer: no token is taken.
    #[must_use]
    pub fn none() -> Self {
        Self { issuers: Vec::new(), client: JwksClient::new(), refresh_after: Duration::MAX }
    }

    /// Reads the keys of every issuer. One whose URL does not answer is logged and asked again when
    /// a token of it comes: a gateway starts without it.
    ///
    /// # Errors
    /// [`IssuerError`] if a file cannot be read, or what an issuer gives is no set of keys.
    pub async fn load(config: &AuthConfig) -> Result<Self, IssuerError> {
        let issuers = config.issuers.iter().map(issuer).collect::<Result<Vec<_>, _>>()?;
        let loaded =
            Self { issuers, client: JwksClient::new(), refresh_after: config.jwks_refresh };
        for issuer in &loaded.issuers {
            *issuer.asked.lock().await = Some(Instant::now());
            match loaded.read_keys(issuer).await {
                Ok(()) => {}
                Err(IssuerError::Fetch { source, .. })
                    if matches!(issuer.source, JwksSource::Url(_)) =>
                {
                    tracing::warn!(issuer = %issuer.name, error = &source as &dyn std::error::Error,
                        "an issuer's keys cannot be read; its tokens are refused until they can");
                }
                Err(error) => return Err(error),
            }
        }
        Ok(loaded)
    }

    /// The key that verifies a token of this issuer.
    pub(super) async fn find(
        &self,
        issuer: &str,
        key_id: Option<&str>,
        algorithm: Algorithm,
    ) -> FoundKey {
        let Some(issuer) = self.issuers.iter().find(|known| known.name == issuer) else {
            return FoundKey::UnknownIssuer;
        };
        if let Ok(asked) = issuer.asked.try_lock() {
            // Otherwise someone reads them already, and known keys need not wait for that.
            self.refresh(issuer, asked, self.refresh_after).await;
        }
        if let Some(key) = issuer.find(key_id, algorithm) {
            return FoundKey::Key(key);
        }
        self.refresh(issuer, issuer.asked.lock().await, MIN_INTERVAL).await;
        match issuer.find(key_id, algorithm) {
            Some(key) => FoundKey::Key(key),
            None if issuer.keys.load().is_none() => FoundKey::Unavailable,
            None => FoundKey::UnknownKey,
        }
    }

    /// Reads the keys again if they were asked for `after` ago.
    async fn refresh(
        &self,
        issuer: &Issuer,
        mut asked: MutexGuard<'_, Option<Instant>>,
        after: Duration,
    ) {
        if asked.is_some_and(|at| at.elapsed() < after) {
            return;
        }
        *asked = Some(Instant::now());
        if let Err(error) = self.read_keys(issuer).await {
            tracing::warn!(issuer = %issuer.name, error = &error as &dyn std::error::Error,
                "an issuer's keys cannot be read again; the old ones stay");
        }
    }

    async fn read_keys(&self, issuer: &Issuer) -> Result<(), IssuerError> {
        let name = || issuer.name.clone();
        let text = self
            .client
            .read(&issuer.source)
            .await
            .map_err(|source| IssuerError::Fetch { issuer: name(), source })?;
        let keys =
            KeySet::parse(&text).map_err(|source| IssuerError::Keys { issuer: name(), source })?;
        issuer.keys.store(Some(Arc::new(keys)));
        Ok(())
    }
}

impl Issuer {
    fn find(&self, key_id: Option<&str>, algorithm: Algorithm) -> Option<DecodingKey> {
        self.keys.load().as_ref()?.find(key_id, algorithm).cloned()
    }
}

fn issuer(config: &IssuerConfig) -> Result<Issuer, IssuerError> {
    let name = config.name.clone();
    let source = match (&config.jwks_file, &config.jwks_url) {
        (_, Some(url)) => crate::config::parse_safe_url(url)
            .map(JwksSource::Url)
            .map_err(|source| IssuerError::Url { issuer: name.clone(), source })?,
        (file, None) => JwksSource::File(file.clone().unwrap_or_default()),
    };
    Ok(Issuer { name, source, keys: ArcSwapOption::empty(), asked: Mutex::new(None) })
}
