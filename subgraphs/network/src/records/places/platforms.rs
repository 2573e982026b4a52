//! Platforms (站、室、会、驿站): places where members work, their plaques and their checks.

mod filter;
mod loader;
mod model;
mod schema;
mod store;
mod write;

pub use filter::PlatformOrderField;
pub(crate) use filter::{PlatformFilter, push_six_has_status};
pub(crate) use loader::PlatformLoaders;
pub use model::{
    AnnualPlan, AnnualPlanStatus, HostKind, Plaque, Platform, PlatformKind, PlatformStatus,
    SixHasCheck, SixHasItem, SixHasSelfCheck, SixHasStatus,
};
pub(crate) use schema::register;
pub use store::{
    insert_annual_plans, insert_plaques, insert_platforms, insert_six_has_checks,
    insert_six_has_self_checks,
};
