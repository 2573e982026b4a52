//! Who asks: proven by the signature of a gateway that the site trusts, never by another header.
//! Each call is taken once.

mod call_error;
mod call_token;
mod caller;
mod issuer_keys;
mod passes;
mod relation;
mod taken_tokens;
mod trusted_issuers;
mod verify;

pub use call_error::CallError;
pub use caller::{Caller, CallerRole};
pub use issuer_keys::{IssuerKeysError, KeySource};
pub use relation::CallerRelation;
pub use trusted_issuers::{TrustedIssuer, TrustedIssuers};
pub use verify::{CallVerifier, ShownProof};
