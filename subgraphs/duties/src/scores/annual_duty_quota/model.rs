//! A norm of a committee and year.

use qianzhan_network::{RecordId, impl_record, impl_writable_record};
use sqlx::FromRow;

use crate::{duty_period::DutyPeriodKind, scores::DutyItem};

/// A norm.
#[derive(Debug, Clone, PartialEq, FromRow)]
pub struct AnnualDutyQuota {
    /// Begins with the region code of the committee.
    pub id: RecordId,
    /// The committee.
    pub committee_id: RecordId,
    /// Only for members of this special committee; empty for all.
    pub special_committee: String,
    /// The year.
    pub year: i64,
    /// What is asked.
    pub item: DutyItem,
    /// In a year, or in each quarter of it.
    pub period: DutyPeriodKind,
    /// At least so many.
    pub minimum: i64,
    /// At most so many; `None` where there is no limit.
    pub maximum: Option<i64>,
    /// How often it has been written.
    pub version: i64,
    /// Whether a demonstration made it up.
    pub is_generated: bool,
}

impl_record!(
    AnnualDutyQuota,
    "AnnualDutyQuota",
    "annual_duty_quotas",
    [
        id,
        committee_id,
        special_committee,
        year,
        item,
        period,
        minimum,
        maximum,
        version,
        is_generated,
    ]
);
impl_writable_record!(AnnualDutyQuota, stateless);
