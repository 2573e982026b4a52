//! A township's assessment of a year, and its fund.

use qianzhan_network::{Date, RecordId, RegionCode, impl_record, impl_writable_record, text_enum};
use sqlx::FromRow;

use crate::stations::DutyGrade;

/// A township was assessed, and is paid a fund.
#[derive(Debug, Clone, PartialEq, FromRow)]
pub struct TownshipFund {
    /// Begins with the region code of the committee.
    pub id: RecordId,
    /// The committee.
    pub committee_id: RecordId,
    /// The township.
    pub locality_code: RegionCode,
    /// The year.
    pub year: i64,
    /// Grade of the assessment.
    pub grade: DutyGrade,
    /// The fund, in yuan.
    pub amount_yuan: i64,
    /// How far it has come.
    pub status: TownshipFundStatus,
    /// Day of the assessment.
    pub assessed_on: Date,
    /// Day on which it was paid; given exactly where it was.
    pub paid_on: Option<Date>,
    /// How often it has been written.
    pub version: i64,
    /// Whether a demonstration made it up.
    pub is_generated: bool,
}

text_enum! {
    /// How far a fund has come.
    TownshipFundStatus {
        /// 考核
        Assessed = "ASSESSED",
        /// 兑现
        Paid = "PAID",
    }
}

impl_record!(
    TownshipFund,
    "TownshipFund",
    "township_funds",
    [
        id,
        committee_id,
        locality_code,
        year,
        grade,
        amount_yuan,
        status,
        assessed_on,
        paid_on,
        version,
        is_generated,
    ]
);
impl_writable_record!(TownshipFund);
