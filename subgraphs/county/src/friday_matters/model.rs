//! A matter of the Friday talk's ledger (周五说事日台账), each of whose five steps keeps its day.

use qianzhan_network::{Date, RecordId, RegionCode, text_enum};
use sqlx::FromRow;

/// A matter of the Friday talk's ledger.
#[derive(Debug, Clone, PartialEq, FromRow)]
pub struct FridayMatter {
    /// Begins with the region code of the committee.
    pub id: RecordId,
    /// The committee that owns it.
    pub committee_id: RecordId,
    /// The community or village.
    pub locality_code: Option<RegionCode>,
    /// What was said.
    pub text: String,
    /// Who said it.
    pub speaker: Option<String>,
    /// The step that it has reached.
    pub status: FridayMatterStep,
    /// How hard it is, once the community knows of it.
    pub difficulty: Option<Difficulty>,
    /// The person or unit that stands for it.
    pub responsible: Option<String>,
    /// Day on which it was said.
    pub spoken_on: Date,
    /// Day on which the community took note.
    pub known_on: Option<Date>,
    /// Day of the meeting, a Friday.
    pub discussed_on: Option<Date>,
    /// Day on which it was handled.
    pub handled_on: Option<Date>,
    /// Day on which the public rated it.
    pub rated_on: Option<Date>,
    /// What came of it.
    pub result: Option<String>,
    /// Rating by the public, 1 to 5.
    pub rating: Option<i64>,
    /// How often it has been written.
    pub version: i64,
    /// Whether a demonstration made it up.
    pub is_generated: bool,
}

text_enum! {
    /// Steps of a matter.
    FridayMatterStep {
        /// 居民说事
        Spoken = "SPOKEN",
        /// 社区知事
        Known = "KNOWN",
        /// 会议议事
        Discussed = "DISCUSSED",
        /// 联动办事
        Handled = "HANDLED",
        /// 群众评事
        Rated = "RATED",
    }
}

text_enum! {
    /// How hard a matter is.
    Difficulty {
        /// 易
        Easy = "EASY",
        /// 中
        Middling = "MIDDLING",
        /// 难
        Hard = "HARD",
    }
}
