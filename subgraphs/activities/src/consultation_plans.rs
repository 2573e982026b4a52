//! Yearly plans of consultations (年度协商计划), of committees and of rooms.

mod filter;
mod loader;
mod model;
mod schema;
mod store;
mod write;

pub(crate) use filter::ConsultationPlanFilter;
pub use filter::ConsultationPlanOrderField;
pub(crate) use loader::ConsultationPlanLoaders;
pub use model::{ConsultationPlan, PlanStatus, PlanTopic, PlannedForm};
pub(crate) use schema::register;
pub use store::{insert_consultation_plans, insert_plan_topics};
