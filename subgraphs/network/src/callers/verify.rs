//! Checks the token of a call, and answers who calls.
//! A gateway sends one token with many calls, so what a token proved is kept until the token ends
//! or the keys change; its time is checked at every call.

use std::{
    collections::HashMap,
    sync::{Arc, Mutex},
    time::{SystemTime, UNIX_EPOCH},
};

use super::{
    CallError, Caller, TrustedIssuers,
    call_token::{CallClaims, ClaimedSigner},
};

/// Most tokens of which the proof is kept.
const MAX_PROVEN: usize = 1_024;
/// Longest token that is looked at: claims of a caller take a few hundred bytes.
const MAX_TOKEN_BYTES: usize = 8 * 1024;

/// Checks the calls to one site.
#[derive(Debug)]
pub struct CallVerifier {
    site: String,
    issuers: TrustedIssuers,
    proven: Mutex<HashMap<String, Proof>>,
}

#[derive(Debug, Clone)]
struct Proof {
    claims: Arc<CallClaims>,
    caller: Arc<Caller>,
    /// Version of the issuer's keys that proved it.
    generation: u64,
    issuer: String,
}

impl CallVerifier {
    /// Checks calls to `site`, which is the audience that their tokens must name.
    #[must_use]
    pub fn new(site: &str, issuers: TrustedIssuers) -> Self {
        Self { site: site.to_owned(), issuers, proven: Mutex::default() }
    }

    /// Who calls with this token now.
    ///
    /// # Errors
    /// [`CallError`] if the site does not take the call.
    pub fn verify(&self, token: Option<&str>) -> Result<Arc<Caller>, CallError> {
        let since_1970 = SystemTime::now().duration_since(UNIX_EPOCH).unwrap_or_default();
        let now = i64::try_from(since_1970.as_secs()).unwrap_or(i64::MAX);
        self.verify_at(token, now)
    }

    /// Who calls with this token at `now`, in seconds since 1970.
    ///
    /// # Errors
    /// [`CallError`] if the site does not take the call.
    pub fn verify_at(&self, token: Option<&str>, now: i64) -> Result<Arc<Caller>, CallError> {
        let Some(issuers) = self.issuers.listed() else {
            return Ok(Arc::new(Caller::anonymous()));
        };
        let token = token.ok_or(CallError::NotSigned)?;
        if token.len() > MAX_TOKEN_BYTES {
            return Err(CallError::SignatureInvalid);
        }
        if let Some(proof) = self.proof_of(token)
            && let Some(keys) = issuers.get(&proof.issuer)
            && keys.generation() == proof.generation
        {
            proof.claims.check(&self.site, now)?;
            return Ok(proof.caller);
        }
        let signer = ClaimedSigner::read(token)?;
        let keys = issuers.get(&signer.issuer).ok_or(CallError::IssuerUnknown)?;
        let generation = keys.generation();
        let key = keys.key(&signer.key_id).ok_or(CallError::SignatureInvalid)?;
        let claims = CallClaims::verify(token, &key)?;
        claims.check(&self.site, now)?;
        let claims = Arc::new(claims);
        let caller = Arc::new(CallClaims::clone(&claims).into_caller()?);
        let proof =
            Proof { claims, caller: Arc::clone(&caller), generation, issuer: signer.issuer };
        self.keep(token, proof, now);
        Ok(caller)
    }

    fn proof_of(&self, token: &str) -> Option<Proof> {
        let proven = self.proven.lock().expect("no holder of the lock panics");
        proven.get(token).cloned()
    }

    fn keep(&self, token: &str, proof: Proof, now: i64) {
        let mut proven = self.proven.lock().expect("no holder of the lock panics");
        if proven.len() >= MAX_PROVEN {
            proven.retain(|_, proof| proof.claims.check(&self.site, now).is_ok());
        }
        // With that many live tokens, those that do not fit are checked again each time.
        if proven.len() < MAX_PROVEN {
            proven.insert(token.to_owned(), proof);
        }
    }
}
