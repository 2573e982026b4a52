//! Industry assistance groups in the database.

use qianzhan_network::{
    Record, RecordId, StoreError,
    database::{InsertRow, Transaction, insert_rows},
    impl_insert_row, impl_writable_record,
};

use super::{AssistanceItem, GroupMember, IndustryAssistanceGroup};

impl_insert_row!(
    IndustryAssistanceGroup,
    "industry_assistance_groups",
    [
        id,
        committee_id,
        city_code,
        industry,
        leader_id,
        founded_on,
        meeting_count,
        surveyed_on,
        report_title,
        reported_on,
        listed_on,
        status,
        version,
        is_generated
    ]
);
impl_insert_row!(GroupMember, "assistance_group_members", [group_id, ordinal, member_id, level]);
impl_insert_row!(AssistanceItem, "assistance_items", [group_id, ordinal, text, unit]);

impl_writable_record!(IndustryAssistanceGroup);

impl Record for IndustryAssistanceGroup {
    const TYPE_NAME: &'static str = "IndustryAssistanceGroup";
    const TABLE: &'static str = <Self as InsertRow>::TABLE;
    const COLUMNS: &'static [&'static str] = <Self as InsertRow>::COLUMNS;

    fn id(&self) -> &RecordId {
        &self.id
    }
}

/// Writes industry assistance groups.
///
/// # Errors
/// [`StoreError::Statement`] if one breaks a rule of the table.
pub async fn insert_industry_assistance_groups(
    transaction: &mut Transaction,
    rows: &[IndustryAssistanceGroup],
) -> Result<(), StoreError> {
    insert_rows(transaction, rows).await
}

/// Writes rows that hang on industry assistance groups that exist.
///
/// # Errors
/// [`StoreError::Statement`] if one breaks a rule of the table.
pub async fn insert_assistance_group_members(
    transaction: &mut Transaction,
    rows: &[GroupMember],
) -> Result<(), StoreError> {
    insert_rows(transaction, rows).await
}

/// Writes rows that hang on industry assistance groups that exist.
///
/// # Errors
/// [`StoreError::Statement`] if one breaks a rule of the table.
pub async fn insert_assistance_items(
    transaction: &mut Transaction,
    rows: &[AssistanceItem],
) -> Result<(), StoreError> {
    insert_rows(transaction, rows).await
}
