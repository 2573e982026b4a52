//! Writes of groups: founded, joined and left, disbanded.

use serde::Deserialize;

use super::{
    GroupMembership, MemberGroup, MemberGroupKind, MemberGroupStatus, insert_group_memberships,
    insert_member_groups,
};
use crate::{
    callers::CallerRole::{Admin, Clerk, Leader, Office},
    database::{InsertRow, Sql, StoreError, Transaction},
    date::Date,
    record_id::RecordId,
    records::members::{Member, SeatStatus},
    writes::{Authority, Moves, Mutation, Refusal, UserError, UserErrorCode, Writing, update_row},
};

const MAX_NAME_CHARACTERS: usize = 50;
const MAX_REASON_CHARACTERS: usize = 500;
/// Most members that one write names.
const MAX_MEMBERS: usize = 200;
const JOIN_AT: [&str; 2] = ["input", "join"];
const LEAVE_AT: [&str; 2] = ["input", "leave"];
const LEADER_AT: [&str; 2] = ["input", "leaderId"];
const ON_AT: [&str; 2] = ["input", "on"];

const MOVES: Moves<MemberGroupStatus> =
    Moves(&[(MemberGroupStatus::Founded, &[MemberGroupStatus::Disbanded])]);

/// `FoundMemberGroupInput`.
#[derive(Debug, Deserialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct FoundMemberGroup {
    kind: MemberGroupKind,
    name: String,
    special_committee: Option<String>,
    leader_id: Option<String>,
    join: Vec<String>,
    on: Option<String>,
}

impl Mutation for FoundMemberGroup {
    const FIELD: &'static str = "foundMemberGroup";
    const KEY: &'static str = "committeeId";
    const AUTHORITY: Authority = Authority::Own(&[Clerk, Leader, Office, Admin]);
    type Record = MemberGroup;

    async fn run(
        self,
        _committee: RecordId,
        writing: &mut Writing<'_>,
    ) -> Result<MemberGroup, Refusal> {
        let committee_id = RecordId::committee(writing.owner);
        let name_at = ["input", "name"];
        let name = writing.text(&name_at, &self.name, MAX_NAME_CHARACTERS);
        if is_taken(writing.transaction, &committee_id, &name).await? {
            let (zh, en) = ("已有同名的团队或支部", "a group of the name lasts");
            writing.refuse(UserError::new(UserErrorCode::AlreadyExists, &name_at, zh, en));
        }
        let special_at = ["input", "specialCommittee"];
        let special = self.special_committee.as_deref();
        let special_committee = writing.optional_text(&special_at, special, MAX_NAME_CHARACTERS);
        let founded_on = writing.past_day(&ON_AT, self.on.as_deref());
        if self.join.is_empty() {
            writing.refuse(UserError::required(&JOIN_AT));
        }
        let joining = joining(writing, self.kind, &self.join, &[]).await?;
        let leader_id = writing.id(&LEADER_AT, self.leader_id.as_deref());
        check_leader(writing, leader_id.as_ref(), &joining);
        writing.check()?;
        let group = MemberGroup {
            id: writing.new_id(),
            committee_id,
            kind: self.kind,
            name,
            special_committee,
            leader_id,
            status: MemberGroupStatus::Founded,
            founded_on,
            disbanded_on: None,
            reason: None,
            version: 1,
            is_generated: false,
        };
        insert_member_groups(writing.transaction, std::slice::from_ref(&group)).await?;
        let rows = memberships(&group, joining, 0, founded_on);
        insert_group_memberships(writing.transaction, &rows).await?;
        Ok(group)
    }
}

/// `ChangeMemberGroupInput`.
#[derive(Debug, Deserialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct ChangeMemberGroup {
    expected_version: i64,
    /// The contract's defaults are filled in here: the executor leaves out what an input object
    /// lacks.
    #[serde(default)]
    join: Vec<String>,
    #[serde(default)]
    leave: Vec<String>,
    leader_id: Option<String>,
    on: Option<String>,
}

impl Mutation for ChangeMemberGroup {
    const FIELD: &'static str = "changeMemberGroup";
    const KEY: &'static str = "id";
    const AUTHORITY: Authority = Authority::Own(&[Clerk, Leader, Office, Admin]);
    type Record = MemberGroup;

    async fn run(self, id: RecordId, writing: &mut Writing<'_>) -> Result<MemberGroup, Refusal> {
        let seen: MemberGroup = writing.seen(Self::KEY, &id, self.expected_version).await?;
        if seen.status == MemberGroupStatus::Disbanded {
            writing.invalid(&[Self::KEY], "已撤销", "the group was disbanded");
        }
        let on = writing.past_day(&ON_AT, self.on.as_deref());
        let all = all_memberships(writing.transaction, &seen.id).await?;
        if all.iter().any(|it| on < it.to_on.unwrap_or(it.from_on)) {
            writing.invalid(&ON_AT, "早于上一次变更", "before the change before it");
        }
        let lasting = || all.iter().filter(|it| it.to_on.is_none()).map(|it| &it.member_id);
        writing.at_most(&LEAVE_AT, self.leave.len(), MAX_MEMBERS);
        let mut leaving = Vec::new();
        for (index, id) in self.leave.iter().take(MAX_MEMBERS).enumerate() {
            let at = [LEAVE_AT[0], LEAVE_AT[1], &index.to_string()];
            let Some(id) = writing.id(&at, Some(id)) else { continue };
            if !lasting().any(|member| *member == id) {
                writing.invalid(&at, "不在其中", "the member is not in the group");
            }
            leaving.push(id);
        }
        let staying: Vec<RecordId> =
            lasting().filter(|member| !leaving.contains(member)).cloned().collect();
        let joining = joining(writing, seen.kind, &self.join, &staying).await?;
        let then: Vec<RecordId> = staying.iter().chain(&joining).cloned().collect();
        if then.is_empty() {
            let (zh, en) = ("至少留一人；全部离开请撤销", "somebody stays, or it is disbanded");
            writing.invalid(&LEAVE_AT, zh, en);
        }
        let given = writing.id(&LEADER_AT, self.leader_id.as_deref());
        check_leader(writing, given.as_ref(), &then);
        writing.check()?;
        let leader_id = given.or(seen.leader_id).filter(|leader| then.contains(leader));
        let group = MemberGroup { leader_id, version: seen.version + 1, ..seen };
        update_row(writing.transaction, &group, "id", &group.id).await?;
        end_memberships(writing.transaction, &group.id, Some(&leaving), on).await?;
        let rows = memberships(&group, joining, all.len(), on);
        insert_group_memberships(writing.transaction, &rows).await?;
        Ok(group)
    }
}

/// `DisbandMemberGroupInput`.
#[derive(Debug, Deserialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct DisbandMemberGroup {
    expected_version: i64,
    reason: String,
    on: Option<String>,
}

impl Mutation for DisbandMemberGroup {
    const FIELD: &'static str = "disbandMemberGroup";
    const KEY: &'static str = "id";
    const AUTHORITY: Authority = Authority::Own(&[Leader, Office, Admin]);
    type Record = MemberGroup;

    async fn run(self, id: RecordId, writing: &mut Writing<'_>) -> Result<MemberGroup, Refusal> {
        let seen: MemberGroup = writing.seen(Self::KEY, &id, self.expected_version).await?;
        writing.moves(MOVES, seen.status, MemberGroupStatus::Disbanded);
        let reason = writing.text(&["input", "reason"], &self.reason, MAX_REASON_CHARACTERS);
        let on = writing.past_day(&ON_AT, self.on.as_deref());
        let all = all_memberships(writing.transaction, &seen.id).await?;
        if all.iter().any(|it| on < it.to_on.unwrap_or(it.from_on)) {
            writing.invalid(&ON_AT, "早于上一次变更", "before the change before it");
        }
        writing.check()?;
        let group = MemberGroup {
            status: MemberGroupStatus::Disbanded,
            disbanded_on: Some(on),
            reason: Some(reason),
            version: seen.version + 1,
            ..seen
        };
        update_row(writing.transaction, &group, "id", &group.id).await?;
        end_memberships(writing.transaction, &group.id, None, on).await?;
        Ok(group)
    }
}

/// Those who join: members of the committee in office, of the party where it is a branch of it, who
/// are not there already.
async fn joining(
    writing: &mut Writing<'_>,
    kind: MemberGroupKind,
    ids: &[String],
    staying: &[RecordId],
) -> Result<Vec<RecordId>, Refusal> {
    writing.at_most(&JOIN_AT, ids.len(), MAX_MEMBERS);
    let mut joining: Vec<RecordId> = Vec::new();
    for (index, id) in ids.iter().take(MAX_MEMBERS).enumerate() {
        let at = [JOIN_AT[0], JOIN_AT[1], &index.to_string()];
        let Some(member) = writing.own_record::<Member>(&at, Some(id)).await? else { continue };
        if member.status != SeatStatus::Active {
            writing.invalid(&at, "委员不在任", "the member is not in office");
        } else if kind == MemberGroupKind::PartyBranch && !member.is_party_member {
            writing.invalid(&at, "不是中共党员", "the member is not of the CPC");
        } else if staying.contains(&member.id) || joining.contains(&member.id) {
            let (zh, en) = ("已在其中", "the member is in the group");
            writing.refuse(UserError::new(UserErrorCode::AlreadyExists, &at, zh, en));
        }
        joining.push(member.id);
    }
    Ok(joining)
}

fn check_leader(writing: &mut Writing<'_>, leader: Option<&RecordId>, members: &[RecordId]) {
    if leader.is_some_and(|leader| !members.contains(leader)) {
        let (zh, en) = ("负责人须在其中", "who leads it must be in it");
        writing.invalid(&LEADER_AT, zh, en);
    }
}

fn memberships(
    group: &MemberGroup,
    joining: Vec<RecordId>,
    known: usize,
    from_on: Date,
) -> Vec<GroupMembership> {
    let first = u32::try_from(known).unwrap_or(u32::MAX);
    let row = |(ordinal, member_id)| GroupMembership {
        group_id: group.id.clone(),
        ordinal,
        member_id,
        from_on,
        to_on: None,
    };
    (first..).zip(joining).map(row).collect()
}

async fn is_taken(
    transaction: &mut Transaction,
    committee: &RecordId,
    name: &str,
) -> Result<bool, StoreError> {
    let mut sql = Sql::new("SELECT 1 FROM member_groups WHERE status = 'FOUNDED' AND name = ");
    sql.push_bind(name).push(" AND committee_id = ").push_bind(committee.clone());
    Ok(transaction.fetch_optional::<(i32,)>(sql).await?.is_some())
}

async fn all_memberships(
    transaction: &mut Transaction,
    group: &RecordId,
) -> Result<Vec<GroupMembership>, StoreError> {
    let columns = GroupMembership::COLUMNS.join(", ");
    let mut sql = Sql::new(format!("SELECT {columns} FROM group_memberships WHERE group_id = "));
    sql.push_bind(group.clone()).push(" ORDER BY ordinal");
    transaction.fetch_all(sql).await
}

/// Ends the memberships of some, or of all who are still there.
async fn end_memberships(
    transaction: &mut Transaction,
    group: &RecordId,
    members: Option<&[RecordId]>,
    on: Date,
) -> Result<(), StoreError> {
    let mut sql = Sql::new("UPDATE group_memberships SET to_on = ");
    sql.push_bind(on).push(" WHERE to_on IS NULL AND group_id = ").push_bind(group.clone());
    if let Some(members) = members {
        sql.push(" AND member_id IN ").push_keys(members);
    }
    transaction.execute(sql).await.map(drop)
}
