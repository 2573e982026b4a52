//! One-time passes: what makes each call under one token a call of its own. A signature costs as much
//! as all the rest of a call, so one signature stands for several: the token lists the digests of
//! secrets, each call shows another of these, and a site takes each once. Who overhears a call has a
//! secret that is spent, and cannot tell the next from its digest.
//! Spec: docs/jurisdiction-spec.md, "Signed calls".

use std::sync::atomic::{AtomicU32, Ordering};

use data_encoding::BASE64URL_NOPAD;
use http::HeaderValue;
use rand::{TryRngCore, rngs::OsRng};
use sha2::{Digest, Sha256};

use super::KeyError;

/// The header that shows a pass.
pub const PASS_HEADER: http::HeaderName = http::HeaderName::from_static("qianzhan-call-pass");

/// Passes of one token. A token grows by 16 characters with each.
const PASSES: u32 = 32;
/// Bytes of a secret.
const SECRET_BYTES: usize = 16;
/// Bytes of a digest: nobody finds a secret for one of 2⁹⁶ within a minute.
const DIGEST_BYTES: usize = 12;

/// The passes of one token.
#[derive(Debug)]
pub(super) struct Passes {
    /// What the secrets are derived from.
    seed: [u8; 32],
    next: AtomicU32,
}

impl Passes {
    /// # Errors
    /// [`KeyError::Random`] if the system gives no random bytes.
    pub(super) fn new() -> Result<Self, KeyError> {
        let mut seed = [0; 32];
        fill(&mut seed)?;
        Ok(Self { seed, next: AtomicU32::new(0) })
    }

    /// The digests, as the token's claim `calls` has them.
    pub(super) fn digests(&self) -> String {
        let mut digests = Vec::with_capacity(PASSES as usize * DIGEST_BYTES);
        for place in 0..PASSES {
            let digest = Sha256::digest(self.secret(place).as_bytes());
            digests.extend_from_slice(&digest[..DIGEST_BYTES]);
        }
        BASE64URL_NOPAD.encode(&digests)
    }

    /// The next pass; `None` when all are spent.
    pub(super) fn take(&self) -> Option<HeaderValue> {
        let is_left = |place: u32| (place < PASSES).then_some(place + 1);
        let place = self.next.fetch_update(Ordering::Relaxed, Ordering::Relaxed, is_left).ok()?;
        let mut pass = HeaderValue::try_from(format!("{place}.{}", self.secret(place))).ok()?;
        pass.set_sensitive(true);
        Some(pass)
    }

    fn secret(&self, place: u32) -> String {
        let hash = Sha256::new_with_prefix(self.seed).chain_update(place.to_be_bytes()).finalize();
        BASE64URL_NOPAD.encode(&hash[..SECRET_BYTES])
    }
}

/// The id of a token: no other has it.
///
/// # Errors
/// [`KeyError::Random`] if the system gives no random bytes.
pub(super) fn token_id() -> Result<String, KeyError> {
    let mut id = [0; 16];
    fill(&mut id)?;
    Ok(BASE64URL_NOPAD.encode(&id))
}

fn fill(bytes: &mut [u8]) -> Result<(), KeyError> {
    OsRng.try_fill_bytes(bytes).map_err(|error| KeyError::Random { reason: error.to_string() })
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use super::*;

    #[test]
    fn each_pass_is_given_once_and_its_digest_stands_at_its_place() {
        let passes = Passes::new().expect("random bytes");
        let digests = BASE64URL_NOPAD.decode(passes.digests().as_bytes()).expect("base64url");
        let mut given = BTreeSet::new();
        while let Some(pass) = passes.take() {
            let text = pass.to_str().expect("ASCII");
            let (place, secret) = text.split_once('.').expect("two parts");
            let place: usize = place.parse().expect("a number");
            let digest = Sha256::digest(secret.as_bytes());
            let listed = &digests[place * DIGEST_BYTES..][..DIGEST_BYTES];
            assert_eq!(listed, &digest[..DIGEST_BYTES], "{place}");
            assert!(given.insert((place, secret.to_owned())), "{place} is given twice");
        }
        assert_eq!(given.len(), PASSES as usize);
        assert_eq!(digests.len(), PASSES as usize * DIGEST_BYTES);
        assert_eq!(passes.take(), None, "and no more after that");
        let other = Passes::new().expect("random bytes");
        assert_ne!(other.digests(), passes.digests());
    }
}
