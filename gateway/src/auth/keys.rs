//! The gateway's own key pairs: Ed25519, as PKCS#8 PEM, published as JWK.
//! Spec: RFC 8410 (the PEM), RFC 8037 (the JWK), RFC 7638 (the key id is its thumbprint).

use data_encoding::BASE64;
use jsonwebtoken::{
    Algorithm, EncodingKey,
    jwk::{AlgorithmParameters, Jwk, PublicKeyUse, ThumbprintHash},
};
use rand::{TryRngCore, rngs::OsRng};

/// What stands before the 32 bytes of an Ed25519 key in PKCS#8: version 1 and the algorithm's id.
const PKCS8_HEAD: [u8; 16] = [
    0x30, 0x2e, 0x02, 0x01, 0x00, 0x30, 0x05, 0x06, 0x03, 0x2b, 0x65, 0x70, 0x04, 0x22, 0x04, 0x20,
];

/// A private key that signs, and its public half. Never shown in a log: `Debug` gives the id.
#[derive(Clone)]
pub struct SigningKey {
    id: String,
    private: EncodingKey,
    public: Jwk,
}

/// A key that cannot be made or read.
#[derive(Debug, thiserror::Error)]
pub enum KeyError {
    /// Not an Ed25519 key as PKCS#8 PEM.
    #[error(
        "应为 PKCS#8 PEM 格式的 Ed25519 私钥（`qianzhan keys new` 可生成）/ \
         should be an Ed25519 private key as PKCS#8 PEM (`qianzhan keys new` makes one)"
    )]
    Invalid(#[source] jsonwebtoken::errors::Error),
    /// The system gives no random bytes.
    #[error("系统无法提供随机数 / the system gives no random bytes: {reason}")]
    Random {
        /// What it said.
        reason: String,
    },
}

impl KeyError {
    /// The stable error code.
    #[must_use]
    pub fn code(&self) -> &'static str {
        match self {
            Self::Invalid(_) => "SIGNING_KEY_INVALID",
            Self::Random { .. } => "RANDOM_UNAVAILABLE",
        }
    }
}

impl SigningKey {
    /// Makes a key. Out: its PEM text, for a file that only its owner may read.
    ///
    /// # Errors
    /// [`KeyError::Random`] if the system gives no random bytes.
    pub fn generate_pem() -> Result<String, KeyError> {
        let mut der = [0; PKCS8_HEAD.len() + 32];
        let (head, secret) = der.split_at_mut(PKCS8_HEAD.len());
        head.copy_from_slice(&PKCS8_HEAD);
        OsRng
            .try_fill_bytes(secret)
            .map_err(|error| KeyError::Random { reason: error.to_string() })?;
        let body = BASE64.encode(&der);
        Ok(format!("-----BEGIN PRIVATE KEY-----\n{body}\n-----END PRIVATE KEY-----\n"))
    }

    /// Reads a key from its PEM text.
    ///
    /// # Errors
    /// [`KeyError::Invalid`] if it is anything else than an Ed25519 private key.
    pub fn from_pem(text: &str) -> Result<Self, KeyError> {
        let private = EncodingKey::from_ed_pem(text.as_bytes()).map_err(KeyError::Invalid)?;
        let mut public =
            Jwk::from_encoding_key(&private, Algorithm::EdDSA).map_err(KeyError::Invalid)?;
        let id = public.thumbprint(ThumbprintHash::SHA256).map_err(KeyError::Invalid)?;
        public.common.key_id = Some(id.clone());
        public.common.public_key_use = Some(PublicKeyUse::Signature);
        Ok(Self { id, private, public })
    }

    /// Its id, the thumbprint of its public half.
    #[must_use]
    pub fn id(&self) -> &str {
        &self.id
    }

    /// Its public half.
    #[must_use]
    pub fn public(&self) -> &Jwk {
        &self.public
    }

    /// Its public half as a sites file has it: the `x` of the JWK.
    #[must_use]
    pub fn public_x(&self) -> Option<&str> {
        match &self.public.algorithm {
            AlgorithmParameters::OctetKeyPair(pair) => Some(&pair.x),
            _ => None,
        }
    }

    /// The signature of a text, in base64url.
    ///
    /// # Errors
    /// [`KeyError::Invalid`] if the key does not sign.
    pub fn sign_text(&self, text: &str) -> Result<String, KeyError> {
        jsonwebtoken::crypto::sign(text.as_bytes(), &self.private, Algorithm::EdDSA)
            .map_err(KeyError::Invalid)
    }

    /// The JWK set of its public half, as JSON.
    #[must_use]
    pub fn jwks(&self) -> String {
        serde_json::json!({ "keys": [&self.public] }).to_string()
    }

    pub(crate) fn private(&self) -> &EncodingKey {
        &self.private
    }
}

impl std::fmt::Debug for SigningKey {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("SigningKey").field("id", &self.id).finish_non_exhaustive()
    }
}

#[cfg(test)]
mod tests {
    use serde_json::{Value, json};

    use super::*;

    /// The example of RFC 8410, section 10.3; its public half is the one of section 10.1.
    const EXAMPLE: &str = "-----BEGIN PRIVATE KEY-----\n\
        MC4CAQAwBQYDK2VwBCIEINTuctv5E1hK1bbY8fdp+K06/nwoy/HU++CXqI9EdVhC\n\
        -----END PRIVATE KEY-----\n";

    #[test]
    fn the_public_half_and_its_id_follow_from_the_private_key() {
        let key = SigningKey::from_pem(EXAMPLE).expect("a key");
        let set: Value = serde_json::from_str(&key.jwks()).expect("JSON");
        assert_eq!(
            set,
            json!({ "keys": [{
                "kty": "OKP",
                "crv": "Ed25519",
                "x": "Gb9ECWmEzf6FQbrBZ9w7lshQhqowtrbLDFw4rXAxZuE",
                "kid": key.id(),
                "use": "sig",
                "alg": "EdDSA",
            }] })
        );
        assert_eq!(key.id().len(), 43, "SHA-256 in base64url");
        assert!(!format!("{key:?}").contains("EncodingKey"));
    }

    #[test]
    fn every_generated_key_is_another_one() {
        let key =
            || SigningKey::from_pem(&SigningKey::generate_pem().expect("a PEM")).expect("a key");
        assert_ne!(key().id(), key().id());
    }

    #[test]
    fn other_texts_are_refused() {
        let public = "-----BEGIN PUBLIC KEY-----\n\
            MCowBQYDK2VwAyEAGb9ECWmEzf6FQbrBZ9w7lshQhqowtrbLDFw4rXAxZuE=\n\
            -----END PUBLIC KEY-----\n";
        let cut = EXAMPLE.replace("Cw==", "").replace("dVhC", "");
        for text in ["", "key", public, &cut] {
            assert_eq!(SigningKey::from_pem(text).expect_err(text).code(), "SIGNING_KEY_INVALID");
        }
    }
}
