//! Councils in the database.

use qianzhan_network::{
    StoreError,
    database::{Transaction, insert_rows},
    impl_insert_row,
};

use super::{ConsultationCouncil, FixedMember};

impl_insert_row!(
    ConsultationCouncil,
    "consultation_councils",
    [
        platform_id,
        name,
        convener,
        fixed_member_count,
        has_room,
        term_no,
        status,
        version,
        is_generated
    ]
);
impl_insert_row!(
    FixedMember,
    "council_fixed_members",
    [platform_id, ordinal, member_id, name, role]
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

/// Writes fixed members of councils that exist.
///
/// # Errors
/// [`StoreError::Statement`] if one breaks a rule of the table.
pub async fn insert_fixed_members(
    transaction: &mut Transaction,
    members: &[FixedMember],
) -> Result<(), StoreError> {
    insert_rows(transaction, members).await
}
