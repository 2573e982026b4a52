//! The public keys of one issuer, from a JWKS text or file. A file is read again when it has
//! changed, so that keys rotate without a restart; one that does not read keeps the old keys.
//! Spec: RFC 7517 (JWK), RFC 8037 (Ed25519 keys). Keys of other kinds in the set are passed over.

use std::{
    collections::HashMap,
    path::PathBuf,
    sync::{
        Arc, Mutex,
        atomic::{AtomicU64, Ordering},
    },
    time::{Duration, Instant, SystemTime},
};

use data_encoding::BASE64URL_NOPAD;
use jsonwebtoken::DecodingKey;
use serde::Deserialize;

/// How long keys are used before the file is looked at again.
const LOOK_INTERVAL: Duration = Duration::from_secs(2);
/// How often at most a key id that is not in the set makes the file be read: ids come from callers.
const MISS_INTERVAL: Duration = Duration::from_secs(1);
/// Length of an Ed25519 public key.
const KEY_BYTES: usize = 32;

/// Where the keys of an issuer are.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum KeySource {
    /// In a JWKS file, which is read again when it changes.
    File(PathBuf),
    /// In this JWKS text.
    Text(String),
}

/// Keys that cannot be used.
#[derive(Debug, thiserror::Error)]
pub enum IssuerKeysError {
    /// Not `NAME=FILE`.
    #[error("应为“签发者=JWKS 文件”，而非 `{text}` / expected `NAME=FILE`, not `{text}`")]
    Malformed {
        /// What was found.
        text: String,
    },
    /// An address instead of a file.
    #[error(
        "站点只从文件读取签发者的公钥，不访问 `{url}` / a site reads keys from a file; it does not fetch `{url}`"
    )]
    UrlUnsupported {
        /// The address.
        url: String,
    },
    /// Two issuers have one name.
    #[error("签发者 `{issuer}` 出现两次 / the issuer `{issuer}` is listed twice")]
    Duplicate {
        /// Its name.
        issuer: String,
    },
    /// The file cannot be read.
    #[error(
        "无法读取签发者 `{issuer}` 的公钥文件 / cannot read the key file of the issuer `{issuer}`"
    )]
    Unreadable {
        /// The issuer.
        issuer: String,
        /// Why not.
        #[source]
        source: std::io::Error,
    },
    /// The text is no JWKS.
    #[error("签发者 `{issuer}` 的公钥不是 JWKS / the keys of the issuer `{issuer}` are no JWKS")]
    NoKeySet {
        /// The issuer.
        issuer: String,
        /// Why not.
        #[source]
        source: serde_json::Error,
    },
    /// The set holds a private key: whoever reads it could sign.
    #[error(
        "签发者 `{issuer}` 的 JWKS 含有私钥 / the JWKS of the issuer `{issuer}` holds a private key"
    )]
    PrivateKey {
        /// The issuer.
        issuer: String,
    },
    /// An Ed25519 key without a usable value.
    #[error(
        "签发者 `{issuer}` 的公钥 `{key_id}` 无效 / the key `{key_id}` of the issuer `{issuer}` is not valid"
    )]
    InvalidKey {
        /// The issuer.
        issuer: String,
        /// The key.
        key_id: String,
    },
    /// Two keys have one id.
    #[error(
        "签发者 `{issuer}` 有两把公钥都叫 `{key_id}` / two keys of the issuer `{issuer}` are called `{key_id}`"
    )]
    DuplicateKey {
        /// The issuer.
        issuer: String,
        /// Their id.
        key_id: String,
    },
    /// No Ed25519 signing key with an id.
    #[error(
        "签发者 `{issuer}` 没有可用的 Ed25519 公钥 / the issuer `{issuer}` has no usable Ed25519 key"
    )]
    NoUsableKey {
        /// The issuer.
        issuer: String,
    },
}

impl IssuerKeysError {
    /// The stable code of the error.
    #[must_use]
    pub const fn code(&self) -> &'static str {
        match self {
            Self::Malformed { .. } => "ISSUER_MALFORMED",
            Self::UrlUnsupported { .. } => "ISSUER_URL_UNSUPPORTED",
            Self::Duplicate { .. } => "ISSUER_DUPLICATE",
            Self::Unreadable { .. } => "ISSUER_KEYS_UNREADABLE",
            Self::NoKeySet { .. }
            | Self::PrivateKey { .. }
            | Self::InvalidKey { .. }
            | Self::DuplicateKey { .. }
            | Self::NoUsableKey { .. } => "ISSUER_KEYS_INVALID",
        }
    }
}

/// Keys by their ids.
type KeySet = Arc<HashMap<String, DecodingKey>>;

/// The keys of one issuer, as they are now.
#[derive(Debug)]
pub(super) struct IssuerKeys {
    issuer: String,
    source: KeySource,
    state: Mutex<KeyState>,
    /// Goes up whenever the keys change, so that what they proved can be forgotten.
    generation: AtomicU64,
}

#[derive(Debug)]
struct KeyState {
    keys: KeySet,
    stamp: Option<FileStamp>,
    looked_at: Instant,
    missed_at: Option<Instant>,
}

/// What tells one version of a file from the next.
type FileStamp = (SystemTime, u64);

impl IssuerKeys {
    /// # Errors
    /// [`IssuerKeysError`] if there is no usable key at the source.
    pub(super) fn load(issuer: &str, source: KeySource) -> Result<Self, IssuerKeysError> {
        let stamp = stamp_of(&source);
        let keys = read_keys(issuer, &source)?;
        Ok(Self {
            issuer: issuer.to_owned(),
            source,
            state: Mutex::new(KeyState {
                keys: Arc::new(keys),
                stamp,
                looked_at: Instant::now(),
                missed_at: None,
            }),
            generation: AtomicU64::new(0),
        })
    }

    /// Which version of the keys is in use, after a look at the file when the last is some time ago.
    pub(super) fn generation(&self) -> u64 {
        {
            let mut state = self.state.lock().expect("no holder of the lock panics");
            if state.looked_at.elapsed() >= LOOK_INTERVAL {
                state.looked_at = Instant::now();
                if stamp_of(&self.source) != state.stamp {
                    self.read_again(&mut state);
                }
            }
        }
        self.generation.load(Ordering::Acquire)
    }

    /// The key of this id. One that is not in the set is looked for in the file once more.
    pub(super) fn key(&self, key_id: &str) -> Option<DecodingKey> {
        let mut state = self.state.lock().expect("no holder of the lock panics");
        if let Some(key) = state.keys.get(key_id) {
            return Some(key.clone());
        }
        let is_due = |missed: Instant| missed.elapsed() >= MISS_INTERVAL;
        if state.missed_at.is_none_or(is_due) {
            state.missed_at = Some(Instant::now());
            self.read_again(&mut state);
        }
        state.keys.get(key_id).cloned()
    }

    fn read_again(&self, state: &mut KeyState) {
        if let KeySource::Text(_) = self.source {
            return;
        }
        // The stamp is taken first: a write between the two is then seen at the next look.
        state.stamp = stamp_of(&self.source);
        match read_keys(&self.issuer, &self.source) {
            Ok(keys) => {
                state.keys = Arc::new(keys);
                self.generation.fetch_add(1, Ordering::AcqRel);
            }
            Err(error) => {
                tracing::error!(issuer = self.issuer, %error, "the old keys stay in use");
            }
        }
    }
}

fn stamp_of(source: &KeySource) -> Option<FileStamp> {
    match source {
        KeySource::File(path) => {
            let metadata = std::fs::metadata(path).ok()?;
            Some((metadata.modified().ok()?, metadata.len()))
        }
        KeySource::Text(_) => None,
    }
}

fn read_keys(
    issuer: &str,
    source: &KeySource,
) -> Result<HashMap<String, DecodingKey>, IssuerKeysError> {
    match source {
        KeySource::Text(text) => parse_keys(issuer, text),
        KeySource::File(path) => {
            let text = std::fs::read_to_string(path).map_err(|source| {
                IssuerKeysError::Unreadable { issuer: issuer.to_owned(), source }
            })?;
            parse_keys(issuer, &text)
        }
    }
}

#[derive(Deserialize)]
struct Jwks {
    keys: Vec<Jwk>,
}

#[derive(Deserialize)]
struct Jwk {
    kty: Option<String>,
    crv: Option<String>,
    kid: Option<String>,
    alg: Option<String>,
    #[serde(rename = "use")]
    purpose: Option<String>,
    x: Option<String>,
    d: Option<serde::de::IgnoredAny>,
}

fn parse_keys(issuer: &str, text: &str) -> Result<HashMap<String, DecodingKey>, IssuerKeysError> {
    let issuer = || issuer.to_owned();
    let set: Jwks = serde_json::from_str(text)
        .map_err(|source| IssuerKeysError::NoKeySet { issuer: issuer(), source })?;
    let mut keys = HashMap::new();
    for key in set.keys {
        if key.d.is_some() {
            return Err(IssuerKeysError::PrivateKey { issuer: issuer() });
        }
        let is_usable = key.kty.as_deref() == Some("OKP")
            && key.crv.as_deref() == Some("Ed25519")
            && key.alg.is_none_or(|it| it == "EdDSA")
            && key.purpose.is_none_or(|it| it == "sig");
        let (true, Some(key_id)) = (is_usable, key.kid) else {
            continue;
        };
        let bytes = key.x.and_then(|x| BASE64URL_NOPAD.decode(x.as_bytes()).ok());
        let Some(bytes) = bytes.filter(|it| it.len() == KEY_BYTES) else {
            return Err(IssuerKeysError::InvalidKey { issuer: issuer(), key_id });
        };
        let decoding = DecodingKey::from_ed_der(&bytes);
        if keys.insert(key_id.clone(), decoding).is_some() {
            return Err(IssuerKeysError::DuplicateKey { issuer: issuer(), key_id });
        }
    }
    if keys.is_empty() {
        return Err(IssuerKeysError::NoUsableKey { issuer: issuer() });
    }
    Ok(keys)
}

#[cfg(test)]
mod tests {
    use super::*;

    const X: &str = "11qYAYKxCrfVS_7TyWQHOg7hcvPapiMlrwIaaPcHURo";

    #[test]
    fn only_ed25519_signing_keys_are_taken() {
        let text = format!(
            r#"{{"keys":[
                {{"kty":"OKP","crv":"Ed25519","kid":"a","x":"{X}","use":"sig","alg":"EdDSA"}},
                {{"kty":"OKP","crv":"Ed25519","kid":"b","x":"{X}"}},
                {{"kty":"OKP","crv":"Ed25519","x":"{X}"}},
                {{"kty":"OKP","crv":"X25519","kid":"c","x":"{X}"}},
                {{"kty":"OKP","crv":"Ed25519","kid":"d","x":"{X}","use":"enc"}},
                {{"kty":"RSA","kid":"e","n":"AQAB","e":"AQAB"}},
                {{"kty":"oct","kid":"f","k":"AQAB"}}]}}"#
        );
        let mut ids: Vec<_> =
            parse_keys("gateway", &text).expect("there are usable keys").into_keys().collect();
        ids.sort();
        assert_eq!(ids, ["a", "b"]);
    }

    #[test]
    fn sets_that_cannot_be_used_are_refused() {
        let key = |fields: &str| format!(r#"{{"kty":"OKP","crv":"Ed25519","kid":"a",{fields}}}"#);
        let good = key(&format!(r#""x":"{X}""#));
        for (case, keys, named) in [
            ("empty", String::new(), "no usable"),
            ("short key", key(r#""x":"AQAB""#), "not valid"),
            ("no key value", key(r#""alg":"EdDSA""#), "not valid"),
            ("private key", key(&format!(r#""x":"{X}","d":"{X}""#)), "private"),
            ("same id", format!("{good},{good}"), "two keys"),
        ] {
            let error = parse_keys("gateway", &format!(r#"{{"keys":[{keys}]}}"#));
            let error = error.expect_err(case);
            assert_eq!(error.code(), "ISSUER_KEYS_INVALID", "{case}");
            assert!(error.to_string().contains(named), "{case}: {error}");
        }
        assert!(matches!(parse_keys("gateway", "[]"), Err(IssuerKeysError::NoKeySet { .. })));
    }
}
