//! Nominations in the database.

use super::SeatNomination;
use crate::{
    database::{StoreError, Transaction, insert_rows},
    impl_record, impl_writable_record,
};

impl_record!(
    SeatNomination,
    "SeatNomination",
    "seat_nominations",
    [
        id,
        committee_id,
        person_id,
        name,
        sector,
        is_party_member,
        employer,
        residence_region,
        nominated_by,
        nominated_on,
        status,
        decided_on,
        reason,
        member_id,
        version,
        is_generated,
    ]
);
impl_writable_record!(SeatNomination);

/// Writes nominations, whose committees and seats exist.
///
/// # Errors
/// [`StoreError::Statement`] if one breaks a rule of the table.
pub async fn insert_seat_nominations(
    transaction: &mut Transaction,
    nominations: &[SeatNomination],
) -> Result<(), StoreError> {
    insert_rows(transaction, nominations).await
}
