//! Who asks: tokens of clients in, signed calls to sites out.
//!
//! [`Authenticator`] makes a [`Caller`] of a request's `Authorization` header, by the keys of
//! [`Issuers`]. [`CallSigner`] proves that caller to a site: a short-lived token for one site alone,
//! by a [`SigningKey`] of the gateway, and a pass for each call. No other header of a client says anything of who asks.
//! Spec: RFC 7515 (JWS), RFC 7517 (JWK), RFC 7519 (JWT), RFC 6750 (bearer tokens).

mod caller;
mod fetch;
mod issuers;
mod jwks;
mod key_files;
mod keys;
mod mint;
mod origins;
mod passes;
mod signer;
mod verify;

pub use caller::{Caller, Role, RoleError};
pub use issuers::{IssuerError, Issuers};
pub use jwks::{JwksError, KeySet};
pub use key_files::{KeyWatch, SigningError, call_signer};
pub use keys::{KeyError, SigningKey};
pub use mint::{MintError, TokenRequest, mint_token};
pub use passes::PASS_HEADER;
pub use signer::{CallProof, CallSigner, Clock, SignError, SystemClock};
pub use verify::{AuthError, Authenticator, claimed_caller};
