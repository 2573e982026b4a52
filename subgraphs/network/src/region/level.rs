//! Administrative levels.

use crate::text_column::text_enum;

text_enum! {
    /// Level of a region, and so of its committee.
    Level {
        /// 省
        Province = "PROVINCE",
        /// 市州
        City = "CITY",
        /// 县区
        County = "COUNTY",
        /// 乡镇街道
        Township = "TOWNSHIP",
        /// 村社区
        Village = "VILLAGE",
    }
}
