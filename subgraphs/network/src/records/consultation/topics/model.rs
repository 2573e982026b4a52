//! A topic (议题) to be consulted.

use sqlx::FromRow;

use crate::{date::Date, record_id::RecordId, region::RegionCode, text_column::text_enum};

/// A topic.
#[derive(Debug, Clone, PartialEq, FromRow)]
pub struct Topic {
    /// Begins with the region code of the committee.
    pub id: RecordId,
    /// The committee that collected it.
    pub committee_id: RecordId,
    /// Its title.
    pub title: String,
    /// Where it came from.
    pub source: TopicSource,
    /// How far it has come.
    pub status: TopicStatus,
    /// Its locality, which must be among the site's.
    pub locality_code: Option<RegionCode>,
    /// The member who proposed it; may be another site's.
    pub proposer_id: Option<RecordId>,
    /// Day on which it was collected.
    pub collected_on: Date,
    /// How often it has been written.
    pub version: i64,
    /// Whether a demonstration made it up.
    pub is_generated: bool,
}

text_enum! {
    /// Where a topic came from.
    TopicSource {
        /// 党政点
        PartyGovernment = "PARTY_GOVERNMENT",
        /// 委员荐
        Member = "MEMBER",
        /// 群众提
        Public = "PUBLIC",
        /// 网络征
        Online = "ONLINE",
    }
}

text_enum! {
    /// How far a topic has come.
    TopicStatus {
        /// 征集
        Collected = "COLLECTED",
        /// 列入课题清单
        Listed = "LISTED",
        /// 审定
        Approved = "APPROVED",
        /// 已协商
        Consulted = "CONSULTED",
    }
}
