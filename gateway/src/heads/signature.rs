//! The signature of a site over a head of its log.
//! Spec: docs/jurisdiction-spec.md, "The head of the access log"; RFC 8032 (Ed25519).

use data_encoding::BASE64URL_NOPAD;
use jsonwebtoken::{Algorithm, DecodingKey, crypto};

/// Keeps these signatures apart from those of anything else.
const DOMAIN: &str = "qianzhan access log head v1";
/// Length of an Ed25519 public key.
const KEY_BYTES: usize = 32;

/// Whether `signature`, in base64url, is that of the site with this public key (`x` of its JWK) over
/// this head.
#[must_use]
pub fn is_signed(public: &str, site: &str, seq: i64, hash: &str, signature: &str) -> bool {
    let text = format!("{DOMAIN}\n{site}\n{seq}\n{hash}\n");
    is_text_signed(public, &text, signature)
}

/// Whether `signature`, in base64url, is that of this public key over a text.
pub(crate) fn is_text_signed(public: &str, text: &str, signature: &str) -> bool {
    verifying_key(public).is_some_and(|key| {
        crypto::verify(signature, text.as_bytes(), &key, Algorithm::EdDSA).unwrap_or(false)
    })
}

/// The Ed25519 key whose JWK has this `x`. The verifier takes it that the length is right.
pub(crate) fn verifying_key(x: &str) -> Option<DecodingKey> {
    let bytes = BASE64URL_NOPAD.decode(x.as_bytes()).ok()?;
    (bytes.len() == KEY_BYTES).then(|| DecodingKey::from_ed_der(&bytes))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn keys_and_signatures_of_any_length_are_only_wrong() {
        for key in ["", "AAAA", "??", &"A".repeat(86)] {
            for signature in ["", "AAAA", "??", &"A".repeat(86)] {
                assert!(!is_signed(key, "621122", 1, "ab", signature), "{key} {signature}");
            }
        }
    }
}
