//! Writes: mutations of records that this site owns, or of what it adds to the records of others.
//!
//! A mutation is a type that implements [`Mutation`]: its input, who may do it, and what it does.
//! What is common to all stands here once. The caller must be of the owner's region and have a role
//! that the mutation names. Everything runs in one transaction, which is taken back unless all of
//! it was accepted. What an idempotency key asks for is done once. A change of a record names the
//! version that was seen, and a record in states moves by a declared [table](Moves).

mod authority;
mod input_checks;
mod journal;
mod moves;
mod mutation;
mod payload;
mod public_limits;
mod run;
mod update;
mod user_error;
mod writing;

pub use authority::{Authority, PublicWrite};
pub use journal::{find_record, note_bulk_write};
pub use moves::Moves;
pub use mutation::{Mutation, Writable};
pub(crate) use payload::register_user_error;
pub use payload::{Payload, register_payload};
pub(crate) use public_limits::PublicLimits;
pub use public_limits::PublicWriteRules;
pub(crate) use run::WriteNotes;
pub use run::register_mutation;
pub use update::update_row;
pub use user_error::{IllegalMove, Refusal, UserError, UserErrorCode};
pub use writing::Writing;
