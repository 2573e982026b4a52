//! What a city's committee did with an opinion report.

use qianzhan_network::{Date, RecordId};
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
    /// Whether a demonstration made it up.
    pub is_generated: bool,
}
