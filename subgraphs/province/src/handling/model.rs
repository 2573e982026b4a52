//! What the provincial committee did with an opinion report.

use qianzhan_network::{Date, RecordId, text_enum};
use sqlx::FromRow;

/// Receipt and adoption of one opinion report.
#[derive(Debug, Clone, PartialEq, FromRow)]
pub struct ProvincialHandling {
    /// The report; its origin owns it.
    pub opinion_report_id: RecordId,
    /// Day on which it was received.
    pub received_on: Date,
    /// Whether it was adopted; only then may the day and the publication be given.
    pub is_adopted: bool,
    /// Day on which it was adopted.
    pub adopted_on: Option<Date>,
    /// Publication that adopted it.
    pub publication: Option<String>,
    /// How often it has been written, instructions among it.
    pub version: i64,
    /// Whether a demonstration made it up.
    pub is_generated: bool,
}

/// A leader's instruction on an opinion report.
#[derive(Debug, Clone, PartialEq, FromRow)]
pub struct Instruction {
    /// The report, whose handling exists.
    pub opinion_report_id: RecordId,
    /// Tells instructions of one day apart, from 0.
    #[sqlx(try_from = "i64")]
    pub ordinal: u32,
    /// Office of the leader.
    pub leader_office: String,
    /// Day on which it was given.
    pub given_on: Date,
    /// Its text.
    pub text: String,
}

text_enum! {
    /// States of the province's handling.
    ProvincialHandlingState {
        /// 尚未收到
        None = "NONE",
        /// 收到
        Received = "RECEIVED",
        /// 采用
        Adopted = "ADOPTED",
        /// 已批示
        Instructed = "INSTRUCTED",
    }
}

impl ProvincialHandling {
    /// The state that it is in.
    #[must_use]
    pub fn state(&self, is_instructed: bool) -> ProvincialHandlingState {
        match (is_instructed, self.is_adopted) {
            (true, _) => ProvincialHandlingState::Instructed,
            (false, true) => ProvincialHandlingState::Adopted,
            (false, false) => ProvincialHandlingState::Received,
        }
    }
}
