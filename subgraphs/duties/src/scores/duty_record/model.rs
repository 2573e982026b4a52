//! A thing that a member did.

use qianzhan_network::{Date, RecordId, impl_record, impl_writable_record};
use sqlx::FromRow;

use crate::scores::DutyItem;

/// One thing that a member did, kept by the committee of the seat, whoever owns its source.
#[derive(Debug, Clone, PartialEq, FromRow)]
pub struct DutyRecord {
    /// Begins with the region code of the committee.
    pub id: RecordId,
    /// The committee.
    pub committee_id: RecordId,
    /// The member, of this committee.
    pub member_id: RecordId,
    /// What it was; one that duty records count.
    pub item: DutyItem,
    /// Day.
    pub done_on: Date,
    /// Title.
    pub title: String,
    /// Text; of a report on one's own duty, the report.
    pub text: Option<String>,
    /// The source record; may be another site's.
    pub source_id: Option<RecordId>,
    /// Whether the source is a consultation event.
    pub is_event: bool,
    /// How often it has been written.
    pub version: i64,
    /// Whether a demonstration made it up.
    pub is_generated: bool,
}

impl_record!(
    DutyRecord,
    "DutyRecord",
    "duty_records",
    [
        id,
        committee_id,
        member_id,
        item,
        done_on,
        title,
        text,
        source_id,
        is_event,
        version,
        is_generated,
    ]
);
impl_writable_record!(DutyRecord, stateless);
