//! Supervisions of proposals in the database.

use qianzhan_network::{
    Record, RecordId, StoreError,
    database::{InsertRow, Transaction, insert_rows},
    impl_insert_row, impl_writable_record,
};

use super::ProposalSupervision;

impl_insert_row!(
    ProposalSupervision,
    "proposal_supervisions",
    [
        id,
        committee_id,
        proposal_id,
        kind,
        leader,
        leader_office,
        held_on,
        status,
        has_sector_public,
        member_count,
        public_count,
        demand,
        result,
        followed_up_on,
        finding,
        version,
        is_generated
    ]
);

impl_writable_record!(ProposalSupervision);

impl Record for ProposalSupervision {
    const TYPE_NAME: &'static str = "ProposalSupervision";
    const TABLE: &'static str = <Self as InsertRow>::TABLE;
    const COLUMNS: &'static [&'static str] = <Self as InsertRow>::COLUMNS;

    fn id(&self) -> &RecordId {
        &self.id
    }
}

/// Writes supervisions of proposals.
///
/// # Errors
/// [`StoreError::Statement`] if one breaks a rule of the table.
pub async fn insert_proposal_supervisions(
    transaction: &mut Transaction,
    rows: &[ProposalSupervision],
) -> Result<(), StoreError> {
    insert_rows(transaction, rows).await
}
