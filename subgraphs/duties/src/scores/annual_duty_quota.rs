//! Norms (履职指标): what a committee asks of its members in a year. They are data, not code.

mod filter;
mod model;
mod schema;
mod write;

pub use filter::AnnualDutyQuotaOrderField;
pub use model::AnnualDutyQuota;
pub(crate) use schema::register;
