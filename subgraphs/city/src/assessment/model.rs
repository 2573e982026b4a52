//! How a city assessed a county's committee in one year.

use qianzhan_network::RecordId;
use sqlx::FromRow;

/// One committee's result of one year.
#[derive(Debug, Clone, PartialEq, FromRow)]
pub struct CountyAssessment {
    /// The county's committee; the county owns it.
    pub committee_id: RecordId,
    /// Year.
    #[sqlx(try_from = "i64")]
    pub year: u32,
    /// Score, 0 to 100.
    pub score: f64,
    /// Rank within the city, from 1.
    #[sqlx(try_from = "i64")]
    pub rank: u32,
    /// Whether a demonstration made it up.
    pub is_generated: bool,
}
