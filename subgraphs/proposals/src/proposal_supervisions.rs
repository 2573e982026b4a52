//! Supervisions of proposals (提案督办), up to looking back (回头看).

mod filter;
mod model;
mod schema;
mod store;
mod write;

pub(crate) use filter::ProposalSupervisionFilter;
pub use filter::ProposalSupervisionOrderField;
pub use model::{ProposalSupervision, SupervisionKind, SupervisionStatus};
pub(crate) use schema::register;
pub use store::insert_proposal_supervisions;
