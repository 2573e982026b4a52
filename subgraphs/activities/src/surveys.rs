//! Surveys and inspections (调研视察), their reports, and what became of these.

mod filter;
mod loader;
mod model;
mod schema;
mod store;
mod write;

pub(crate) use filter::SurveyFilter;
pub use filter::SurveyOrderField;
pub(crate) use loader::SurveyLoaders;
pub use model::{Survey, SurveyKind, SurveyMember, SurveyStatus};
pub(crate) use schema::register;
pub use store::{insert_survey_members, insert_surveys};
