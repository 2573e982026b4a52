//! Groups and memberships in the database.

use super::{GroupMembership, MemberGroup};
use crate::{
    database::{Sql, StoreError, Transaction, insert_rows},
    date::Date,
    impl_insert_row, impl_record, impl_writable_record,
    record_id::RecordId,
};

impl_record!(
    MemberGroup,
    "MemberGroup",
    "member_groups",
    [
        id,
        committee_id,
        kind,
        name,
        special_committee,
        leader_id,
        status,
        founded_on,
        disbanded_on,
        reason,
        version,
        is_generated,
    ]
);
impl_writable_record!(MemberGroup);
impl_insert_row!(
    GroupMembership,
    "group_memberships",
    [group_id, ordinal, member_id, from_on, to_on]
);

/// Writes groups, whose committees and leaders exist.
///
/// # Errors
/// [`StoreError::Statement`] if one breaks a rule of the table.
pub async fn insert_member_groups(
    transaction: &mut Transaction,
    groups: &[MemberGroup],
) -> Result<(), StoreError> {
    insert_rows(transaction, groups).await
}

/// Writes memberships, whose groups and members exist.
///
/// # Errors
/// [`StoreError::Statement`] if a member is in a group already.
pub async fn insert_group_memberships(
    transaction: &mut Transaction,
    memberships: &[GroupMembership],
) -> Result<(), StoreError> {
    insert_rows(transaction, memberships).await
}

/// Ends all memberships of a member, whose seat ends; what the member led has no leader then.
pub(in crate::records) async fn leave_groups(
    transaction: &mut Transaction,
    member: &RecordId,
    on: Date,
) -> Result<(), StoreError> {
    let mut sql = Sql::new("UPDATE group_memberships SET to_on = ");
    sql.push_bind(on).push(" WHERE to_on IS NULL AND member_id = ").push_bind(member.clone());
    transaction.execute(sql).await?;
    let mut sql = Sql::new(
        "UPDATE member_groups SET leader_id = NULL, version = version + 1 WHERE leader_id = ",
    );
    sql.push_bind(member.clone());
    transaction.execute(sql).await.map(drop)
}
