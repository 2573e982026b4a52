//! Signs calls as a gateway does, with keys made from a seed.

use data_encoding::BASE64URL_NOPAD;
use jsonwebtoken::{Algorithm, EncodingKey, Header, jwk::Jwk};
use serde_json::{Value, json};
use sha2::{Digest, Sha256};

/// What comes before the seed in a PKCS#8 Ed25519 key. Spec: RFC 8410.
const PKCS8_HEAD: [u8; 16] = [
    0x30, 0x2e, 0x02, 0x01, 0x00, 0x30, 0x05, 0x06, 0x03, 0x2b, 0x65, 0x70, 0x04, 0x22, 0x04, 0x20,
];

/// A signing key and its id.
pub(crate) struct SigningKey {
    key: EncodingKey,
    id: String,
}

impl SigningKey {
    pub(crate) fn new(seed: u8, id: &str) -> Self {
        let der = [PKCS8_HEAD.as_slice(), &[seed; 32]].concat();
        Self { key: EncodingKey::from_ed_der(&der), id: id.to_owned() }
    }

    pub(crate) fn sign(&self, claims: &Value) -> String {
        let mut header = Header::new(Algorithm::EdDSA);
        header.kid = Some(self.id.clone());
        jsonwebtoken::encode(&header, claims, &self.key).expect("the key signs")
    }

    fn public(&self) -> Value {
        let jwk = Jwk::from_encoding_key(&self.key, Algorithm::EdDSA).expect("a key");
        let mut jwk = serde_json::to_value(jwk).expect("JSON");
        jwk["kid"] = self.id.as_str().into();
        jwk["use"] = "sig".into();
        jwk
    }
}

/// The JWKS of keys.
pub(crate) fn jwks(keys: &[&SigningKey]) -> String {
    let keys: Vec<_> = keys.iter().map(|key| key.public()).collect();
    json!({ "keys": keys }).to_string()
}

/// A token of these three parts, whatever they are.
pub(crate) fn assemble(header: &Value, claims: &Value, signature: &str) -> String {
    let part = |value: &Value| BASE64URL_NOPAD.encode(value.to_string().as_bytes());
    format!("{}.{}.{signature}", part(header), part(claims))
}

/// The claim `calls` of a token with four passes.
pub(crate) fn pass_digests() -> String {
    let digests: Vec<u8> =
        (0..4).flat_map(|place| Sha256::digest(pass_secret(place))[..12].to_vec()).collect();
    BASE64URL_NOPAD.encode(&digests)
}

/// One of the passes behind [`pass_digests`].
pub(crate) fn pass(place: usize) -> String {
    format!("{place}.{}", pass_secret(place))
}

fn pass_secret(place: usize) -> String {
    format!("secret-{place}")
}
