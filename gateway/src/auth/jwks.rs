//! Public keys of an issuer, out of a JWK set.
//! In: the text of the set. Out: the keys that may verify a token, each for one algorithm.
//! Spec: RFC 7517; RFC 7518, section 6; RFC 8037.

use jsonwebtoken::{
    Algorithm, DecodingKey,
    jwk::{AlgorithmParameters, EllipticCurve, Jwk, JwkSet, PublicKeyUse},
};
use serde::Deserialize;
use serde_json::Value;

/// Bytes of an Ed25519 key, and of each coordinate on P-256.
const COORDINATE_BYTES: usize = 32;
/// Shortest RSA modulus, in bytes: 2048 bits.
const MIN_MODULUS_BYTES: usize = 256;

/// The usable keys of one issuer.
#[derive(Debug, Clone)]
pub struct KeySet {
    keys: Vec<PublicKey>,
}

#[derive(Debug, Clone)]
struct PublicKey {
    id: Option<String>,
    algorithm: Algorithm,
    key: DecodingKey,
}

/// A text that gives no keys.
#[derive(Debug, thiserror::Error)]
pub enum JwksError {
    /// Not a JWK set.
    #[error("不是 JWK 集 / not a JWK set")]
    Syntax(#[source] serde_json::Error),
    /// A set in which nothing can verify a token.
    #[error(
        "没有可用的公钥：需要 Ed25519、P-256 或至少 2048 位的 RSA / \
         no usable public key: Ed25519, P-256 or RSA of at least 2048 bits is needed"
    )]
    NoKey,
}

impl JwksError {
    /// The stable error code.
    #[must_use]
    pub fn code(&self) -> &'static str {
        match self {
            Self::Syntax(_) => "JWKS_INVALID",
            Self::NoKey => "JWKS_WITHOUT_KEY",
        }
    }
}

impl KeySet {
    /// Reads a JWK set. Keys of other kinds or uses, and keys that are too weak, are left out, as
    /// RFC 7517 asks; secrets (`oct`) are never keys here.
    ///
    /// # Errors
    /// [`JwksError`] if it is no set, or no key is left.
    pub fn parse(text: &str) -> Result<Self, JwksError> {
        #[derive(Deserialize)]
        struct Set {
            keys: Vec<Value>,
        }
        let set: Set = serde_json::from_str(text).map_err(JwksError::Syntax)?;
        let read = |value| usable_key(&serde_json::from_value(value).ok()?);
        let keys: Vec<PublicKey> = set.keys.into_iter().filter_map(read).collect();
        if keys.is_empty() { Err(JwksError::NoKey) } else { Ok(Self { keys }) }
    }

    /// The Ed25519 keys of a set, each as the `x` of its JWK.
    ///
    /// # Errors
    /// [`JwksError`] if it is no set, or has no such key.
    pub fn ed25519_of(text: &str) -> Result<Vec<String>, JwksError> {
        let set: JwkSet = serde_json::from_str(text).map_err(JwksError::Syntax)?;
        let x_of = |jwk: Jwk| match jwk.algorithm {
            AlgorithmParameters::OctetKeyPair(key) if key.curve == EllipticCurve::Ed25519 => {
                Some(key.x)
            }
            _ => None,
        };
        let keys: Vec<String> = set.keys.into_iter().filter_map(x_of).collect();
        if keys.is_empty() { Err(JwksError::NoKey) } else { Ok(keys) }
    }

    /// The key that a token's header names. A header without an id names the only key of its
    /// algorithm, if there is only one.
    pub(super) fn find(&self, id: Option<&str>, algorithm: Algorithm) -> Option<&DecodingKey> {
        let mut of_algorithm = self.keys.iter().filter(|key| key.algorithm == algorithm);
        let found = match id {
            Some(id) => of_algorithm.find(|key| key.id.as_deref() == Some(id)),
            None => of_algorithm.next().filter(|_| of_algorithm.next().is_none()),
        };
        found.map(|key| &key.key)
    }
}

fn usable_key(jwk: &Jwk) -> Option<PublicKey> {
    let (algorithm, is_sound) = match &jwk.algorithm {
        AlgorithmParameters::OctetKeyPair(key) if key.curve == EllipticCurve::Ed25519 => {
            (Algorithm::EdDSA, bytes_of(&key.x)? == COORDINATE_BYTES)
        }
        AlgorithmParameters::EllipticCurve(key) if key.curve == EllipticCurve::P256 => {
            let lengths = [bytes_of(&key.x)?, bytes_of(&key.y)?];
            (Algorithm::ES256, lengths == [COORDINATE_BYTES; 2])
        }
        AlgorithmParameters::RSA(key) => (Algorithm::RS256, bytes_of(&key.n)? >= MIN_MODULUS_BYTES),
        _ => return None,
    };
    let common = &jwk.common;
    let is_for_signatures =
        common.public_key_use.as_ref().is_none_or(|purpose| *purpose == PublicKeyUse::Signature);
    let is_for_algorithm = common.key_algorithm.is_none_or(|named| named == algorithm.into());
    if !(is_sound && is_for_signatures && is_for_algorithm) {
        return None;
    }
    let key = DecodingKey::from_jwk(jwk).ok()?;
    Some(PublicKey { id: common.key_id.clone(), algorithm, key })
}

fn bytes_of(text: &str) -> Option<usize> {
    data_encoding::BASE64URL_NOPAD.decode(text.as_bytes()).ok().map(|bytes| bytes.len())
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn only_sound_public_keys_for_signatures_are_taken() {
        let text = |bytes: usize| data_encoding::BASE64URL_NOPAD.encode(&vec![0x81; bytes]);
        let ed = |x: usize| json!({"kty": "OKP", "crv": "Ed25519", "x": text(x), "kid": "a"});
        let with = |mut key: Value, name: &str, value: &str| {
            key[name] = json!(value);
            key
        };
        let rsa = |n: usize| json!({"kty": "RSA", "n": text(n), "e": "AQAB"});
        for (case, key, expected) in [
            ("Ed25519", ed(32), "OK"),
            (
                "Ed25519 that says what it is for",
                with(with(ed(32), "use", "sig"), "alg", "EdDSA"),
                "OK",
            ),
            ("Ed25519, too short", ed(31), "JWKS_WITHOUT_KEY"),
            ("Ed25519 for encryption", with(ed(32), "use", "enc"), "JWKS_WITHOUT_KEY"),
            (
                "Ed25519 that names another algorithm",
                with(ed(32), "alg", "HS256"),
                "JWKS_WITHOUT_KEY",
            ),
            ("another curve", with(ed(32), "crv", "X25519"), "JWKS_WITHOUT_KEY"),
            ("P-256", json!({"kty": "EC", "crv": "P-256", "x": text(32), "y": text(32)}), "OK"),
            (
                "P-384",
                json!({"kty": "EC", "crv": "P-384", "x": text(48), "y": text(48)}),
                "JWKS_WITHOUT_KEY",
            ),
            ("RSA of 2048 bits", rsa(256), "OK"),
            ("RSA of 1024 bits", rsa(128), "JWKS_WITHOUT_KEY"),
            ("a secret", json!({"kty": "oct", "k": text(32)}), "JWKS_WITHOUT_KEY"),
            ("no key at all", json!(7), "JWKS_WITHOUT_KEY"),
        ] {
            let parsed = KeySet::parse(&json!({ "keys": [key] }).to_string());
            assert_eq!(parsed.as_ref().map_or_else(JwksError::code, |_| "OK"), expected, "{case}");
        }
        for text in ["", "{}", "[]", r#"{"keys": 1}"#] {
            assert_eq!(KeySet::parse(text).expect_err(text).code(), "JWKS_INVALID");
        }
    }

    #[test]
    fn a_token_without_a_key_id_has_a_key_only_where_there_is_no_choice() {
        let text = data_encoding::BASE64URL_NOPAD.encode(&[0x81; 32]);
        let key = |id: &str| json!({"kty": "OKP", "crv": "Ed25519", "x": text, "kid": id});
        let set =
            |keys: Vec<Value>| KeySet::parse(&json!({ "keys": keys }).to_string()).expect("keys");
        let (one, two) = (set(vec![key("a")]), set(vec![key("a"), key("b")]));
        assert!(one.find(None, Algorithm::EdDSA).is_some());
        assert!(two.find(None, Algorithm::EdDSA).is_none());
        assert!(two.find(Some("b"), Algorithm::EdDSA).is_some());
        assert!(two.find(Some("c"), Algorithm::EdDSA).is_none());
        assert!(two.find(Some("b"), Algorithm::ES256).is_none());
    }
}
