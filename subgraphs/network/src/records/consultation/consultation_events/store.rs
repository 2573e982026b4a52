//! Events, attendance and outcomes in the database.

use super::{Attendance, ConsultationEvent, Outcome};
use crate::{
    database::{InsertRow, StoreError, Transaction, insert_rows},
    impl_insert_row, impl_writable_record,
    record::Record,
    record_id::RecordId,
    search::{SearchDocument, SearchKind, Searchable, insert_indexed},
};

impl_insert_row!(
    ConsultationEvent,
    "consultation_events",
    [
        id,
        committee_id,
        title,
        kind,
        venue,
        mode,
        status,
        held_on,
        platform_id,
        locality_code,
        topic_id,
        member_count,
        resident_count,
        suggestion_count,
        problems_found,
        problems_solved,
        brand,
        version,
        is_generated,
    ]
);
impl_insert_row!(Attendance, "attendance", [event_id, member_id, level, sector, role]);
impl_insert_row!(Outcome, "outcomes", [event_id, ordinal, kind, text, status]);

impl_writable_record!(ConsultationEvent);

impl Record for ConsultationEvent {
    const TYPE_NAME: &'static str = "ConsultationEvent";
    const TABLE: &'static str = <Self as InsertRow>::TABLE;
    const COLUMNS: &'static [&'static str] = <Self as InsertRow>::COLUMNS;

    fn id(&self) -> &RecordId {
        &self.id
    }
}

impl Searchable for ConsultationEvent {
    const KIND: SearchKind = SearchKind::ConsultationEvent;

    fn document(&self) -> SearchDocument {
        SearchDocument {
            id: self.id.clone(),
            kind: Self::KIND,
            committee_id: self.committee_id.clone(),
            locality_code: self.locality_code,
            title: self.title.clone(),
            text: String::new(),
        }
    }
}

/// Writes events, whose committees, localities, platforms and topics exist.
///
/// # Errors
/// [`StoreError::Statement`] if one breaks a rule of the table.
pub async fn insert_consultation_events(
    transaction: &mut Transaction,
    events: &[ConsultationEvent],
) -> Result<(), StoreError> {
    insert_indexed(transaction, events).await
}

/// Writes who attended events that exist.
///
/// # Errors
/// [`StoreError::Statement`] if one breaks a rule of the table.
pub async fn insert_attendance(
    transaction: &mut Transaction,
    attendance: &[Attendance],
) -> Result<(), StoreError> {
    insert_rows(transaction, attendance).await
}

/// Writes what came of events that exist.
///
/// # Errors
/// [`StoreError::Statement`] if one breaks a rule of the table.
pub async fn insert_outcomes(
    transaction: &mut Transaction,
    outcomes: &[Outcome],
) -> Result<(), StoreError> {
    insert_rows(transaction, outcomes).await
}
