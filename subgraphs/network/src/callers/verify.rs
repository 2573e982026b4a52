//! Checks the token of a call, and answers who calls.
//! A gateway sends one token with many calls, so what a token proved is kept until the token ends
//! or the keys change; its time is checked at every call, and each call shows a pass of its own.

use std::{
    collections::HashMap,
    sync::{Arc, Mutex},
    time::{SystemTime, UNIX_EPOCH},
};

use super::{
    CallError, Caller, TrustedIssuers,
    call_token::{CallClaims, ClaimedSigner},
    passes::{MEMORY_SECONDS, SpentPasses, TokenPasses},
    taken_tokens::TakenTokens,
};
use crate::database::Database;

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
    spent: SpentPasses,
    /// Across the processes of the site; none where there is one, for ever.
    taken: Option<TakenTokens>,
}

/// What a call shows of who asks.
#[derive(Debug, Clone, Copy, Default)]
pub struct ShownProof<'a> {
    /// The token.
    pub token: Option<&'a str>,
    /// The pass, which is good for this call alone.
    pub pass: Option<&'a str>,
}

#[derive(Debug, Clone)]
struct Proof {
    claims: Arc<CallClaims>,
    caller: Arc<Caller>,
    passes: TokenPasses,
    /// Version of the issuer's keys that proved it.
    generation: u64,
    issuer: String,
}

impl CallVerifier {
    /// Checks calls to `site`, which is the audience that their tokens must name.
    #[must_use]
    pub fn new(site: &str, issuers: TrustedIssuers) -> Self {
        Self {
            site: site.to_owned(),
            issuers,
            proven: Mutex::default(),
            spent: SpentPasses::default(),
            taken: None,
        }
    }

    /// The same, which takes no token of another process that has its records in this database, nor of
    /// one that ended. The database was migrated.
    #[must_use]
    pub fn among_processes_of(mut self, database: &Database) -> Self {
        self.taken = Some(TakenTokens::of(database));
        self
    }

    /// Who calls with this proof now, for the first time.
    ///
    /// # Errors
    /// [`CallError`] if the site does not take the call.
    pub async fn verify(&self, shown: ShownProof<'_>) -> Result<Arc<Caller>, CallError> {
        let since_1970 = SystemTime::now().duration_since(UNIX_EPOCH).unwrap_or_default();
        let now = i64::try_from(since_1970.as_secs()).unwrap_or(i64::MAX);
        self.verify_at(shown, now).await
    }

    /// Who calls with this proof at `now`, in seconds since 1970, for the first time.
    ///
    /// # Errors
    /// [`CallError`] if the site does not take the call.
    pub async fn verify_at(
        &self,
        shown: ShownProof<'_>,
        now: i64,
    ) -> Result<Arc<Caller>, CallError> {
        if self.issuers.is_open() {
            return Ok(Arc::new(Caller::anonymous()));
        }
        let proof = self.proof_at(shown.token.ok_or(CallError::NotSigned)?, now)?;
        // What is no pass of the token is refused before anything is written.
        proof.passes.place(shown.pass.ok_or(CallError::PassInvalid)?)?;
        self.take(&proof.passes, now).await?;
        // Last: what is refused for another reason spends no pass.
        self.spent.spend(&proof.passes, shown.pass, now)?;
        Ok(proof.caller)
    }

    /// Takes a token at its first call.
    async fn take(&self, token: &TokenPasses, now: i64) -> Result<(), CallError> {
        let Some(taken) = &self.taken else { return Ok(()) };
        if self.spent.knows(token, now)? {
            return Ok(());
        }
        match taken.take(&token.name(), now + MEMORY_SECONDS, now).await {
            Ok(true) => Ok(()),
            Ok(false) => Err(CallError::TokenTaken),
            Err(error) => {
                tracing::error!(site = self.site, %error, "the tokens of calls cannot be looked up");
                Err(CallError::MemoryUnavailable)
            }
        }
    }

    /// What the token proves at `now`.
    fn proof_at(&self, token: &str, now: i64) -> Result<Proof, CallError> {
        let issuers = self.issuers.listed().ok_or(CallError::IssuerUnknown)?;
        if token.len() > MAX_TOKEN_BYTES {
            return Err(CallError::SignatureInvalid);
        }
        if let Some(proof) = self.proof_of(token)
            && let Some(keys) = issuers.get(&proof.issuer)
            && keys.generation() == proof.generation
        {
            proof.claims.check(&self.site, now)?;
            return Ok(proof);
        }
        let signer = ClaimedSigner::read(token)?;
        let keys = issuers.get(&signer.issuer).ok_or(CallError::IssuerUnknown)?;
        let generation = keys.generation();
        let key = keys.key(&signer.key_id).ok_or(CallError::SignatureInvalid)?;
        let claims = CallClaims::verify(token, &key)?;
        claims.check(&self.site, now)?;
        let passes = claims.passes()?;
        let claims = Arc::new(claims);
        let caller = Arc::new(CallClaims::clone(&claims).into_caller()?);
        let proof = Proof { claims, caller, passes, generation, issuer: signer.issuer };
        self.keep(token, proof.clone(), now);
        Ok(proof)
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
