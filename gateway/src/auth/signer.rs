//! Proves to a site who asks: signs a token for one caller and one site, and uses it again until half
//! its life is over or its passes are spent, so that most calls cost a look into a table and two hashes.

use std::{
    net::IpAddr,
    sync::{Arc, Mutex, PoisonError},
    time::{Duration, SystemTime, UNIX_EPOCH},
};

use arc_swap::ArcSwap;
use http::HeaderValue;
use jsonwebtoken::{Algorithm, Header, jwk::Jwk};
use moka::sync::Cache;
use serde::Serialize;

use super::{
    Caller, KeyError, Role, SigningKey,
    origins::Origins,
    passes::{Passes, token_id},
};
use crate::directory::RegionCode;

/// How long a token is good.
const LIFETIME_SECONDS: u64 = 60;
/// How long a token is used again.
const REUSE_SECONDS: u64 = LIFETIME_SECONDS / 2;
/// How long a key that signs no more is still published: the life of its last token, and the leeway
/// and the delay of whoever fetches keys.
const RETIRED_SECONDS: u64 = 5 * 60;
/// Tokens kept, of some 1,200 bytes each.
const MAX_TOKENS: u64 = 16 * 1024;

/// Tells the time; tests bring their own.
pub trait Clock: Send + Sync {
    /// Seconds since 1970, UTC.
    fn unix_seconds(&self) -> u64;
}

/// The system's clock.
#[derive(Debug, Clone, Copy, Default)]
pub struct SystemClock;

impl Clock for SystemClock {
    fn unix_seconds(&self) -> u64 {
        SystemTime::now().duration_since(UNIX_EPOCH).map_or(0, |since| since.as_secs())
    }
}

/// A token that could not be signed.
#[derive(Debug, thiserror::Error)]
pub enum SignError {
    /// The key does not sign.
    #[error("the key does not sign")]
    Key(#[from] jsonwebtoken::errors::Error),
    /// There are no random bytes for the passes.
    #[error("no passes can be made")]
    Passes(#[from] KeyError),
    /// The token does not fit into a header.
    #[error("the token is no header")]
    Header(#[from] http::header::InvalidHeaderValue),
}

/// Signs calls. Shared by all of them.
pub struct CallSigner {
    issuer: String,
    signs_plain_subgraphs: bool,
    ring: ArcSwap<KeyRing>,
    /// One change of keys at a time, so that none is lost.
    changing: Mutex<()>,
    tokens: Cache<String, Arc<SignedToken>>,
    clock: Arc<dyn Clock>,
    origins: Origins,
}

/// The keys at one moment.
struct KeyRing {
    current: SigningKey,
    next: Option<SigningKey>,
    retired: Vec<RetiredKey>,
}

#[derive(Clone)]
struct RetiredKey {
    public: Jwk,
    until: u64,
}

struct SignedToken {
    authorization: HeaderValue,
    passes: Passes,
    key_id: String,
    signed_at: u64,
}

/// What proves one call. Good for one: whoever tries again needs another.
#[derive(Debug, Clone)]
pub struct CallProof {
    /// The `Authorization` header: who asks.
    pub authorization: HeaderValue,
    /// The [`PASS_HEADER`](super::PASS_HEADER): that this call was not made before.
    pub pass: HeaderValue,
}

#[derive(Serialize)]
struct Claims<'a> {
    iss: &'a str,
    aud: &'a str,
    iat: u64,
    exp: u64,
    jti: String,
    calls: String,
    sub: &'a str,
    #[serde(skip_serializing_if = "Option::is_none")]
    region: Option<RegionCode>,
    roles: Vec<Role>,
    #[serde(skip_serializing_if = "Option::is_none")]
    origin: Option<String>,
}

impl CallSigner {
    /// A signer under the gateway's name `issuer`. `next` is published and does not sign yet.
    pub fn new(
        issuer: impl Into<String>,
        current: SigningKey,
        next: Option<SigningKey>,
        clock: Arc<dyn Clock>,
    ) -> Self {
        Self {
            issuer: issuer.into(),
            signs_plain_subgraphs: false,
            ring: ArcSwap::from_pointee(KeyRing { current, next, retired: Vec::new() }),
            changing: Mutex::new(()),
            tokens: Cache::builder()
                .max_capacity(MAX_TOKENS)
                .time_to_live(Duration::from_secs(LIFETIME_SECONDS))
                .build(),
            clock,
            origins: Origins::default(),
        }
    }

    /// Whether subgraphs with one URL, which no sites file names, are sent tokens too.
    #[must_use]
    pub fn with_plain_subgraphs(mut self, signs: bool) -> Self {
        self.signs_plain_subgraphs = signs;
        self
    }

    pub(crate) fn signs_plain_subgraphs(&self) -> bool {
        self.signs_plain_subgraphs
    }

    /// What proves to the site of that id that `caller` asks, in one call.
    ///
    /// # Errors
    /// [`SignError`] if the key does not sign.
    pub fn authorize(&self, caller: &Caller, site: &str) -> Result<CallProof, SignError> {
        self.authorize_from(None, caller, site)
    }

    /// The same for a request from this address, of which the site learns no more than which requests
    /// come from the same.
    ///
    /// # Errors
    /// [`SignError`] if the key does not sign.
    pub fn authorize_from(
        &self,
        address: Option<IpAddr>,
        caller: &Caller,
        site: &str,
    ) -> Result<CallProof, SignError> {
        let origin = address.map(|address| self.origins.name(address)).transpose()?;
        let now = self.clock.unix_seconds();
        let ring = self.ring.load();
        let is_stale = |token: &SignedToken| {
            // A clock that was set back makes every token stale, not eternal.
            now.checked_sub(token.signed_at).is_none_or(|age| age >= REUSE_SECONDS)
                || token.key_id != *ring.current.id()
        };
        let key = token_key(caller, site, origin.as_deref());
        let known = self.tokens.get(&key).filter(|token| !is_stale(token));
        if let Some(proof) = known.and_then(|token| token.proof()) {
            return Ok(proof);
        }
        // Two calls at once may both sign; both tokens are good, and one is kept.
        self.sign_for(caller, site, origin)
    }

    /// The same with a token that was never shown: for a site that does not take the one it was shown.
    ///
    /// # Errors
    /// [`SignError`] if the key does not sign.
    pub fn authorize_anew(
        &self,
        address: Option<IpAddr>,
        caller: &Caller,
        site: &str,
    ) -> Result<CallProof, SignError> {
        let origin = address.map(|address| self.origins.name(address)).transpose()?;
        self.sign_for(caller, site, origin)
    }

    /// The proof of a first call with a new token, which is used again.
    fn sign_for(
        &self,
        caller: &Caller,
        site: &str,
        origin: Option<String>,
    ) -> Result<CallProof, SignError> {
        let key = token_key(caller, site, origin.as_deref());
        let now = self.clock.unix_seconds();
        let token = Arc::new(self.sign(&self.ring.load().current, caller, site, origin, now)?);
        let proof = token
            .proof()
            .ok_or_else(|| KeyError::Random { reason: "a new token has no pass".to_owned() })?;
        self.tokens.insert(key, token);
        Ok(proof)
    }

    /// The public keys that sites verify with, as a JWK set: the one that signs, the next one, and
    /// those that signed a short while ago.
    #[must_use]
    pub fn jwks(&self) -> String {
        let now = self.clock.unix_seconds();
        let ring = self.ring.load();
        let mut keys = vec![ring.current.public()];
        keys.extend(ring.next.as_ref().map(SigningKey::public));
        keys.extend(ring.retired.iter().filter(|key| now < key.until).map(|key| &key.public));
        serde_json::json!({ "keys": keys }).to_string()
    }

    /// Ids of the key that signs and of the next one.
    #[must_use]
    pub fn key_ids(&self) -> (String, Option<String>) {
        let ring = self.ring.load();
        (ring.current.id().to_owned(), ring.next.as_ref().map(|key| key.id().to_owned()))
    }

    /// Signs with other keys from now on. A key that signs no more stays published for a while, so
    /// tokens under way still verify.
    pub fn replace_keys(&self, current: SigningKey, next: Option<SigningKey>) {
        let _alone = self.changing.lock().unwrap_or_else(PoisonError::into_inner);
        let now = self.clock.unix_seconds();
        let old = self.ring.load();
        let next = next.filter(|key| key.id() != current.id());
        let is_published = |id: Option<&str>| {
            id == Some(current.id())
                || id.is_some_and(|id| next.as_ref().is_some_and(|key| key.id() == id))
        };
        let mut retired = old.retired.clone();
        retired.push(RetiredKey {
            public: old.current.public().clone(),
            until: now + RETIRED_SECONDS,
        });
        retired.retain(|key| now < key.until && !is_published(key.public.common.key_id.as_deref()));
        self.ring.store(Arc::new(KeyRing { current, next, retired }));
    }

    fn sign(
        &self,
        key: &SigningKey,
        caller: &Caller,
        site: &str,
        origin: Option<String>,
        now: u64,
    ) -> Result<SignedToken, SignError> {
        let passes = Passes::new()?;
        let claims = Claims {
            iss: &self.issuer,
            aud: site,
            iat: now,
            exp: now + LIFETIME_SECONDS,
            jti: token_id()?,
            calls: passes.digests(),
            sub: &caller.subject,
            region: caller.region,
            roles: caller.roles.iter().copied().collect(),
            origin,
        };
        let mut header = Header::new(Algorithm::EdDSA);
        header.kid = Some(key.id().to_owned());
        let token = jsonwebtoken::encode(&header, &claims, key.private())?;
        let mut authorization = HeaderValue::try_from(format!("Bearer {token}"))?;
        authorization.set_sensitive(true);
        Ok(SignedToken { authorization, passes, key_id: key.id().to_owned(), signed_at: now })
    }
}

impl SignedToken {
    /// The proof of one more call; `None` when the passes are spent.
    fn proof(&self) -> Option<CallProof> {
        let pass = self.passes.take()?;
        Some(CallProof { authorization: self.authorization.clone(), pass })
    }
}

impl std::fmt::Debug for CallSigner {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("CallSigner").field("issuer", &self.issuer).finish_non_exhaustive()
    }
}

/// The same text for the same caller and site, and for no others: neither a site's id, nor a region,
/// nor a role, nor an origin has a line break, and the subject, which might, stands last.
fn token_key(caller: &Caller, site: &str, origin: Option<&str>) -> String {
    let mut key = String::with_capacity(site.len() + caller.subject.len() + 24);
    key.push_str(site);
    key.push('\n');
    key.push_str(caller.region.as_ref().map_or("", RegionCode::as_str));
    for role in &caller.roles {
        key.push(' ');
        key.push_str(role.as_str());
    }
    key.push('\n');
    key.push_str(origin.unwrap_or_default());
    key.push('\n');
    key.push_str(&caller.subject);
    key
}

#[cfg(test)]
mod tests {
    use std::sync::atomic::{AtomicU64, Ordering};

    use super::*;

    #[derive(Default)]
    struct SetClock(AtomicU64);

    impl Clock for SetClock {
        fn unix_seconds(&self) -> u64 {
            self.0.load(Ordering::Relaxed)
        }
    }

    fn key() -> SigningKey {
        SigningKey::from_pem(&SigningKey::generate_pem().expect("a PEM")).expect("a key")
    }

    fn caller(subject: &str) -> Caller {
        Caller { subject: subject.to_owned(), ..Caller::anonymous() }
    }

    fn signer() -> (CallSigner, Arc<SetClock>) {
        let clock = Arc::new(SetClock::default());
        clock.0.store(1_000_000, Ordering::Relaxed);
        (CallSigner::new("gansu", key(), None, clock.clone()), clock)
    }

    fn key_id_of(authorization: &HeaderValue) -> Option<String> {
        let token = authorization.to_str().ok()?.strip_prefix("Bearer ")?;
        jsonwebtoken::decode_header(token).ok()?.kid
    }

    #[test]
    fn a_token_is_used_again_until_half_its_life_is_over() {
        let (signer, clock) = signer();
        let at = |seconds: u64| {
            clock.0.store(seconds, Ordering::Relaxed);
            signer.authorize(&caller("li"), "621122").expect("signed").authorization
        };
        let first = at(1_000_000);
        assert_eq!(at(1_000_029), first);
        let second = at(1_000_030);
        assert_ne!(second, first);
        assert_eq!(at(1_000_059), second);
        assert_ne!(at(1_000_000), second, "a clock that was set back");
    }

    #[test]
    fn no_two_calls_have_one_proof_and_a_token_is_signed_for_many() {
        let (signer, _) = signer();
        let proofs: Vec<_> = (0..100)
            .map(|_| signer.authorize(&caller("li"), "621122").expect("signed"))
            .map(|proof| (proof.authorization.as_bytes().to_vec(), proof.pass.as_bytes().to_vec()))
            .collect();
        let distinct: std::collections::HashSet<_> = proofs.iter().collect();
        assert_eq!(distinct.len(), proofs.len());
        let tokens: std::collections::HashSet<_> = proofs.iter().map(|(token, _)| token).collect();
        assert_eq!(tokens.len(), 4, "32 calls on each");
    }

    #[test]
    fn an_address_is_told_from_others_and_not_told() {
        let (signer, _) = signer();
        let origin = |address: &str| {
            let address = address.parse().expect("an address");
            let proof = signer.authorize_from(Some(address), &caller("li"), "621122");
            let token = proof.expect("signed").authorization;
            let token = token.to_str().expect("ASCII").trim_start_matches("Bearer ").to_owned();
            let token = jsonwebtoken::dangerous::insecure_decode::<serde_json::Value>(token);
            token.expect("a token").claims["origin"].as_str().expect("a name").to_owned()
        };
        assert_eq!(origin("10.0.0.1"), origin("10.0.0.1"));
        assert_eq!(origin("10.0.0.1"), origin("::ffff:10.0.0.1"));
        assert_ne!(origin("10.0.0.1"), origin("10.0.0.2"));
        // One line of a provider has all of these.
        assert_eq!(origin("2001:db8::1"), origin("2001:db8:0:0:ffff::2"));
        assert_ne!(origin("2001:db8::1"), origin("2001:db8:0:1::1"));
        assert!(!origin("10.0.0.1").contains("10.0"));
    }

    #[test]
    fn callers_and_sites_that_differ_in_anything_share_no_token() {
        let (signer, _) = signer();
        let region = |code: &str| Some(RegionCode::parse(code).expect("a code"));
        let li = caller("li");
        let of = |roles: &[Role]| Caller { roles: roles.iter().copied().collect(), ..li.clone() };
        let asked = [
            (caller("wang"), "621122"),
            (caller("621122"), "621122"),
            (Caller { region: region("621122"), ..li.clone() }, "621122"),
            (Caller { region: region("620000"), ..li.clone() }, "621122"),
            (of(&[Role::Clerk]), "621122"),
            (of(&[Role::Clerk, Role::Member]), "621122"),
            (caller("li\n"), "621122"),
            (caller("\nli"), "621122"),
            (li.clone(), "620000"),
            (li.clone(), "621122"),
        ];
        let tokens: std::collections::HashSet<_> = asked
            .iter()
            .map(|(caller, site)| {
                let proof = signer.authorize(caller, site).expect("signed");
                proof.authorization.as_bytes().to_vec()
            })
            .collect();
        assert_eq!(tokens.len(), asked.len());
        assert_eq!(
            token_key(&of(&[Role::Member, Role::Clerk]), "621122", None),
            token_key(&of(&[Role::Clerk, Role::Member]), "621122", None),
            "the order of roles says nothing"
        );
    }

    #[test]
    fn the_next_key_is_published_then_signs_and_the_old_one_leaves_later() {
        let (signer, clock) = signer();
        let (old, new) = (signer.key_ids().0, key());
        let published = || {
            let set: serde_json::Value = serde_json::from_str(&signer.jwks()).expect("JSON");
            let keys = set["keys"].as_array().expect("a list").iter();
            keys.map(|key| key["kid"].as_str().expect("an id").to_owned()).collect::<Vec<_>>()
        };
        let signed_by = || {
            let proof = signer.authorize(&caller("li"), "621122").expect("signed");
            key_id_of(&proof.authorization)
        };
        assert_eq!(published(), std::slice::from_ref(&old));
        let current = signer.ring.load().current.clone();
        signer.replace_keys(current, Some(new.clone()));
        assert_eq!(published(), [old.clone(), new.id().to_owned()]);
        assert_eq!(signed_by().as_ref(), Some(&old), "published before it is used");
        signer.replace_keys(new.clone(), None);
        assert_eq!(signed_by().as_deref(), Some(new.id()), "no token of the old key is used again");
        assert_eq!(
            published(),
            [new.id().to_owned(), old.clone()],
            "tokens under way still verify"
        );
        clock.0.fetch_add(RETIRED_SECONDS, Ordering::Relaxed);
        assert_eq!(published(), [new.id()]);
    }
}
