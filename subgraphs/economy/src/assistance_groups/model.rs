//! An industry assistance group (产业助力小组) of a city's industry: the province's part of it.

use qianzhan_network::{Date, Level, RecordId, RegionCode, text_enum};
use sqlx::FromRow;

/// A group that assists one industry of a city.
#[derive(Debug, Clone, PartialEq, FromRow)]
pub struct IndustryAssistanceGroup {
    /// Begins with the region code of the committee.
    pub id: RecordId,
    /// The committee that owns it.
    pub committee_id: RecordId,
    /// The city that carries out what the list says.
    pub city_code: RegionCode,
    /// The industry.
    pub industry: String,
    /// The head of the group.
    pub leader_id: Option<RecordId>,
    /// Day on which it was founded.
    pub founded_on: Date,
    /// Consultation meetings held.
    #[sqlx(try_from = "i64")]
    pub meeting_count: u32,
    /// Day on which it surveyed on the spot.
    pub surveyed_on: Option<Date>,
    /// Title of its survey report.
    pub report_title: Option<String>,
    /// Day on which it reported.
    pub reported_on: Option<Date>,
    /// Day on which its assistance list was issued.
    pub listed_on: Option<Date>,
    /// How far it has come.
    pub status: GroupStatus,
    /// How often it has been written.
    pub version: i64,
    /// Whether a demonstration made it up.
    pub is_generated: bool,
}

/// A member of a group.
#[derive(Debug, Clone, PartialEq, FromRow)]
pub struct GroupMember {
    /// The group.
    pub group_id: RecordId,
    /// Its place, from 0.
    #[sqlx(try_from = "i64")]
    pub ordinal: u32,
    /// The member; may be another site's.
    pub member_id: RecordId,
    /// Level of the member's committee.
    pub level: Level,
}

/// An item of an assistance list.
#[derive(Debug, Clone, PartialEq, FromRow)]
pub struct AssistanceItem {
    /// The group.
    pub group_id: RecordId,
    /// Its place, from 0.
    #[sqlx(try_from = "i64")]
    pub ordinal: u32,
    /// Its text.
    pub text: String,
    /// The unit that stands for it.
    pub unit: Option<String>,
}

text_enum! {
    /// How far a group has come.
    GroupStatus {
        /// 成立
        Founded = "FOUNDED",
        /// 协商会议
        Consulted = "CONSULTED",
        /// 蹲点调研
        Surveyed = "SURVEYED",
        /// 汇报
        Reported = "REPORTED",
        /// 清单
        Listed = "LISTED",
        /// 落实
        CarriedOut = "CARRIED_OUT",
    }
}
