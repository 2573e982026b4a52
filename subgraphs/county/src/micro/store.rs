//! Micro consultations in the database.

use qianzhan_network::{
    StoreError,
    database::{Transaction, insert_rows},
    impl_insert_row,
};

use super::{MicroConsultation, MicroTeamMember};

impl_insert_row!(
    MicroConsultation,
    "micro_consultations",
    [event_id, sector_group, scope, status, opinion_report_id, proposal_id, version, is_generated]
);
impl_insert_row!(MicroTeamMember, "micro_team_members", [event_id, ordinal, member_id]);

/// Writes how micro consultations were done, whose events exist.
///
/// # Errors
/// [`StoreError::Statement`] if an event has one already.
pub async fn insert_micro_consultations(
    transaction: &mut Transaction,
    rows: &[MicroConsultation],
) -> Result<(), StoreError> {
    insert_rows(transaction, rows).await
}

/// Writes members of teams whose micro consultations exist.
///
/// # Errors
/// [`StoreError::Statement`] if one breaks a rule of the table.
pub async fn insert_micro_team_members(
    transaction: &mut Transaction,
    rows: &[MicroTeamMember],
) -> Result<(), StoreError> {
    insert_rows(transaction, rows).await
}
