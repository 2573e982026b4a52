//! A charge: one leader, one place or body.

use qianzhan_network::{
    Date, RecordId, RegionCode, impl_insert_row, impl_record, impl_writable_record, text_enum,
};
use sqlx::FromRow;

/// A leader is responsible for one place or body. A township has one leader at a time.
#[derive(Debug, Clone, PartialEq, FromRow)]
pub struct LeaderCharge {
    /// Begins with the region code of the committee.
    pub id: RecordId,
    /// The committee.
    pub committee_id: RecordId,
    /// The leader's seat, of this committee.
    pub leader_id: RecordId,
    /// Kind.
    pub kind: ChargeKind,
    /// Kind of what is in charge.
    pub target_kind: ChargeTargetKind,
    /// The township; given exactly where it is one.
    pub locality_code: Option<RegionCode>,
    /// The county; given exactly where it is one.
    pub region_code: Option<RegionCode>,
    /// Its name.
    pub target_name: String,
    /// First day.
    pub from_on: Date,
    /// Last day; `None` while it lasts.
    pub to_on: Option<Date>,
    /// How often it has been written.
    pub version: i64,
    /// Whether a demonstration made it up.
    pub is_generated: bool,
}

/// A visit of the leader.
#[derive(Debug, Clone, PartialEq, FromRow)]
pub struct ChargeVisit {
    /// The charge.
    pub charge_id: RecordId,
    /// Its place among the charge's visits, from 0.
    pub ordinal: i64,
    /// Day.
    pub visited_on: Date,
    /// What it came to.
    pub note: String,
}

text_enum! {
    /// Kinds of charge.
    ChargeKind {
        /// 包抓联系
        TakeCharge = "TAKE_CHARGE",
        /// 包抓督导
        Supervise = "SUPERVISE",
        /// 分工联系
        Link = "LINK",
    }
}

text_enum! {
    /// Kinds of what is in charge.
    ChargeTargetKind {
        /// 乡镇街道
        Township = "TOWNSHIP",
        /// 县区
        County = "COUNTY",
        /// 部门单位
        Unit = "UNIT",
        /// 民主党派、工商联
        Party = "PARTY",
    }
}

impl_record!(
    LeaderCharge,
    "LeaderCharge",
    "leader_charges",
    [
        id,
        committee_id,
        leader_id,
        kind,
        target_kind,
        locality_code,
        region_code,
        target_name,
        from_on,
        to_on,
        version,
        is_generated,
    ]
);
impl_writable_record!(LeaderCharge, stateless);
impl_insert_row!(ChargeVisit, "charge_visits", [charge_id, ordinal, visited_on, note]);
