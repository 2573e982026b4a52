//! A locality: a township, village, park or the like, below the county.

use sqlx::FromRow;

use crate::{region::RegionCode, text_column::text_enum};

/// A place below the county.
#[derive(Debug, Clone, PartialEq, FromRow)]
pub struct Locality {
    /// 9 digits for a township and its like, 12 for a village and its like.
    pub code: RegionCode,
    /// The county it lies in.
    pub region_code: RegionCode,
    /// Its kind.
    pub kind: LocalityKind,
    /// Its name.
    pub name: String,
}

text_enum! {
    /// Kinds of locality.
    LocalityKind {
        /// 乡镇
        Township = "TOWNSHIP",
        /// 街道
        Subdistrict = "SUBDISTRICT",
        /// 园区
        Park = "PARK",
        /// 村
        Village = "VILLAGE",
        /// 社区
        Community = "COMMUNITY",
    }
}
