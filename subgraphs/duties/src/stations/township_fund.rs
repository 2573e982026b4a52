//! Incentive funds (奖补资金): what a township is paid for its year.

mod filter;
mod model;
mod schema;
mod write;

pub use filter::TownshipFundOrderField;
pub use model::{TownshipFund, TownshipFundStatus};
pub(crate) use schema::register;
