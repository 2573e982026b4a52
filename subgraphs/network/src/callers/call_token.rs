//! The token that a gateway signs into a call: what it holds, and what makes it valid.
//! Spec: RFC 7519 (JWT), RFC 8037 (EdDSA), narrowed: one algorithm, one audience, a short life.

use std::sync::LazyLock;

use jsonwebtoken::{Algorithm, DecodingKey, Validation};
use serde::Deserialize;

use super::{CallError, Caller, CallerRole, passes::TokenPasses};

/// How far the clocks of gateway and site may differ, in seconds.
pub(super) const LEEWAY_SECONDS: i64 = 30;
/// Longest life of a token, in seconds.
pub(super) const MAX_LIFE_SECONDS: i64 = 120;

/// Longest name of an address that is looked at.
const MAX_ORIGIN_BYTES: usize = 64;

/// Checks the signature and its algorithm; times and audience are checked here, so that each
/// failure has a code of its own and tests can name the time.
static SIGNATURE_ONLY: LazyLock<Validation> = LazyLock::new(|| {
    let mut validation = Validation::new(Algorithm::EdDSA);
    validation.required_spec_claims.clear();
    validation.validate_exp = false;
    validation.validate_nbf = false;
    validation.validate_aud = false;
    validation
});

/// The claims of a token whose signature was checked.
#[derive(Debug, Clone, Deserialize)]
pub(super) struct CallClaims {
    iss: String,
    /// Text: a token for several sites could be sent on from one to the next.
    aud: serde_json::Value,
    iat: i64,
    pub(super) exp: i64,
    jti: String,
    /// Digests of the passes, in base64url.
    calls: String,
    sub: String,
    #[serde(default)]
    region: Option<String>,
    #[serde(default)]
    roles: Vec<String>,
    #[serde(default)]
    origin: Option<String>,
}

/// What a token says of its signer before anything is checked: enough to look up the key, and
/// never used for more.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct ClaimedSigner {
    pub(super) issuer: String,
    pub(super) key_id: String,
}

impl ClaimedSigner {
    /// # Errors
    /// [`CallError::SignatureInvalid`] if the token does not read, names no key, or is signed by
    /// another algorithm than EdDSA.
    pub(super) fn read(token: &str) -> Result<Self, CallError> {
        #[derive(Deserialize)]
        struct Issuer {
            iss: String,
        }
        let unverified = jsonwebtoken::dangerous::insecure_decode::<Issuer>(token)
            .map_err(|_| CallError::SignatureInvalid)?;
        match unverified.header.kid {
            Some(key_id) if unverified.header.alg == Algorithm::EdDSA => {
                Ok(Self { issuer: unverified.claims.iss, key_id })
            }
            _ => Err(CallError::SignatureInvalid),
        }
    }
}

impl CallClaims {
    /// The claims of a token that `key` has signed.
    ///
    /// # Errors
    /// [`CallError::SignatureInvalid`] if it has not, or a claim is missing.
    pub(super) fn verify(token: &str, key: &DecodingKey) -> Result<Self, CallError> {
        jsonwebtoken::decode::<Self>(token, key, &SIGNATURE_ONLY)
            .map(|token| token.claims)
            .map_err(|_| CallError::SignatureInvalid)
    }

    /// # Errors
    /// [`CallError::AudienceWrong`] unless the token is for `site` alone; [`CallError::Expired`]
    /// unless it is valid at `now`, in seconds since 1970, and lives no longer than a token may.
    pub(super) fn check(&self, site: &str, now: i64) -> Result<(), CallError> {
        if self.aud.as_str() != Some(site) {
            return Err(CallError::AudienceWrong);
        }
        let life = self.exp.checked_sub(self.iat);
        let is_short = life.is_some_and(|life| (1..=MAX_LIFE_SECONDS).contains(&life));
        if is_short && self.iat.saturating_sub(LEEWAY_SECONDS) <= now && !self.is_over(now) {
            Ok(())
        } else {
            Err(CallError::Expired)
        }
    }

    /// The token and its passes: whoever changes either has no signature for it.
    ///
    /// # Errors
    /// [`CallError::SignatureInvalid`] if the claim `calls` is no list of digests.
    pub(super) fn passes(&self) -> Result<TokenPasses, CallError> {
        TokenPasses::read(&self.iss, &self.jti, &self.calls).ok_or(CallError::SignatureInvalid)
    }

    fn is_over(&self, now: i64) -> bool {
        now >= self.exp.saturating_add(LEEWAY_SECONDS)
    }

    /// The caller that the token names. Roles that this site does not know grant nothing here, so
    /// a newer gateway may name them.
    ///
    /// # Errors
    /// [`CallError::SignatureInvalid`] if the region is no region code.
    pub(super) fn into_caller(self) -> Result<Caller, CallError> {
        let region = self.region.map(|code| code.parse()).transpose();
        let region = region.map_err(|_| CallError::SignatureInvalid)?;
        let known = self.roles.iter().filter_map(|role| role.parse().ok());
        let mut roles: Vec<CallerRole> = known.collect();
        roles.sort_unstable();
        roles.dedup();
        // Two gateways may call two addresses by one name.
        let origin = self.origin.filter(|it| it.len() <= MAX_ORIGIN_BYTES);
        let origin = origin.map(|origin| format!("{}\n{origin}", self.iss));
        Ok(Caller { subject: self.sub, region, roles, issuer: Some(self.iss), origin })
    }
}
