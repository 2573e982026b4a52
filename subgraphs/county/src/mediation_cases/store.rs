//! Mediation cases in the database.

use qianzhan_network::{
    Record, RecordId, StoreError,
    database::{InsertRow, Transaction, insert_rows},
    impl_insert_row, impl_writable_record,
};

use super::{CaseMember, MediationCase};

impl_insert_row!(
    MediationCase,
    "mediation_cases",
    [
        id,
        committee_id,
        platform_id,
        kind,
        title,
        parties,
        opened_at,
        opened_on,
        closed_at,
        minutes_open,
        status,
        result,
        version,
        is_generated
    ]
);
impl_insert_row!(CaseMember, "mediation_members", [case_id, ordinal, member_id]);

impl_writable_record!(MediationCase);

impl Record for MediationCase {
    const TYPE_NAME: &'static str = "MediationCase";
    const TABLE: &'static str = <Self as InsertRow>::TABLE;
    const COLUMNS: &'static [&'static str] = <Self as InsertRow>::COLUMNS;

    fn id(&self) -> &RecordId {
        &self.id
    }
}

/// Writes mediation cases.
///
/// # Errors
/// [`StoreError::Statement`] if one breaks a rule of the table.
pub async fn insert_mediation_cases(
    transaction: &mut Transaction,
    rows: &[MediationCase],
) -> Result<(), StoreError> {
    insert_rows(transaction, rows).await
}

/// Writes rows that hang on mediation cases that exist.
///
/// # Errors
/// [`StoreError::Statement`] if one breaks a rule of the table.
pub async fn insert_mediation_members(
    transaction: &mut Transaction,
    rows: &[CaseMember],
) -> Result<(), StoreError> {
    insert_rows(transaction, rows).await
}
