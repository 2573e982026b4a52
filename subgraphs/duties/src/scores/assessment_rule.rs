//! Assessment rules (考核办法): the points of each item, of a committee and year.

mod filter;
mod model;
mod schema;
mod write;

pub use filter::AssessmentRuleOrderField;
pub use model::{AssessmentItem, AssessmentRule};
pub(crate) use schema::register;
