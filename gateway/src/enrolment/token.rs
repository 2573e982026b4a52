//! The token that a superior's office issues: one region, its level, the contracts, and until when.
//! Spec: RFC 7519 (JWT), RFC 8037 (EdDSA).

use std::time::Duration;

use jsonwebtoken::{Algorithm, Header, Validation};
use serde::{Deserialize, Serialize};

use super::EnrolmentError;
use crate::{
    auth::{Clock, MintError, SigningKey},
    heads::verifying_key,
};

/// Keeps these tokens apart from those of callers and of calls.
const AUDIENCE: &str = "qianzhan-enrolment";
/// Longest token that is looked at.
const MAX_TOKEN_BYTES: usize = 8 * 1024;

/// What an office allows.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct EnrolmentGrant {
    /// The office, by the name that gateways know it by.
    pub issuer: String,
    /// Code of the region whose site may join.
    pub region: String,
    /// The region's level.
    pub level: String,
    /// The contracts that it may serve.
    pub contracts: Vec<String>,
    /// How long the token is good.
    pub expires_in: Duration,
}

/// The claims of a token.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct EnrolmentToken {
    /// The office.
    pub iss: String,
    aud: String,
    /// Its own name: a token is used once.
    pub jti: String,
    iat: u64,
    /// Until when it is good, in seconds since 1970.
    pub exp: u64,
    /// Code of the region.
    pub region: String,
    /// Its level.
    pub level: String,
    /// The contracts.
    pub contracts: Vec<String>,
}

/// Signs a token.
///
/// # Errors
/// [`MintError`] if the key does not sign.
pub fn issue_token(
    key: &SigningKey,
    grant: EnrolmentGrant,
    clock: &dyn Clock,
) -> Result<String, MintError> {
    let now = clock.unix_seconds();
    let claims = EnrolmentToken {
        iss: grant.issuer,
        aud: AUDIENCE.to_owned(),
        jti: uuid::Uuid::now_v7().to_string(),
        iat: now,
        exp: now.saturating_add(grant.expires_in.as_secs()),
        region: grant.region,
        level: grant.level,
        contracts: grant.contracts,
    };
    let mut header = Header::new(Algorithm::EdDSA);
    header.kid = Some(key.id().to_owned());
    Ok(jsonwebtoken::encode(&header, &claims, key.private())?)
}

impl EnrolmentToken {
    /// What a token says of its office before anything is checked: enough to look up the keys.
    pub(super) fn claimed_issuer(token: &str) -> Result<String, EnrolmentError> {
        #[derive(Deserialize)]
        struct Issuer {
            iss: String,
        }
        if token.len() > MAX_TOKEN_BYTES {
            return Err(EnrolmentError::TokenInvalid);
        }
        jsonwebtoken::dangerous::insecure_decode::<Issuer>(token)
            .map(|unverified| unverified.claims.iss)
            .map_err(|_| EnrolmentError::TokenInvalid)
    }

    /// The claims of a token that one of `keys` (each the `x` of a JWK) has signed, good at `now`.
    pub(super) fn verify(token: &str, keys: &[String], now: u64) -> Result<Self, EnrolmentError> {
        let mut validation = Validation::new(Algorithm::EdDSA);
        validation.set_audience(&[AUDIENCE]);
        // Its time is checked here, so that it has a code of its own and tests can name the time.
        validation.validate_exp = false;
        let verified = keys.iter().find_map(|key| {
            let key = verifying_key(key)?;
            jsonwebtoken::decode::<Self>(token, &key, &validation).ok()
        });
        let claims = verified.ok_or(EnrolmentError::TokenInvalid)?.claims;
        if now < claims.exp { Ok(claims) } else { Err(EnrolmentError::TokenExpired) }
    }
}
