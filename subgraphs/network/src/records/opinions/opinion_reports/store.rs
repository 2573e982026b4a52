//! Opinion reports in the database.

use super::OpinionReport;
use crate::{
    database::{InsertRow, StoreError, Transaction},
    impl_insert_row, impl_writable_record,
    record::Record,
    record_id::RecordId,
    search::{SearchDocument, SearchKind, Searchable, insert_indexed},
};

impl_insert_row!(
    OpinionReport,
    "opinion_reports",
    [
        id,
        committee_id,
        title,
        author_id,
        source_event_id,
        status,
        submitted_on,
        submitted_to,
        written_on,
        text,
        version,
        is_generated,
    ]
);

impl_writable_record!(OpinionReport);

impl Record for OpinionReport {
    const TYPE_NAME: &'static str = "OpinionReport";
    const TABLE: &'static str = <Self as InsertRow>::TABLE;
    const COLUMNS: &'static [&'static str] = <Self as InsertRow>::COLUMNS;

    fn id(&self) -> &RecordId {
        &self.id
    }
}

impl Searchable for OpinionReport {
    const KIND: SearchKind = SearchKind::OpinionReport;

    fn document(&self) -> SearchDocument {
        SearchDocument {
            id: self.id.clone(),
            kind: Self::KIND,
            committee_id: self.committee_id.clone(),
            locality_code: None,
            title: self.title.clone(),
            text: self.text.clone().unwrap_or_default(),
        }
    }
}

/// Writes opinion reports, whose committees and source events exist.
///
/// # Errors
/// [`StoreError::Statement`] if one breaks a rule of the table.
pub async fn insert_opinion_reports(
    transaction: &mut Transaction,
    reports: &[OpinionReport],
) -> Result<(), StoreError> {
    insert_indexed(transaction, reports).await
}
