//! Deployments (下沉): members of any level, sent to localities of this site.

mod filter;
mod loader;
mod model;
mod schema;
mod store;
mod write;

pub(crate) use filter::DeploymentFilter;
pub use filter::DeploymentOrderField;
pub(crate) use loader::DeploymentLoaders;
pub use model::{Deployment, PlatformRole};
pub(crate) use schema::register;
pub use store::insert_deployments;
