//! Loads who is in groups, and in which groups members are.

use super::{GroupMembership, MemberGroup};
use crate::{
    database::{BatchLoader, ChildRows, Database, InsertRow, Row, Sql, StoreError, child_rows},
    record::Record,
    record_id::RecordId,
};

/// The groups in which each of many members is.
pub(crate) type GroupsOfMember = BatchLoader<RecordId, Vec<Row<MemberGroup>>>;

#[derive(Debug)]
pub(crate) struct MemberGroupLoaders {
    pub(super) memberships: ChildRows<RecordId, GroupMembership>,
    pub(super) of_member: GroupsOfMember,
}

impl MemberGroupLoaders {
    pub(crate) fn new(database: &Database) -> Self {
        Self {
            memberships: child_rows(
                database,
                "group_id",
                |membership: &GroupMembership| membership.group_id.clone(),
                "group_id, ordinal",
            ),
            of_member: groups_of_members(database),
        }
    }
}

/// A group and one member who is in it.
#[derive(Debug, sqlx::FromRow)]
struct GroupOfMember {
    in_it: RecordId,
    #[sqlx(flatten)]
    group: MemberGroup,
}

fn groups_of_members(database: &Database) -> GroupsOfMember {
    BatchLoader::new(database, |database: Database, members: Vec<RecordId>| async move {
        let columns = <MemberGroup as Record>::COLUMNS.join(", ");
        let mut sql = Sql::new(format!(
            "SELECT member_id AS in_it, {columns} FROM {} JOIN {} ON group_id = id \
             WHERE to_on IS NULL AND member_id IN ",
            <MemberGroup as Record>::TABLE,
            GroupMembership::TABLE,
        ));
        sql.push_keys(&members).push(" ORDER BY member_id, id");
        let rows: Vec<GroupOfMember> = database.fetch_all(sql).await?;
        let (members, groups): (Vec<_>, Vec<_>) =
            rows.into_iter().map(|row| (row.in_it, row.group)).unzip();
        let mut by_member = std::collections::HashMap::new();
        for (member, group) in members.into_iter().zip(Row::cohort(groups)) {
            by_member.entry(member).or_insert_with(Vec::new).push(group);
        }
        Ok::<_, StoreError>(by_member)
    })
}
