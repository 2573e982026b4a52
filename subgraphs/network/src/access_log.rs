//! Who looked at the records: one row for each call, chained by hashes, written before the answer
//! is sent. A call that cannot be logged is not answered.
//!
//! The chain shows that a row was changed, taken out or moved. That its tail was cut, or all of it
//! written anew, only shows against a head that someone else kept: every answer carries one, signed
//! where the site has a key.

mod chain;
mod model;
mod schema;
mod site_key;
mod store;
mod verify;
mod writer;

pub use chain::ChainHead;
pub(crate) use chain::sha256_hex;
pub use model::{AccessEntry, LoggedCall};
pub(crate) use schema::register;
pub use site_key::{SiteKey, SiteKeyError, is_signed};
pub use verify::{ChainBreak, ChainReport, verify_chain, verify_heads};
pub use writer::{ACCESS_LOG_UNAVAILABLE_CODE, AccessLog, AccessLogUnavailable};
