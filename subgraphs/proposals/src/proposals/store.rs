//! Proposals in the database.

use qianzhan_network::{
    Record, RecordId, StoreError,
    database::{InsertRow, Transaction, insert_rows},
    impl_insert_row, impl_writable_record,
    search::{SearchDocument, SearchKind, Searchable, insert_indexed},
};

use super::{Proposal, ProposalUnit, Proposer};

impl_insert_row!(
    Proposal,
    "proposals",
    [
        id,
        committee_id,
        term_no,
        session_no,
        serial_no,
        kind,
        title,
        text,
        sector,
        is_key,
        survey_id,
        source_appeal_id,
        source_topic_id,
        status,
        collected_on,
        submitted_on,
        outcome,
        version,
        is_generated
    ]
);
impl_insert_row!(Proposer, "proposers", [proposal_id, ordinal, kind, member_id, name]);
impl_insert_row!(
    ProposalUnit,
    "proposal_units",
    [proposal_id, ordinal, unit, is_lead, due_on, is_replied, replied_on, reply]
);

impl_writable_record!(Proposal);

impl Record for Proposal {
    const TYPE_NAME: &'static str = "Proposal";
    const TABLE: &'static str = <Self as InsertRow>::TABLE;
    const COLUMNS: &'static [&'static str] = <Self as InsertRow>::COLUMNS;

    fn id(&self) -> &RecordId {
        &self.id
    }
}

impl Searchable for Proposal {
    const KIND: SearchKind = SearchKind::Proposal;

    fn document(&self) -> SearchDocument {
        SearchDocument {
            id: self.id.clone(),
            kind: Self::KIND,
            committee_id: self.committee_id.clone(),
            locality_code: None,
            title: self.title.clone(),
            text: self.text.clone().unwrap_or_default(),
        }
    }
}

/// Writes proposals.
///
/// # Errors
/// [`StoreError::Statement`] if one breaks a rule of the table.
pub async fn insert_proposals(
    transaction: &mut Transaction,
    rows: &[Proposal],
) -> Result<(), StoreError> {
    insert_indexed(transaction, rows).await
}

/// Writes rows that hang on proposals that exist.
///
/// # Errors
/// [`StoreError::Statement`] if one breaks a rule of the table.
pub async fn insert_proposers(
    transaction: &mut Transaction,
    rows: &[Proposer],
) -> Result<(), StoreError> {
    insert_rows(transaction, rows).await
}

/// Writes rows that hang on proposals that exist.
///
/// # Errors
/// [`StoreError::Statement`] if one breaks a rule of the table.
pub async fn insert_proposal_units(
    transaction: &mut Transaction,
    rows: &[ProposalUnit],
) -> Result<(), StoreError> {
    insert_rows(transaction, rows).await
}
