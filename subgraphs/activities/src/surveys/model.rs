//! A survey or inspection (调研、视察): its report, and what became of it.

use qianzhan_network::{Date, RecordId, text_enum};
use sqlx::FromRow;

/// A survey or inspection.
#[derive(Debug, Clone, PartialEq, FromRow)]
pub struct Survey {
    /// Begins with the region code of the committee.
    pub id: RecordId,
    /// The committee that owns it.
    pub committee_id: RecordId,
    /// Its kind.
    pub kind: SurveyKind,
    /// Its subject.
    pub title: String,
    /// The special committee that leads it.
    pub host: Option<String>,
    /// How it is done.
    pub methods: Option<String>,
    /// The topic behind it; may be another site's.
    pub topic_id: Option<RecordId>,
    /// How far it has come.
    pub status: SurveyStatus,
    /// Day of its preparatory meeting.
    pub prepared_on: Date,
    /// Day on which it was done.
    pub surveyed_on: Option<Date>,
    /// Day on which its report was submitted.
    pub reported_on: Option<Date>,
    /// Title of its report.
    pub report_title: Option<String>,
    /// Aspects of its suggestions.
    #[sqlx(try_from = "i64")]
    pub aspect_count: u32,
    /// Suggestions of its report.
    #[sqlx(try_from = "i64")]
    pub suggestion_count: u32,
    /// Day on which a meeting adopted its report.
    pub adopted_on: Option<Date>,
    /// Day on which its report was passed on.
    pub referred_on: Option<Date>,
    /// The unit to which it was passed on.
    pub unit: Option<String>,
    /// Day on which the unit had handled it.
    pub handled_on: Option<Date>,
    /// What the unit did.
    pub handling: Option<String>,
    /// Day on which the committee heard of it.
    pub heard_on: Option<Date>,
    /// Day on which it was looked back at.
    pub followed_up_on: Option<Date>,
    /// What the looking back found.
    pub finding: Option<String>,
    /// How often it has been written.
    pub version: i64,
    /// Whether a demonstration made it up.
    pub is_generated: bool,
}

/// A member who takes part in a survey.
#[derive(Debug, Clone, PartialEq, FromRow)]
pub struct SurveyMember {
    /// The survey.
    pub survey_id: RecordId,
    /// Its place, from 0.
    #[sqlx(try_from = "i64")]
    pub ordinal: u32,
    /// The member; may be another site's.
    pub member_id: RecordId,
}

text_enum! {
    /// Kinds of survey.
    SurveyKind {
        /// 调研
        Survey = "SURVEY",
        /// 视察
        Inspection = "INSPECTION",
    }
}

text_enum! {
    /// How far a survey has come.
    SurveyStatus {
        /// 预备会
        Prepared = "PREPARED",
        /// 调研
        Surveyed = "SURVEYED",
        /// 报告
        Reported = "REPORTED",
        /// 审议
        Adopted = "ADOPTED",
        /// 批转
        Referred = "REFERRED",
        /// 承办
        Handled = "HANDLED",
        /// 听取落实
        Heard = "HEARD",
        /// 回头看
        FollowedUp = "FOLLOWED_UP",
    }
}
