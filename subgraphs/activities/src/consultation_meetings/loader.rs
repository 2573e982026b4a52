//! Loads what hangs on consultation meetings.

use qianzhan_network::{
    Database, RecordId,
    database::{ChildRows, child_rows},
};

use super::{MeetingSpeaker, MeetingSuggestion};

/// Loaders of one request.
#[derive(Debug)]
pub(crate) struct ConsultationMeetingLoaders {
    pub(super) speakers: ChildRows<RecordId, MeetingSpeaker>,
    pub(super) suggestions: ChildRows<RecordId, MeetingSuggestion>,
}

impl ConsultationMeetingLoaders {
    pub(crate) fn new(database: &Database) -> Self {
        Self {
            speakers: child_rows(
                database,
                "meeting_id",
                |row: &MeetingSpeaker| row.meeting_id.clone(),
                "meeting_id, ordinal",
            ),
            suggestions: child_rows(
                database,
                "meeting_id",
                |row: &MeetingSuggestion| row.meeting_id.clone(),
                "meeting_id, ordinal",
            ),
        }
    }
}
