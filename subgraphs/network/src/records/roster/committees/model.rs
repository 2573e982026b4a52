//! A committee (政协组织): the owner of records.

use sqlx::FromRow;

use crate::{
    record_id::RecordId,
    region::{Level, RegionCode},
};

/// The committee of a region. Its id is `<region code>-committee`.
#[derive(Debug, Clone, PartialEq, FromRow)]
pub struct Committee {
    /// `<region code>-committee`.
    pub id: RecordId,
    /// Its region.
    pub region_code: RegionCode,
    /// Its level.
    pub level: Level,
    /// Its name.
    pub name: String,
    /// Number of its term; `None` where no source states it.
    pub term_no: Option<i64>,
    /// The committee above; none above the province's.
    pub superior_id: Option<RecordId>,
    /// Whether a demonstration made it up.
    pub is_generated: bool,
}
