//! A micro consultation: a small topic, a small team, a small scope.

use qianzhan_network::{RecordId, text_enum};
use sqlx::FromRow;

/// How one event of kind `MICRO` was done.
#[derive(Debug, Clone, PartialEq, FromRow)]
pub struct MicroConsultation {
    /// The event, of this site.
    pub event_id: RecordId,
    /// The sector group that does it.
    pub sector_group: String,
    /// Its scope.
    pub scope: Option<String>,
    /// How far it has come.
    pub status: MicroConsultationStatus,
    /// The opinion report made of it, of this site.
    pub opinion_report_id: Option<RecordId>,
    /// The proposal made of it.
    pub proposal_id: Option<RecordId>,
    /// How often it has been written.
    pub version: i64,
    /// Whether a demonstration made it up.
    pub is_generated: bool,
}

/// A member of the team that looks into the topic.
#[derive(Debug, Clone, PartialEq, FromRow)]
pub struct MicroTeamMember {
    /// The event.
    pub event_id: RecordId,
    /// Its place, from 0.
    #[sqlx(try_from = "i64")]
    pub ordinal: u32,
    /// The member; may be another site's.
    pub member_id: RecordId,
}

text_enum! {
    /// How far a micro consultation has come.
    MicroConsultationStatus {
        /// 尚未登记
        None = "NONE",
        /// 选题
        TopicChosen = "TOPIC_CHOSEN",
        /// 调研
        Surveyed = "SURVEYED",
        /// 协商
        Consulted = "CONSULTED",
        /// 成果转化
        Converted = "CONVERTED",
    }
}
