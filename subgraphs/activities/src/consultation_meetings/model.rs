//! A meeting of the monthly or bimonthly consultation (月协商会、双月协商会): who spoke in whose name,
//! and which suggestions were taken up.

use qianzhan_network::{Date, RecordId, records::members::SectorCode, text_enum};
use sqlx::FromRow;

/// A meeting of a consultation series.
#[derive(Debug, Clone, PartialEq, FromRow)]
pub struct ConsultationMeeting {
    /// Begins with the region code of the committee.
    pub id: RecordId,
    /// The committee that owns it.
    pub committee_id: RecordId,
    /// Its series.
    pub series: ConsultationSeries,
    /// Its title.
    pub title: String,
    /// The special committee that hosts it.
    pub host: String,
    /// The plan that it is in.
    pub plan_id: Option<RecordId>,
    /// The topic behind it; may be another site's.
    pub topic_id: Option<RecordId>,
    /// Day on which it is or was held.
    pub held_on: Date,
    /// How far it has come.
    pub status: MeetingStatus,
    /// Members invited.
    #[sqlx(try_from = "i64")]
    pub member_count: u32,
    /// Suggestions made.
    #[sqlx(try_from = "i64")]
    pub suggestion_count: u32,
    /// Suggestions taken up.
    #[sqlx(try_from = "i64")]
    pub adopted_count: u32,
    /// How often it has been written.
    pub version: i64,
    /// Whether a demonstration made it up.
    pub is_generated: bool,
}

/// Who spoke at a meeting.
#[derive(Debug, Clone, PartialEq, FromRow)]
pub struct MeetingSpeaker {
    /// The meeting.
    pub meeting_id: RecordId,
    /// Its place, from 0.
    #[sqlx(try_from = "i64")]
    pub ordinal: u32,
    /// The member, where it is one; may be another site's.
    pub member_id: Option<RecordId>,
    /// The sector in whose name they spoke.
    pub sector: Option<SectorCode>,
    /// The body in whose name they spoke.
    pub body: Option<String>,
    /// Whether they are of the sector's public.
    pub is_public: bool,
}

/// A suggestion that was made at a meeting.
#[derive(Debug, Clone, PartialEq, FromRow)]
pub struct MeetingSuggestion {
    /// The meeting.
    pub meeting_id: RecordId,
    /// Its place, from 0.
    #[sqlx(try_from = "i64")]
    pub ordinal: u32,
    /// The member who made it; may be another site's.
    pub member_id: Option<RecordId>,
    /// Its text.
    pub text: String,
    /// Whether it was taken up.
    pub is_adopted: bool,
    /// The document that took it up.
    pub adopted_in: Option<String>,
}

text_enum! {
    /// Series of consultation.
    ConsultationSeries {
        /// 月协商会
        Monthly = "MONTHLY",
        /// 双月协商
        Bimonthly = "BIMONTHLY",
    }
}

text_enum! {
    /// How far a meeting has come.
    MeetingStatus {
        /// 列入年度计划
        Planned = "PLANNED",
        /// 承办
        Undertaken = "UNDERTAKEN",
        /// 调研
        Surveyed = "SURVEYED",
        /// 召开
        Held = "HELD",
        /// 形成建议
        Suggested = "SUGGESTED",
        /// 采纳
        Adopted = "ADOPTED",
    }
}
