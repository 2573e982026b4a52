//! Proposals (提案): collected, filed under a number of a session, handled and answered.

mod by_serial;
mod filter;
mod loader;
mod model;
mod schema;
mod store;
mod write;

pub(crate) use filter::ProposalFilter;
pub use filter::ProposalOrderField;
pub(crate) use loader::ProposalLoaders;
pub use model::{Proposal, ProposalKind, ProposalStatus, ProposalUnit, Proposer, ProposerKind};
pub(crate) use schema::register;
pub use store::{insert_proposal_units, insert_proposals, insert_proposers};
