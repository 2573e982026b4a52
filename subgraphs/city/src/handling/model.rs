//! What a city's committee did with an opinion report.

use qianzhan_network::{Date, RecordId, text_enum};
use sqlx::FromRow;

/// Receipt, adoption and sending on of one opinion report.
#[derive(Debug, Clone, PartialEq, FromRow)]
pub struct CityHandling {
    /// The report; its origin owns it.
    pub opinion_report_id: RecordId,
    /// Day on which it was received.
    pub received_on: Date,
    /// Whether it was adopted.
    pub is_adopted: bool,
    /// Day on which it was sent on to the province.
    pub forwarded_on: Option<Date>,
    /// Note.
    pub note: Option<String>,
    /// How often it has been written.
    pub version: i64,
    /// Whether a demonstration made it up.
    pub is_generated: bool,
}

text_enum! {
    /// States of the city's handling.
    CityHandlingState {
        /// 尚未收到
        None = "NONE",
        /// 收到
        Received = "RECEIVED",
        /// 采用
        Adopted = "ADOPTED",
        /// 转报
        Forwarded = "FORWARDED",
    }
}

impl CityHandling {
    /// The state that it is in.
    #[must_use]
    pub fn state(&self) -> CityHandlingState {
        match (self.forwarded_on.is_some(), self.is_adopted) {
            (true, _) => CityHandlingState::Forwarded,
            (false, true) => CityHandlingState::Adopted,
            (false, false) => CityHandlingState::Received,
        }
    }
}
