//! A dispute that members mediate (委员调解、现场接访), with the moments of its opening and closing.

use crate::moment::Moment;
use qianzhan_network::{Date, RecordId, text_enum};
use sqlx::FromRow;

/// A dispute that members mediate.
#[derive(Debug, Clone, PartialEq, FromRow)]
pub struct MediationCase {
    /// Begins with the region code of the committee.
    pub id: RecordId,
    /// The committee that owns it.
    pub committee_id: RecordId,
    /// The room, of the same site.
    pub platform_id: Option<RecordId>,
    /// Its kind.
    pub kind: MediationKind,
    /// What it is about.
    pub title: String,
    /// The parties, told by what they are.
    pub parties: Option<String>,
    /// When it was opened.
    pub opened_at: Moment,
    /// Day on which it was opened.
    pub opened_on: Date,
    /// When it was closed.
    pub closed_at: Option<Moment>,
    /// Minutes from its opening to its closing.
    pub minutes_open: Option<i64>,
    /// How far it has come.
    pub status: MediationStatus,
    /// What came of it.
    pub result: Option<String>,
    /// How often it has been written.
    pub version: i64,
    /// Whether a demonstration made it up.
    pub is_generated: bool,
}

/// A member who mediates a case.
#[derive(Debug, Clone, PartialEq, FromRow)]
pub struct CaseMember {
    /// The case.
    pub case_id: RecordId,
    /// Its place, from 0.
    #[sqlx(try_from = "i64")]
    pub ordinal: u32,
    /// The member; may be another site's.
    pub member_id: RecordId,
}

text_enum! {
    /// Kinds of dispute.
    MediationKind {
        /// 婚姻
        Marriage = "MARRIAGE",
        /// 家庭
        Family = "FAMILY",
        /// 住房
        Housing = "HOUSING",
        /// 邻里
        Neighbours = "NEIGHBOURS",
        /// 土地山林
        Land = "LAND",
        /// 劳动报酬
        Labour = "LABOUR",
        /// 其他
        Other = "OTHER",
    }
}

text_enum! {
    /// How far a case has come.
    MediationStatus {
        /// 受理
        Accepted = "ACCEPTED",
        /// 协调、调解
        Mediating = "MEDIATING",
        /// 化解
        Resolved = "RESOLVED",
        /// 未化解
        Unresolved = "UNRESOLVED",
    }
}
