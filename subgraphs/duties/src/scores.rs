//! What members did, by which norms and rules it is measured, and what it comes to.

mod annual_duty_quota;
mod assessment_rule;
mod duty_assessment;
mod duty_item;
mod duty_members;
mod duty_record;
mod loader;
mod measures;
mod progress;
mod tally;

pub use annual_duty_quota::{AnnualDutyQuota, AnnualDutyQuotaOrderField};
pub use assessment_rule::{AssessmentItem, AssessmentRule, AssessmentRuleOrderField};
pub use duty_assessment::{DutyAssessment, DutyAssessmentOrderField, DutyAssessmentStatus};
pub use duty_item::DutyItem;
pub use duty_record::{DutyRecord, DutyRecordOrderField};
pub(crate) use loader::ScoreLoaders;

pub use crate::duty_period::{DutyPeriod, DutyPeriodKind};
pub(crate) use tally::DutyTally;

pub(crate) fn register(resolvers: &mut qianzhan_network::contract::Resolvers) {
    annual_duty_quota::register(resolvers);
    duty_record::register(resolvers);
    assessment_rule::register(resolvers);
    duty_assessment::register(resolvers);
    progress::register(resolvers);
    duty_members::register(resolvers);
    tally::register(resolvers);
}
