//! Makes a caller of a request's `Authorization` header.
//! A token is good or the request is refused: a bad one never counts as none.
//! Spec: RFC 7519, section 7.2; RFC 8725 (what attackers try).

use http::{HeaderMap, header};
use jsonwebtoken::{Algorithm, DecodingKey, Validation, dangerous::insecure_decode_claims};
use serde::Deserialize;
use serde_json::{Map, Value};

use super::{Caller, Issuers, Role, issuers::FoundKey};
use crate::{config::AuthConfig, directory::RegionCode};

/// What a token may be signed with; its key must be of that algorithm too.
const ALGORITHMS: [Algorithm; 3] = [Algorithm::EdDSA, Algorithm::ES256, Algorithm::RS256];
/// Longest token.
const MAX_TOKEN_BYTES: usize = 8 * 1024;
/// Longest subject, as it goes into each call to a site.
const MAX_SUBJECT_BYTES: usize = 256;

/// Why a request is refused.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum AuthError {
    /// No token, and the gateway asks for one.
    #[error("需要身份令牌 / a token is required")]
    Unauthenticated,
    /// A token that is not taken. The reason tells nothing that its holder does not know.
    #[error("令牌无效 / the token is not valid: {reason}")]
    TokenInvalid {
        /// What is wrong.
        reason: &'static str,
    },
    /// The issuer's keys cannot be had.
    #[error("暂时无法核验令牌 / the token cannot be verified for now")]
    IssuerUnavailable,
}

/// Knows callers by their tokens.
#[derive(Debug)]
pub struct Authenticator {
    issuers: Issuers,
    config: AuthConfig,
    without_token: Caller,
}

impl Authenticator {
    /// By the issuers and the rules of `[auth]`.
    #[must_use]
    pub fn new(issuers: Issuers, config: AuthConfig) -> Self {
        Self { issuers, config, without_token: Caller::anonymous() }
    }

    /// No issuers: every caller is anonymous, and a token is refused.
    #[must_use]
    pub fn anonymous() -> Self {
        Self::new(Issuers::none(), AuthConfig::default())
    }

    /// Who a request without a token is taken for, if not `anonymous`. For demonstrations.
    #[must_use]
    pub fn with_default_caller(mut self, caller: Caller) -> Self {
        self.without_token = caller;
        self
    }

    /// Who sent a request with these headers.
    ///
    /// # Errors
    /// [`AuthError`] if its token is not taken, or there is none and one is required.
    pub async fn authenticate(&self, headers: &HeaderMap) -> Result<Caller, AuthError> {
        let mut values = headers.get_all(header::AUTHORIZATION).iter();
        let Some(value) = values.next() else {
            return if self.config.required {
                Err(AuthError::Unauthenticated)
            } else {
                Ok(self.without_token.clone())
            };
        };
        if values.next().is_some() {
            return Err(invalid("more than one Authorization header"));
        }
        let token = value.to_str().ok().and_then(bearer_token);
        let token = token.ok_or(invalid("not a bearer token"))?;
        if token.len() > MAX_TOKEN_BYTES {
            return Err(invalid("too long"));
        }
        let (key, algorithm, issuer) = self.key_of(token).await?;
        let claims = self.verified_claims(token, &key, algorithm, &issuer)?;
        self.caller(&claims)
    }

    /// The key that the token must be signed with, by what it says of itself.
    async fn key_of(&self, token: &str) -> Result<(DecodingKey, Algorithm, String), AuthError> {
        #[derive(Deserialize)]
        struct Issued {
            iss: String,
        }
        let header = jsonwebtoken::decode_header(token)
            .map_err(|_| invalid("malformed, or of an algorithm that is not taken"))?;
        if !ALGORITHMS.contains(&header.alg) {
            return Err(invalid("of an algorithm that is not taken"));
        }
        // We know no critical extension, and RFC 7515 asks to refuse what one does not know.
        if header.crit.is_some() {
            return Err(invalid("it has critical extensions"));
        }
        let Issued { iss } =
            insecure_decode_claims(token).map_err(|_| invalid("malformed claims"))?;
        let found = self.issuers.find(&iss, header.kid.as_deref(), header.alg).await;
        match found {
            FoundKey::Key(key) => Ok((key, header.alg, iss)),
            FoundKey::UnknownIssuer => Err(invalid("its issuer is not known")),
            FoundKey::UnknownKey => Err(invalid("its issuer has no such key")),
            FoundKey::Unavailable => Err(AuthError::IssuerUnavailable),
        }
    }

    fn verified_claims(
        &self,
        token: &str,
        key: &DecodingKey,
        algorithm: Algorithm,
        issuer: &str,
    ) -> Result<Map<String, Value>, AuthError> {
        use jsonwebtoken::errors::ErrorKind;
        let mut rules = Validation::new(algorithm);
        rules.leeway = self.config.leeway.as_secs();
        rules.validate_nbf = true;
        rules.set_issuer(&[issuer]);
        rules.set_audience(&[&self.config.audience]);
        rules.set_required_spec_claims(&["iss", "aud", "sub", "exp"]);
        let decoded = jsonwebtoken::decode::<Map<String, Value>>(token, key, &rules);
        decoded.map(|token| token.claims).map_err(|error| {
            invalid(match error.kind() {
                ErrorKind::InvalidSignature => "the signature is wrong",
                ErrorKind::ExpiredSignature => "expired",
                ErrorKind::ImmatureSignature => "not valid yet",
                ErrorKind::InvalidAudience => "for another audience",
                ErrorKind::InvalidIssuer => "of another issuer",
                ErrorKind::MissingRequiredClaim(_) => "iss, aud, sub and exp are required",
                _ => "malformed",
            })
        })
    }

    fn caller(&self, claims: &Map<String, Value>) -> Result<Caller, AuthError> {
        caller_of(claims, &self.config)
    }
}

/// Who a token says that its holder is. Nothing of it is proven: for looking at a token, never for
/// letting its holder in.
///
/// # Errors
/// [`AuthError::TokenInvalid`] if it does not read.
pub fn claimed_caller(token: &str, config: &AuthConfig) -> Result<Caller, AuthError> {
    let claims = insecure_decode_claims::<Map<String, Value>>(token)
        .map_err(|_| invalid("malformed claims"))?;
    caller_of(&claims, config)
}

fn caller_of(claims: &Map<String, Value>, config: &AuthConfig) -> Result<Caller, AuthError> {
    let subject = claims.get("sub").and_then(Value::as_str).unwrap_or_default();
    if subject.is_empty() || subject.len() > MAX_SUBJECT_BYTES {
        return Err(invalid("sub should be 1 to 256 bytes"));
    }
    let region = match claims.get(&config.region_claim) {
        None | Some(Value::Null) => None,
        Some(claim) => {
            let code = claim.as_str().and_then(|text| RegionCode::parse(text).ok());
            Some(code.ok_or(invalid("the region claim is not one region code"))?)
        }
    };
    let roles = match claims.get(&config.roles_claim) {
        None | Some(Value::Null) => Default::default(),
        Some(Value::Array(names)) if names.iter().all(Value::is_string) => {
            // Identity providers put roles of other systems into the same list.
            names.iter().filter_map(|name| name.as_str()?.parse::<Role>().ok()).collect()
        }
        Some(_) => return Err(invalid("the roles claim is not a list of names")),
    };
    Ok(Caller { subject: subject.to_owned(), region, roles })
}

fn invalid(reason: &'static str) -> AuthError {
    AuthError::TokenInvalid { reason }
}

fn bearer_token(value: &str) -> Option<&str> {
    let (scheme, token) = value.split_once(' ')?;
    scheme.eq_ignore_ascii_case("Bearer").then(|| token.trim_matches(' '))
}
