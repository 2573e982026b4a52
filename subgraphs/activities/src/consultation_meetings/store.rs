//! Consultation meetings in the database.

use qianzhan_network::{
    Record, RecordId, StoreError,
    database::{InsertRow, Transaction, insert_rows},
    impl_insert_row, impl_writable_record,
    search::{SearchDocument, SearchKind, Searchable, insert_indexed},
};

use super::{ConsultationMeeting, MeetingSpeaker, MeetingSuggestion};

impl_insert_row!(
    ConsultationMeeting,
    "consultation_meetings",
    [
        id,
        committee_id,
        series,
        title,
        host,
        plan_id,
        topic_id,
        held_on,
        status,
        member_count,
        suggestion_count,
        adopted_count,
        version,
        is_generated
    ]
);
impl_insert_row!(
    MeetingSpeaker,
    "meeting_speakers",
    [meeting_id, ordinal, member_id, sector, body, is_public]
);
impl_insert_row!(
    MeetingSuggestion,
    "meeting_suggestions",
    [meeting_id, ordinal, member_id, text, is_adopted, adopted_in]
);

impl_writable_record!(ConsultationMeeting);

impl Record for ConsultationMeeting {
    const TYPE_NAME: &'static str = "ConsultationMeeting";
    const TABLE: &'static str = <Self as InsertRow>::TABLE;
    const COLUMNS: &'static [&'static str] = <Self as InsertRow>::COLUMNS;

    fn id(&self) -> &RecordId {
        &self.id
    }
}

impl Searchable for ConsultationMeeting {
    const KIND: SearchKind = SearchKind::ConsultationMeeting;

    fn document(&self) -> SearchDocument {
        SearchDocument {
            id: self.id.clone(),
            kind: Self::KIND,
            committee_id: self.committee_id.clone(),
            locality_code: None,
            title: self.title.clone(),
            text: String::new(),
        }
    }
}

/// Writes consultation meetings.
///
/// # Errors
/// [`StoreError::Statement`] if one breaks a rule of the table.
pub async fn insert_consultation_meetings(
    transaction: &mut Transaction,
    rows: &[ConsultationMeeting],
) -> Result<(), StoreError> {
    insert_indexed(transaction, rows).await
}

/// Writes rows that hang on consultation meetings that exist.
///
/// # Errors
/// [`StoreError::Statement`] if one breaks a rule of the table.
pub async fn insert_meeting_speakers(
    transaction: &mut Transaction,
    rows: &[MeetingSpeaker],
) -> Result<(), StoreError> {
    insert_rows(transaction, rows).await
}

/// Writes rows that hang on consultation meetings that exist.
///
/// # Errors
/// [`StoreError::Statement`] if one breaks a rule of the table.
pub async fn insert_meeting_suggestions(
    transaction: &mut Transaction,
    rows: &[MeetingSuggestion],
) -> Result<(), StoreError> {
    insert_rows(transaction, rows).await
}
