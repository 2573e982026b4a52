//! Reports of station heads (站长述职), one for a station and year.

mod filter;
mod model;
mod schema;
mod write;

pub use filter::StationHeadReportOrderField;
pub use model::{StationHeadReport, StationHeadReportStatus};
pub(crate) use schema::register;
