//! The key by which a site signs the heads of its log, so that whoever keeps one can prove that the
//! site gave it.
//! Spec: docs/jurisdiction-spec.md, "The head of the access log"; RFC 8032 (Ed25519).

use std::fmt;

use data_encoding::BASE64URL_NOPAD;
use jsonwebtoken::{
    Algorithm, DecodingKey, EncodingKey, crypto,
    jwk::{AlgorithmParameters, Jwk},
};

use super::ChainHead;

/// Keeps these signatures apart from those of anything else.
const DOMAIN: &str = "qianzhan access log head v1";
/// Length of an Ed25519 public key.
const KEY_BYTES: usize = 32;

/// The private key of a site.
#[derive(Clone)]
pub struct SiteKey {
    private: EncodingKey,
    public: String,
}

/// A text that is no key of a site.
#[derive(Debug, thiserror::Error)]
#[error(
    "应为 PKCS#8 PEM 格式的 Ed25519 私钥（`qianzhan keys new` 可生成）/ should be an Ed25519 private key as PKCS#8 PEM (`qianzhan keys new` makes one)"
)]
pub struct SiteKeyError(#[source] Option<jsonwebtoken::errors::Error>);

impl SiteKeyError {
    /// The stable code of the error.
    #[must_use]
    pub const fn code(&self) -> &'static str {
        "SITE_KEY_INVALID"
    }
}

impl SiteKey {
    /// Reads a key from its PEM text.
    ///
    /// # Errors
    /// [`SiteKeyError`] if it is anything else than an Ed25519 private key.
    pub fn from_pem(text: &str) -> Result<Self, SiteKeyError> {
        let failed = |error| SiteKeyError(Some(error));
        let private = EncodingKey::from_ed_pem(text.as_bytes()).map_err(failed)?;
        let jwk = Jwk::from_encoding_key(&private, Algorithm::EdDSA).map_err(failed)?;
        match jwk.algorithm {
            AlgorithmParameters::OctetKeyPair(pair) => Ok(Self { private, public: pair.x }),
            _ => Err(SiteKeyError(None)),
        }
    }

    /// Its public half, as a JWK writes it: 32 bytes in base64url.
    #[must_use]
    pub fn public(&self) -> &str {
        &self.public
    }

    /// The signature of a head of this site's log, in base64url.
    ///
    /// # Errors
    /// [`SiteKeyError`] if the key does not sign.
    pub fn sign(&self, site: &str, head: &ChainHead) -> Result<String, SiteKeyError> {
        let text = signed_text(site, head);
        crypto::sign(text.as_bytes(), &self.private, Algorithm::EdDSA)
            .map_err(|error| SiteKeyError(Some(error)))
    }
}

impl fmt::Debug for SiteKey {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.debug_struct("SiteKey").field("public", &self.public).finish_non_exhaustive()
    }
}

/// Whether `signature` is that of the site with this public key, over this head.
#[must_use]
pub fn is_signed(public: &str, site: &str, head: &ChainHead, signature: &str) -> bool {
    let text = signed_text(site, head);
    // The verifier takes it that a key has its length.
    let key = BASE64URL_NOPAD.decode(public.as_bytes()).ok();
    let key = key.filter(|bytes| bytes.len() == KEY_BYTES);
    key.map(|bytes| DecodingKey::from_ed_der(&bytes)).is_some_and(|key| {
        crypto::verify(signature, text.as_bytes(), &key, Algorithm::EdDSA).unwrap_or(false)
    })
}

/// Four lines: neither a site's name nor a hash has a line break.
fn signed_text(site: &str, head: &ChainHead) -> String {
    format!("{DOMAIN}\n{site}\n{}\n{}\n", head.seq, head.hash)
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The example of RFC 8410, section 10.3.
    const EXAMPLE: &str = "-----BEGIN PRIVATE KEY-----\n\
        MC4CAQAwBQYDK2VwBCIEINTuctv5E1hK1bbY8fdp+K06/nwoy/HU++CXqI9EdVhC\n\
        -----END PRIVATE KEY-----\n";

    #[test]
    fn a_signature_is_of_one_site_and_one_head() {
        let key = SiteKey::from_pem(EXAMPLE).expect("a key");
        assert_eq!(key.public(), "Gb9ECWmEzf6FQbrBZ9w7lshQhqowtrbLDFw4rXAxZuE");
        let head = ChainHead { seq: 7, hash: "ab".repeat(32) };
        let signature = key.sign("621122", &head).expect("it signs");
        // What vendors and gateways verify: Ed25519 is deterministic, so this text never changes.
        assert_eq!(
            signature,
            "gKYn6vfQOH4OPCjsixuW5zgp7S8eZu-fHdxYxmnEzdnvYM858-Ti0azMVcubgSdLP8zfNxtiPiw1SJEqgddFCg"
        );
        assert!(is_signed(key.public(), "621122", &head, &signature));
        let other = ChainHead { seq: 8, ..head.clone() };
        let forged = ChainHead { hash: "ba".repeat(32), ..head.clone() };
        for (case, site, head, signature) in [
            ("another site", "621123", &head, signature.as_str()),
            ("another place", "621122", &other, &signature),
            ("another hash", "621122", &forged, &signature),
            ("no signature", "621122", &head, ""),
            ("no base64", "621122", &head, "??"),
        ] {
            assert!(!is_signed(key.public(), site, head, signature), "{case}");
        }
        assert!(!is_signed("", "621122", &head, &signature));
        assert!(!format!("{key:?}").contains("EncodingKey"));
    }

    #[test]
    fn other_texts_are_no_keys() {
        for text in ["", "key", "-----BEGIN PRIVATE KEY-----\nAAAA\n-----END PRIVATE KEY-----\n"] {
            assert_eq!(SiteKey::from_pem(text).expect_err(text).code(), "SITE_KEY_INVALID");
        }
    }
}
