//! A rule, and the points that it gives.

use qianzhan_network::{RecordId, impl_insert_row, impl_record, impl_writable_record};
use sqlx::FromRow;

use crate::{duty_period::DutyPeriodKind, scores::DutyItem};

/// An assessment rule of a committee, or of one of its special committees, and of a year.
#[derive(Debug, Clone, PartialEq, FromRow)]
pub struct AssessmentRule {
    /// Begins with the region code of the committee.
    pub id: RecordId,
    /// The committee.
    pub committee_id: RecordId,
    /// Only for members of this special committee; empty for all.
    pub special_committee: String,
    /// The year.
    pub year: i64,
    /// Whether it assesses by year or by quarter.
    pub period: DutyPeriodKind,
    /// How often it has been written.
    pub version: i64,
    /// Whether a demonstration made it up.
    pub is_generated: bool,
}

/// The points of one item under a rule.
#[derive(Debug, Clone, PartialEq, FromRow)]
pub struct AssessmentItem {
    /// The rule.
    pub rule_id: RecordId,
    /// The item.
    pub item: DutyItem,
    /// Points for each.
    pub points: f64,
    /// At most so many points for the item.
    pub most: f64,
}

impl_record!(
    AssessmentRule,
    "AssessmentRule",
    "assessment_rules",
    [id, committee_id, special_committee, year, period, version, is_generated]
);
impl_writable_record!(AssessmentRule, stateless);
impl_insert_row!(AssessmentItem, "assessment_items", [rule_id, item, points, most]);
