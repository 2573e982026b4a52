//! An appeal, and how far it has come.

use sqlx::FromRow;

use crate::{date::Date, record_id::RecordId, region::RegionCode, text_column::text_enum};

/// An appeal.
#[derive(Debug, Clone, PartialEq, FromRow)]
pub struct Appeal {
    /// Begins with the region code of the committee.
    pub id: RecordId,
    /// The committee that received it.
    pub committee_id: RecordId,
    /// How it came.
    pub channel: AppealChannel,
    /// The code that was scanned, of this site; exactly where the channel is `CODE`.
    pub code_id: Option<RecordId>,
    /// The member who was sought; may be another site's.
    pub member_id: Option<RecordId>,
    /// The platform that received it, of this site.
    pub platform_id: Option<RecordId>,
    /// Its locality, which must be among the site's.
    pub locality_code: Option<RegionCode>,
    /// What it says.
    pub text: String,
    /// Who made it.
    pub speaker_name: Option<String>,
    /// Their telephone.
    pub speaker_phone: Option<String>,
    /// Day on which it was received.
    pub received_on: Date,
    /// How far it has come.
    pub status: AppealStatus,
    /// Who handles it: a person or a unit.
    pub handler: Option<String>,
    /// What came of it.
    pub result: Option<String>,
    /// Day on which it was closed.
    pub closed_on: Option<Date>,
    /// Satisfaction, 1 to 5.
    pub satisfaction: Option<i64>,
    /// The topic that it became, of this site.
    pub topic_id: Option<RecordId>,
    /// The opinion report that it became, of this site.
    pub opinion_report_id: Option<RecordId>,
    /// How often it has been written.
    pub version: i64,
    /// Whether a demonstration made it up.
    pub is_generated: bool,
}

text_enum! {
    /// How an appeal came.
    AppealChannel {
        /// 扫码
        Code = "CODE",
        /// 线上
        Online = "ONLINE",
        /// 线下
        Offline = "OFFLINE",
    }
}

text_enum! {
    /// How far an appeal has come.
    AppealStatus {
        /// 收到
        Received = "RECEIVED",
        /// 分派
        Assigned = "ASSIGNED",
        /// 办理
        InProgress = "IN_PROGRESS",
        /// 办结
        Closed = "CLOSED",
        /// 转议题或社情民意信息
        Transferred = "TRANSFERRED",
    }
}
