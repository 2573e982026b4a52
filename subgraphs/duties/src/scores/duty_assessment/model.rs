//! A member's assessment of one period.

use qianzhan_network::{Date, RecordId, impl_record, impl_writable_record, text_enum};
use sqlx::FromRow;

/// An assessment; its score is what the member's records came to when it was scored.
#[derive(Debug, Clone, PartialEq, FromRow)]
pub struct DutyAssessment {
    /// Begins with the region code of the committee.
    pub id: RecordId,
    /// The committee.
    pub committee_id: RecordId,
    /// The member, of this committee.
    pub member_id: RecordId,
    /// The rule.
    pub rule_id: RecordId,
    /// `2024` or `2024-Q3`, as the rule assesses.
    pub period: String,
    /// 0 to 100.
    pub score: f64,
    /// How far it has come.
    pub status: DutyAssessmentStatus,
    /// Number of its entry in the duty app; given exactly where it was entered.
    pub app_entry: Option<String>,
    /// Day on which it was entered.
    pub entered_on: Option<Date>,
    /// How often it has been written.
    pub version: i64,
    /// Whether a demonstration made it up.
    pub is_generated: bool,
}

text_enum! {
    /// How far an assessment has come.
    DutyAssessmentStatus {
        /// 计分
        Scored = "SCORED",
        /// 审核
        Reviewed = "REVIEWED",
        /// 录入“掌上履职”
        Entered = "ENTERED",
    }
}

impl_record!(
    DutyAssessment,
    "DutyAssessment",
    "duty_assessments",
    [
        id,
        committee_id,
        member_id,
        rule_id,
        period,
        score,
        status,
        app_entry,
        entered_on,
        version,
        is_generated,
    ]
);
impl_writable_record!(DutyAssessment);
