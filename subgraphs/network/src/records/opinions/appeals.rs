//! Appeals of the public (群众诉求): said at a code, online or offline, handled, and perhaps made
//! into a topic or an opinion report.

mod filter;
mod loader;
mod model;
mod schema;
mod store;
mod transfer;
mod write;

pub(crate) use filter::AppealFilter;
pub use filter::AppealOrderField;
pub(crate) use loader::AppealLoaders;
pub use model::{Appeal, AppealChannel, AppealStatus};
pub(crate) use schema::{appeal_references, register};
pub use store::insert_appeals;
pub(crate) use transfer::{Target, find_appeals, transfer_appeals};
