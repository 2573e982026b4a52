//! A brand (协商品牌) under which a place holds its consultation.

use qianzhan_network::{Date, RecordId, RegionCode, text_enum};
use sqlx::FromRow;

/// A brand of consultation.
#[derive(Debug, Clone, PartialEq, FromRow)]
pub struct Brand {
    /// Begins with the region code of the committee.
    pub id: RecordId,
    /// The committee that owns it.
    pub committee_id: RecordId,
    /// Its name.
    pub name: String,
    /// Its locality, if not the whole region.
    pub locality_code: Option<RegionCode>,
    /// The brand that it derives from.
    pub parent_id: Option<RecordId>,
    /// How far it has come.
    pub status: BrandStatus,
    /// Day on which it was named, where it is known.
    pub named_on: Option<Date>,
    /// How often it has been written.
    pub version: i64,
    /// Whether a demonstration made it up.
    pub is_generated: bool,
}

text_enum! {
    /// How far a brand has come.
    BrandStatus {
        /// 命名
        Named = "NAMED",
        /// 使用
        Used = "USED",
        /// 推广
        Promoted = "PROMOTED",
    }
}
