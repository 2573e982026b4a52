//! Expert teams and functional party branches: a team and a branch of each committee, and a team that
//! is no more.

use jiff::civil::{Date, date};
use qianzhan_network::records::member_groups::{
    GroupMembership, MemberGroup, MemberGroupKind, MemberGroupStatus,
};
use qianzhan_network::records::members::{Member, SeatStatus};

use super::seed::{committee_id, record_id};
use super::territory::RegionRow;

/// Members in a group, at most.
const IN_A_GROUP: usize = 7;
const FOUNDED_ON: Date = date(2023, 3, 1);
const DISBANDED_ON: Date = date(2024, 3, 1);

/// The groups of a committee, and who is in them.
#[derive(Debug, Default)]
pub(super) struct Groups {
    pub(super) groups: Vec<MemberGroup>,
    pub(super) memberships: Vec<GroupMembership>,
}

pub(super) fn generate_groups(region: &RegionRow, members: &[Member]) -> Groups {
    let in_office = || members.iter().filter(|member| member.status == SeatStatus::Active);
    let of_party = || in_office().filter(|member| member.is_party_member);
    let mut made = Groups::default();
    made.add(region, MemberGroupKind::ExpertTeam, "专家团队", in_office(), None);
    made.add(region, MemberGroupKind::PartyBranch, "委员功能型党支部", of_party(), None);
    made.add(region, MemberGroupKind::ExpertTeam, "招商专家团队", in_office(), Some("任务完成"));
    made
}

impl Groups {
    /// A group of the first members; one with a reason was disbanded.
    fn add<'m>(
        &mut self,
        region: &RegionRow,
        kind: MemberGroupKind,
        name: &str,
        members: impl Iterator<Item = &'m Member>,
        reason: Option<&str>,
    ) {
        let members: Vec<&Member> = members.take(IN_A_GROUP).collect();
        let Some(leader) = members.first() else { return };
        let is_disbanded = reason.is_some();
        let group = MemberGroup {
            id: record_id(&region.code, "member-group", self.groups.len()),
            committee_id: committee_id(&region.code),
            kind,
            name: name.to_owned(),
            special_committee: leader.special_committee.clone(),
            leader_id: Some(leader.id.clone()),
            status: match is_disbanded {
                true => MemberGroupStatus::Disbanded,
                false => MemberGroupStatus::Founded,
            },
            founded_on: FOUNDED_ON.into(),
            disbanded_on: is_disbanded.then(|| DISBANDED_ON.into()),
            reason: reason.map(str::to_owned),
            version: if is_disbanded { 2 } else { 1 },
            is_generated: true,
        };
        self.memberships.extend((0..).zip(members).map(|(ordinal, member)| GroupMembership {
            group_id: group.id.clone(),
            ordinal,
            member_id: member.id.clone(),
            from_on: group.founded_on,
            to_on: group.disbanded_on,
        }));
        self.groups.push(group);
    }
}
