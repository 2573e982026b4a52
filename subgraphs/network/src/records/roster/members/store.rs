//! Members in the database.

use super::{Member, SeatStatusChange, SpecialCommitteeSeat};
use crate::{
    database::{StoreError, Transaction, insert_rows},
    impl_insert_row, impl_record, impl_writable_record,
};

impl_record!(
    Member,
    "Member",
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
        version,
        is_generated,
    ]
);
impl_writable_record!(Member);
impl_insert_row!(
    SeatStatusChange,
    "seat_status_changes",
    [member_id, ordinal, status, changed_on, reason]
);
impl_insert_row!(
    SpecialCommitteeSeat,
    "special_committee_seats",
    [member_id, ordinal, special_committee, from_on, to_on]
);

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

/// Writes changes of seats' status, whose members exist and whose rows say the latest.
///
/// # Errors
/// [`StoreError::Statement`] if one breaks a rule of the table.
pub async fn insert_seat_status_changes(
    transaction: &mut Transaction,
    changes: &[SeatStatusChange],
) -> Result<(), StoreError> {
    insert_rows(transaction, changes).await
}

/// Writes placements, whose members exist and whose rows say the latest.
///
/// # Errors
/// [`StoreError::Statement`] if one breaks a rule of the table.
pub async fn insert_special_committee_seats(
    transaction: &mut Transaction,
    placements: &[SpecialCommitteeSeat],
) -> Result<(), StoreError> {
    insert_rows(transaction, placements).await
}
