//! Councils in the database, and loading them by platform.

use qianzhan_network::{
    Database, RecordId, StoreError,
    database::{ChildRows, Transaction, child_rows, insert_rows},
    impl_insert_row,
};

use super::ConsultationCouncil;

impl_insert_row!(
    ConsultationCouncil,
    "consultation_councils",
    [platform_id, name, convener, fixed_member_count, has_room, is_generated]
);

/// Writes councils, whose platforms exist.
///
/// # Errors
/// [`StoreError::Statement`] if a platform has one already.
pub async fn insert_consultation_councils(
    transaction: &mut Transaction,
    councils: &[ConsultationCouncil],
) -> Result<(), StoreError> {
    insert_rows(transaction, councils).await
}

/// Each platform has at most one council.
pub(crate) fn loader(database: &Database) -> ChildRows<RecordId, ConsultationCouncil> {
    child_rows(
        database,
        "platform_id",
        |council: &ConsultationCouncil| council.platform_id.clone(),
        "platform_id",
    )
}
