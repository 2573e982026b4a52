//! Mints tokens of clients, for development and for the demonstration. Production has issuers of its
//! own.

use std::time::Duration;

use jsonwebtoken::{Algorithm, Header};
use serde::Serialize;

use super::{Caller, Clock, Role, SigningKey};
use crate::directory::RegionCode;

/// What a token should say.
#[derive(Debug, Clone)]
pub struct TokenRequest {
    /// Its issuer.
    pub issuer: String,
    /// For whom it is: the gateway's `auth.audience`.
    pub audience: String,
    /// Who shows it.
    pub caller: Caller,
    /// How long it is good.
    pub expires_in: Duration,
}

/// A token that could not be signed.
#[derive(Debug, thiserror::Error)]
#[error("签名失败 / signing failed")]
pub struct MintError(#[from] jsonwebtoken::errors::Error);

#[derive(Serialize)]
struct Claims<'a> {
    iss: &'a str,
    aud: &'a str,
    sub: &'a str,
    iat: u64,
    exp: u64,
    #[serde(skip_serializing_if = "Option::is_none")]
    region: Option<RegionCode>,
    roles: Vec<Role>,
}

/// Signs a token with these claims, under the names that `[auth]` has by default.
///
/// # Errors
/// [`MintError`] if the key does not sign.
pub fn mint_token(
    key: &SigningKey,
    request: &TokenRequest,
    clock: &dyn Clock,
) -> Result<String, MintError> {
    let now = clock.unix_seconds();
    let claims = Claims {
        iss: &request.issuer,
        aud: &request.audience,
        sub: &request.caller.subject,
        iat: now,
        exp: now.saturating_add(request.expires_in.as_secs()),
        region: request.caller.region,
        roles: request.caller.roles.iter().copied().collect(),
    };
    let mut header = Header::new(Algorithm::EdDSA);
    header.kid = Some(key.id().to_owned());
    Ok(jsonwebtoken::encode(&header, &claims, key.private())?)
}
