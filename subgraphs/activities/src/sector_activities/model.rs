//! A sector activity (界别活动): who organised it, whom it reached, and what was suggested.

use qianzhan_network::{Date, RecordId, records::members::SectorCode, text_enum};
use sqlx::FromRow;

/// An activity of members with the public of their sectors.
#[derive(Debug, Clone, PartialEq, FromRow)]
pub struct SectorActivity {
    /// Begins with the region code of the committee.
    pub id: RecordId,
    /// The committee that owns it.
    pub committee_id: RecordId,
    /// Its theme.
    pub theme: String,
    /// Its kind.
    pub kind: ActivityKind,
    /// Its scope.
    pub scope: ActivityScope,
    /// The special committee or sector group that organises it.
    pub host: Option<String>,
    /// The committee of another level that holds it too.
    pub joint_committee_id: Option<RecordId>,
    /// The studio or room, of the same site.
    pub platform_id: Option<RecordId>,
    /// Where it is held.
    pub place: Option<String>,
    /// Day on which it is or was held.
    pub held_on: Date,
    /// How far it has come.
    pub status: ActivityStatus,
    /// Members who took part, in person-times.
    #[sqlx(try_from = "i64")]
    pub member_participations: u32,
    /// Sector public who took part, in person-times.
    #[sqlx(try_from = "i64")]
    pub public_participations: u32,
    /// Suggestions made.
    #[sqlx(try_from = "i64")]
    pub suggestion_count: u32,
    /// Suggestions taken up.
    #[sqlx(try_from = "i64")]
    pub adopted_count: u32,
    /// Problems solved.
    #[sqlx(try_from = "i64")]
    pub problems_solved: u32,
    /// The opinion report made of it.
    pub opinion_report_id: Option<RecordId>,
    /// How often it has been written.
    pub version: i64,
    /// Whether a demonstration made it up.
    pub is_generated: bool,
}

/// A sector that takes part in an activity.
#[derive(Debug, Clone, PartialEq, FromRow)]
pub struct ActivitySector {
    /// The activity.
    pub activity_id: RecordId,
    /// Its place, from 0.
    #[sqlx(try_from = "i64")]
    pub ordinal: u32,
    /// The sector.
    pub sector: SectorCode,
}

text_enum! {
    /// Kinds of sector activity.
    ActivityKind {
        /// 主题活动
        Activity = "ACTIVITY",
        /// 界别协商座谈会
        Forum = "FORUM",
        /// 界别专家协商会
        ExpertMeeting = "EXPERT_MEETING",
        /// 界别恳谈会
        Talk = "TALK",
    }
}

text_enum! {
    /// Scopes of a sector activity.
    ActivityScope {
        /// 界别内
        IntraSector = "INTRA_SECTOR",
        /// 跨界别
        CrossSector = "CROSS_SECTOR",
    }
}

text_enum! {
    /// How far a sector activity has come.
    ActivityStatus {
        /// 计划
        Planned = "PLANNED",
        /// 开展
        Held = "HELD",
        /// 建议归纳
        Summarised = "SUMMARISED",
        /// 报送
        Submitted = "SUBMITTED",
    }
}
