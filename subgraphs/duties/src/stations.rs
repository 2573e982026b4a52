//! Reports of station heads, and the incentive funds of townships.

mod duty_grade;
mod station_head_report;
mod tally;
mod township_fund;

pub use duty_grade::DutyGrade;
pub use station_head_report::{
    StationHeadReport, StationHeadReportOrderField, StationHeadReportStatus,
};
pub(crate) use tally::StationTally;
pub use township_fund::{TownshipFund, TownshipFundOrderField, TownshipFundStatus};

pub(crate) fn register(resolvers: &mut qianzhan_network::contract::Resolvers) {
    station_head_report::register(resolvers);
    township_fund::register(resolvers);
    tally::register(resolvers);
}
