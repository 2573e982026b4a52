//! Loads what hangs on proposals.

use qianzhan_network::{
    Database, RecordId,
    database::{ChildRows, child_rows},
};

use super::{ProposalUnit, Proposer};
use crate::proposal_supervisions::ProposalSupervision;

/// Loaders of one request.
#[derive(Debug)]
pub(crate) struct ProposalLoaders {
    pub(super) proposers: ChildRows<RecordId, Proposer>,
    pub(super) handling_units: ChildRows<RecordId, ProposalUnit>,
    pub(super) supervisions: ChildRows<RecordId, ProposalSupervision>,
}

impl ProposalLoaders {
    pub(crate) fn new(database: &Database) -> Self {
        Self {
            proposers: child_rows(
                database,
                "proposal_id",
                |row: &Proposer| row.proposal_id.clone(),
                "proposal_id, ordinal",
            ),
            handling_units: child_rows(
                database,
                "proposal_id",
                |row: &ProposalUnit| row.proposal_id.clone(),
                "proposal_id, ordinal",
            ),
            supervisions: child_rows(
                database,
                "proposal_id",
                |row: &ProposalSupervision| row.proposal_id.clone(),
                "proposal_id, held_on, id",
            ),
        }
    }
}
