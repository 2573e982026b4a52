//! A group of members, and who is in it.

use sqlx::FromRow;

use crate::{date::Date, record_id::RecordId, text_column::text_enum};

/// A group of members of one committee.
#[derive(Debug, Clone, PartialEq, FromRow)]
pub struct MemberGroup {
    /// Begins with the region code of the committee.
    pub id: RecordId,
    /// The committee.
    pub committee_id: RecordId,
    /// What it is.
    pub kind: MemberGroupKind,
    /// Its name.
    pub name: String,
    /// The special committee that it belongs to, if to one.
    pub special_committee: Option<String>,
    /// Who leads it, one of its members.
    pub leader_id: Option<RecordId>,
    /// Whether it lasts.
    pub status: MemberGroupStatus,
    /// First day.
    pub founded_on: Date,
    /// Last day; given exactly when it was disbanded.
    pub disbanded_on: Option<Date>,
    /// Why it was disbanded.
    pub reason: Option<String>,
    /// How often it has been written.
    pub version: i64,
    /// Whether a demonstration made it up.
    pub is_generated: bool,
}

/// A time of one member in a group.
#[derive(Debug, Clone, PartialEq, FromRow)]
pub struct GroupMembership {
    /// The group.
    pub group_id: RecordId,
    /// Place among the memberships of the group.
    #[sqlx(try_from = "i64")]
    pub ordinal: u32,
    /// The member, of the same committee.
    pub member_id: RecordId,
    /// First day.
    pub from_on: Date,
    /// Last day; `None` while it lasts.
    pub to_on: Option<Date>,
}

text_enum! {
    /// Kinds of group.
    MemberGroupKind {
        /// 专家团队
        ExpertTeam = "EXPERT_TEAM",
        /// 功能型党支部
        PartyBranch = "PARTY_BRANCH",
    }
}

text_enum! {
    /// Whether a group lasts.
    MemberGroupStatus {
        /// 成立
        Founded = "FOUNDED",
        /// 撤销
        Disbanded = "DISBANDED",
    }
}
