//! Sector activities (界别活动) and sector consultation (界别协商).

mod filter;
mod loader;
mod model;
mod schema;
mod store;
mod write;

pub(crate) use filter::SectorActivityFilter;
pub use filter::SectorActivityOrderField;
pub(crate) use loader::SectorActivityLoaders;
pub use model::{ActivityKind, ActivityScope, ActivitySector, ActivityStatus, SectorActivity};
pub(crate) use schema::register;
pub use store::{insert_activity_sectors, insert_sector_activities};
