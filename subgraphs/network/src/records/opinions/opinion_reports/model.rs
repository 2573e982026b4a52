//! An opinion report (社情民意信息), as its origin keeps it.

use sqlx::FromRow;

use crate::{date::Date, record_id::RecordId, region::Level, text_column::text_enum};

/// An opinion report. What superiors did with it stands in their own records.
#[derive(Debug, Clone, PartialEq, FromRow)]
pub struct OpinionReport {
    /// Begins with the region code of the committee of origin.
    pub id: RecordId,
    /// The committee of origin.
    pub committee_id: RecordId,
    /// Its title.
    pub title: String,
    /// The author; may be another site's member.
    pub author_id: Option<RecordId>,
    /// The event it came from, of this site.
    pub source_event_id: Option<RecordId>,
    /// Status at its origin.
    pub status: OpinionReportStatus,
    /// Day on which it was submitted.
    pub submitted_on: Option<Date>,
    /// Level it was submitted to.
    pub submitted_to: Option<Level>,
    /// Day on which it was written.
    pub written_on: Date,
    /// Its text.
    pub text: Option<String>,
    /// How often it has been written.
    pub version: i64,
    /// Whether a demonstration made it up.
    pub is_generated: bool,
}

text_enum! {
    /// Status of an opinion report at its origin.
    OpinionReportStatus {
        /// 收集
        Collected = "COLLECTED",
        /// 整理
        Edited = "EDITED",
        /// 报送
        Submitted = "SUBMITTED",
    }
}
