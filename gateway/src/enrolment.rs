//! How a site joins: the superior's office issues a token for one region, the site presents it, and
//! the gateway routes to the site only once it has seen that all of it fits.
//!
//! [`EnrolmentToken`] is what the office signs; [`EnrolmentDesk`] checks it, its use, the site's key,
//! the region and its level, and then the site itself: that it can be reached and takes this
//! gateway's calls, what it states of itself ([`SiteStatement`]), and that its fields and their
//! classes are those of its contracts. Then it is written into the sites file, which is watched.
//! Spec: docs/jurisdiction-spec.md, "Joining".

mod client;
mod desk;
mod error;
mod fit;
mod ledger;
mod request;
mod statement;
mod token;

pub use client::{PresentError, present};
pub use desk::{Enrolled, EnrolmentDesk};
pub use error::EnrolmentError;
pub use request::EnrolmentRequest;
pub use statement::SiteStatement;
pub use token::{EnrolmentGrant, EnrolmentToken, issue_token};
