//! Opinion reports (社情民意信息), as their origin keeps them.

mod filter;
mod model;
mod schema;
mod store;
mod write;

pub(crate) use filter::OpinionReportFilter;
pub use filter::OpinionReportOrderField;
pub use model::{OpinionReport, OpinionReportStatus};
pub(crate) use schema::register;
pub use store::insert_opinion_reports;
