//! The other end of the sites' access logs: the heads that sites signed into their answers, kept so
//! that a log which was cut or written anew can be told from one that was not.
//!
//! [`HeadBook`] takes the head of each answer, without waiting for anything; [`HeadKeeper`] verifies
//! the latest of each site a little later and keeps them in a file, [`HeadsFile`].
//! Spec: docs/jurisdiction-spec.md, "The head of the access log".

mod book;
mod file;
mod keeper;
mod signature;

pub(crate) use book::SiteHeads;
pub use book::{HeadBook, HeadWarning, Mark, SeenHead};
pub use file::{Conflict, HeadsFile, HeadsFileError, KeptHead, KeptHeads};
pub use keeper::HeadKeeper;
pub use signature::is_signed;
pub(crate) use signature::{is_text_signed, verifying_key};
