//! Assessments (履职考核): what a member's records of a period come to under the rule.

mod filter;
mod model;
mod schema;
mod write;

pub use filter::DutyAssessmentOrderField;
pub use model::{DutyAssessment, DutyAssessmentStatus};
pub(crate) use schema::register;
