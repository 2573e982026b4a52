//! How far a city has come with the items of an assistance list.

use qianzhan_network::{Date, RecordId, text_enum};
use sqlx::FromRow;

/// What a city has done for one group.
#[derive(Debug, Clone, PartialEq, FromRow)]
pub struct CityAssistance {
    /// The group's id, with the city's code.
    pub id: RecordId,
    /// The city's committee.
    pub committee_id: RecordId,
    /// Day on which it was last written.
    pub updated_on: Date,
    /// How often it has been written.
    pub version: i64,
    /// Whether a demonstration made it up.
    pub is_generated: bool,
}

/// How far one item has come.
#[derive(Debug, Clone, PartialEq, FromRow)]
pub struct AssistanceProgress {
    /// What it belongs to.
    pub assistance_id: RecordId,
    /// The item's place in the province's list, from 0.
    #[sqlx(try_from = "i64")]
    pub ordinal: u32,
    /// Its state.
    pub state: AssistanceState,
    /// A note.
    pub note: Option<String>,
    /// Day on which it was last written.
    pub updated_on: Date,
    /// Day on which it was done.
    pub done_on: Option<Date>,
}

text_enum! {
    /// States of an item.
    AssistanceState {
        /// 未启动
        NotBegun = "NOT_BEGUN",
        /// 推进中
        UnderWay = "UNDER_WAY",
        /// 完成
        Done = "DONE",
    }
}
