//! Industry assistance groups (产业助力小组), which the province leads and a city carries out.

mod filter;
mod loader;
mod model;
mod schema;
mod store;
mod write;

pub(crate) use filter::IndustryAssistanceGroupFilter;
pub use filter::IndustryAssistanceGroupOrderField;
pub(crate) use loader::IndustryAssistanceGroupLoaders;
pub use model::{AssistanceItem, GroupMember, GroupStatus, IndustryAssistanceGroup};
pub(crate) use schema::register;
pub use store::{
    insert_assistance_group_members, insert_assistance_items, insert_industry_assistance_groups,
};
