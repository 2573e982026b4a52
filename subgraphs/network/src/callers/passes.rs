//! One-time passes: a token is for several calls, and each of them shows another secret, of which the
//! token has the digest. A pass that was shown once is refused from then on, until the token is over.
//! Spec: docs/jurisdiction-spec.md, "Signed calls".

use std::{
    collections::HashMap,
    sync::{Arc, Mutex, PoisonError},
};

use data_encoding::BASE64URL_NOPAD;
use sha2::{Digest, Sha256};

use super::{
    CallError,
    call_token::{LEEWAY_SECONDS, MAX_LIFE_SECONDS},
};

/// Bytes of a digest in the claim.
const DIGEST_BYTES: usize = 12;
/// Most passes of a token: one bit is kept for each.
const MAX_PASSES: usize = 64;
/// How long a token can be good after its first call: it may be dated ahead by the leeway.
pub(super) const MEMORY_SECONDS: i64 = MAX_LIFE_SECONDS + 2 * LEEWAY_SECONDS;
/// Tokens remembered at most in that time, of some 30 bytes each.
const MAX_REMEMBERED: usize = 1 << 16;

/// Who a token is among all tokens: a hash of its issuer and its id.
type TokenKey = [u8; 16];

/// The passes of one token, as its signature has them.
#[derive(Debug, Clone)]
pub(super) struct TokenPasses {
    token: TokenKey,
    digests: Arc<[[u8; DIGEST_BYTES]]>,
}

impl TokenPasses {
    /// `None` if the claim is no list of up to 64 digests.
    pub(super) fn read(issuer: &str, id: &str, claim: &str) -> Option<Self> {
        let bytes = BASE64URL_NOPAD.decode(claim.as_bytes()).ok()?;
        let (digests, rest) = bytes.as_chunks::<DIGEST_BYTES>();
        let is_list = rest.is_empty() && (1..=MAX_PASSES).contains(&digests.len());
        // An issuer's name has no line break: it is one that the site lists.
        let name = Sha256::digest(format!("{issuer}\n{id}"));
        let token = *name.first_chunk()?;
        is_list.then(|| Self { token, digests: digests.into() })
    }

    /// The token's name among all.
    pub(super) fn name(&self) -> String {
        BASE64URL_NOPAD.encode(&self.token)
    }

    /// Place of the pass in the token.
    ///
    /// # Errors
    /// [`CallError::PassInvalid`] if it is none of the token's.
    pub(super) fn place(&self, pass: &str) -> Result<usize, CallError> {
        let found = pass.split_once('.').and_then(|(place, secret)| {
            let place: usize = place.parse().ok()?;
            let digest = Sha256::digest(secret);
            // A digest is no secret: how long the comparison takes tells nothing.
            (digest[..DIGEST_BYTES] == *self.digests.get(place)?).then_some(place)
        });
        found.ok_or(CallError::PassInvalid)
    }
}

/// The passes that were shown, of all tokens that can still be good.
#[derive(Debug)]
pub(super) struct SpentPasses {
    memory: Mutex<Memory>,
    max_remembered: usize,
}

/// Two stretches of time, each at least as long as a token can be good: what was first seen in the
/// one before the last is forgotten whole, without looking for it.
#[derive(Debug, Default)]
struct Memory {
    now: HashMap<TokenKey, u64>,
    before: HashMap<TokenKey, u64>,
    begun: Option<i64>,
}

impl Default for SpentPasses {
    fn default() -> Self {
        Self::with_room_for(MAX_REMEMBERED)
    }
}

impl SpentPasses {
    fn with_room_for(max_remembered: usize) -> Self {
        Self { memory: Mutex::default(), max_remembered }
    }

    /// Whether a call with the token was taken before.
    ///
    /// # Errors
    /// [`CallError::MemoryFull`] if it was not, and could not be remembered.
    pub(super) fn knows(&self, token: &TokenPasses, now: i64) -> Result<bool, CallError> {
        let mut memory = self.memory.lock().unwrap_or_else(PoisonError::into_inner);
        memory.forget_what_is_over(now);
        let Memory { now: this, before, .. } = &*memory;
        if this.contains_key(&token.token) || before.contains_key(&token.token) {
            return Ok(true);
        }
        if this.len() < self.max_remembered { Ok(false) } else { Err(CallError::MemoryFull) }
    }

    /// Takes a pass, once, at `now`, in seconds since 1970.
    ///
    /// # Errors
    /// [`CallError::PassInvalid`] if there is none, or none of the token's; [`CallError::Replayed`] if
    /// it was shown before; [`CallError::MemoryFull`] if it could not be remembered.
    pub(super) fn spend(
        &self,
        token: &TokenPasses,
        pass: Option<&str>,
        now: i64,
    ) -> Result<(), CallError> {
        let place = token.place(pass.ok_or(CallError::PassInvalid)?)?;
        let mut memory = self.memory.lock().unwrap_or_else(PoisonError::into_inner);
        memory.forget_what_is_over(now);
        let Memory { now: this, before, .. } = &mut *memory;
        let known = match before.get_mut(&token.token) {
            Some(known) => known,
            None if this.len() >= self.max_remembered && !this.contains_key(&token.token) => {
                return Err(CallError::MemoryFull);
            }
            None => this.entry(token.token).or_default(),
        };
        let pass = 1_u64 << place;
        if *known & pass != 0 {
            return Err(CallError::Replayed);
        }
        *known |= pass;
        Ok(())
    }
}

impl Memory {
    fn forget_what_is_over(&mut self, now: i64) {
        let begun = *self.begun.get_or_insert(now);
        if now < begun {
            // The clock was set back: what is known stays known for as long again.
            self.begun = Some(now);
        } else if now - begun >= MEMORY_SECONDS {
            self.before = std::mem::take(&mut self.now);
            self.begun = Some(now);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const NOW: i64 = 1_780_000_000;

    fn token(id: &str) -> TokenPasses {
        let digests: Vec<u8> = (0..3)
            .flat_map(|place| Sha256::digest(secret(id, place))[..DIGEST_BYTES].to_vec())
            .collect();
        TokenPasses::read("gansu", id, &BASE64URL_NOPAD.encode(&digests)).expect("three digests")
    }

    fn secret(id: &str, place: usize) -> String {
        format!("{id}-{place}")
    }

    fn pass(id: &str, place: usize) -> String {
        format!("{place}.{}", secret(id, place))
    }

    fn spend(spent: &SpentPasses, id: &str, pass: &str, now: i64) -> Result<(), CallError> {
        spent.spend(&token(id), Some(pass), now)
    }

    #[test]
    fn a_pass_is_taken_once_for_as_long_as_its_token_can_be_good() {
        let spent = SpentPasses::default();
        spend(&spent, "a", &pass("a", 0), NOW).expect("it is new");
        // Also when the memory turns over in between, once before and once after the token is over.
        for later in [0, 1, 149, MEMORY_SECONDS - 1, MEMORY_SECONDS, 2 * MEMORY_SECONDS - 1] {
            let again = spend(&spent, "a", &pass("a", 0), NOW + later);
            assert_eq!(again, Err(CallError::Replayed), "{later}");
        }
        spend(&spent, "a", &pass("a", 2), NOW).expect("in any order");
        spend(&spent, "a", &pass("a", 1), NOW).expect("in any order");
        spend(&spent, "b", &pass("b", 0), NOW).expect("another token has passes of its own");
    }

    #[test]
    fn what_is_first_shown_late_is_remembered_as_long() {
        let spent = SpentPasses::default();
        spend(&spent, "a", &pass("a", 0), NOW).expect("it is new");
        let late = NOW + MEMORY_SECONDS - 1;
        spend(&spent, "b", &pass("b", 0), late).expect("it is new");
        for later in [late + 1, late + MEMORY_SECONDS] {
            let again = spend(&spent, "b", &pass("b", 0), later);
            assert_eq!(again, Err(CallError::Replayed), "{}", later - late);
        }
    }

    #[test]
    fn what_is_no_pass_of_the_token_spends_nothing() {
        let spent = SpentPasses::default();
        for wrong in [
            "",
            "0",
            "0.",
            ".a-0",
            "0.a-1",
            "1.a-0",
            "3.a-3",
            "64.a-0",
            "-1.a-0",
            "0.b-0",
            "99999999999999999999.a-0",
        ] {
            assert_eq!(spend(&spent, "a", wrong, NOW), Err(CallError::PassInvalid), "{wrong}");
        }
        assert_eq!(spent.spend(&token("a"), None, NOW), Err(CallError::PassInvalid));
        spend(&spent, "a", &pass("a", 0), NOW).expect("it is still new");
    }

    #[test]
    fn a_full_memory_refuses_new_tokens_and_forgets_none() {
        let spent = SpentPasses::with_room_for(2);
        for id in ["a", "b"] {
            spend(&spent, id, &pass(id, 0), NOW).expect("there is room");
        }
        assert_eq!(spend(&spent, "c", &pass("c", 0), NOW), Err(CallError::MemoryFull));
        assert_eq!(spend(&spent, "a", &pass("a", 0), NOW), Err(CallError::Replayed));
        spend(&spent, "a", &pass("a", 1), NOW).expect("a token that is known has its passes");
        spend(&spent, "c", &pass("c", 0), NOW + MEMORY_SECONDS).expect("there is room again");
    }

    #[test]
    fn a_clock_that_is_set_back_makes_nothing_new() {
        let spent = SpentPasses::default();
        spend(&spent, "a", &pass("a", 0), NOW).expect("it is new");
        for now in [NOW - 3_600, NOW - 3_600 + MEMORY_SECONDS] {
            assert_eq!(spend(&spent, "a", &pass("a", 0), now), Err(CallError::Replayed));
        }
    }

    #[test]
    fn a_claim_that_is_no_list_of_digests_is_refused() {
        let list = |count: usize| BASE64URL_NOPAD.encode(&vec![7; count]);
        for claim in [String::new(), "=".to_owned(), list(11), list(13), list(MAX_PASSES * 12 + 12)]
        {
            assert!(TokenPasses::read("gansu", "a", &claim).is_none(), "{claim}");
        }
        assert!(TokenPasses::read("gansu", "a", &list(MAX_PASSES * 12)).is_some());
    }
}
