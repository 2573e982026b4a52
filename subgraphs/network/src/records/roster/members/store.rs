//! Members in the database.

use super::Member;
use crate::{
    database::{InsertRow, StoreError, Transaction, insert_rows},
    impl_insert_row,
    record::Record,
    record_id::RecordId,
};

impl_insert_row!(
    Member,
    "members",
    [
        id,
        committee_id,
        person_id,
        level,
        name,
        sector,
        office,
        status,
        is_party_member,
        employer,
        residence_region,
        special_committee,
        since,
        until,
        duty_score,
        is_generated,
    ]
);

impl Record for Member {
    const TYPE_NAME: &'static str = "Member";
    const TABLE: &'static str = <Self as InsertRow>::TABLE;
    const COLUMNS: &'static [&'static str] = <Self as InsertRow>::COLUMNS;

    fn id(&self) -> &RecordId {
        &self.id
    }
}

/// Writes members, whose committees exist.
///
/// # Errors
/// [`StoreError::Statement`] if one breaks a rule of the table.
pub async fn insert_members(
    transaction: &mut Transaction,
    members: &[Member],
) -> Result<(), StoreError> {
    insert_rows(transaction, members).await
}
