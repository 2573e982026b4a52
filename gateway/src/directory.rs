//! The directory: the hierarchy of regions, and the registered sites and their state.
//!
//! [`regions`] is the one place that knows how regions contain each other. [`Directory`] answers
//! the `directory` contract from it, inside the process.

pub mod regions;
mod schema;
mod server;
mod site_list;

pub use regions::{Region, RegionCode, RegionError, RegionLevel, RegionTable, RegionTableError};
pub use server::{Directory, DirectoryError};
pub use site_list::{SiteDirectory, SiteEntry, SiteState};
