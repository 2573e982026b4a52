//! A supervision (督办) of a proposal, up to looking back at what came of it.

use qianzhan_network::{Date, RecordId, text_enum};
use sqlx::FromRow;

/// A supervision of a proposal.
#[derive(Debug, Clone, PartialEq, FromRow)]
pub struct ProposalSupervision {
    /// Begins with the region code of the committee.
    pub id: RecordId,
    /// The committee that owns it.
    pub committee_id: RecordId,
    /// The proposal, of the same committee.
    pub proposal_id: RecordId,
    /// Its kind.
    pub kind: SupervisionKind,
    /// The leader who leads it.
    pub leader: Option<String>,
    /// The office of that leader.
    pub leader_office: Option<String>,
    /// Day on which it is or was held.
    pub held_on: Date,
    /// How far it has come.
    pub status: SupervisionStatus,
    /// Whether sector public took part.
    pub has_sector_public: bool,
    /// Members who took part, where it is stated.
    pub member_count: Option<i64>,
    /// Sector public who took part, where it is stated.
    pub public_count: Option<i64>,
    /// What was demanded.
    pub demand: Option<String>,
    /// What came of it.
    pub result: Option<String>,
    /// Day on which it was looked back at.
    pub followed_up_on: Option<Date>,
    /// What the looking back found.
    pub finding: Option<String>,
    /// How often it has been written.
    pub version: i64,
    /// Whether a demonstration made it up.
    pub is_generated: bool,
}

text_enum! {
    /// Kinds of supervision.
    SupervisionKind {
        /// 领衔督办
        Led = "LED",
        /// 现场督办
        OnSite = "ON_SITE",
        /// 督办协商会
        Meeting = "MEETING",
    }
}

text_enum! {
    /// How far a supervision has come.
    SupervisionStatus {
        /// 确定
        Planned = "PLANNED",
        /// 督办
        Held = "HELD",
        /// 落实
        CarriedOut = "CARRIED_OUT",
        /// 回头看
        FollowedUp = "FOLLOWED_UP",
    }
}
