//! Appeals in the database.

use super::Appeal;
use crate::{
    database::{InsertRow, StoreError, Transaction},
    impl_insert_row, impl_writable_record,
    record::Record,
    record_id::RecordId,
    search::{SearchDocument, SearchKind, Searchable, insert_indexed},
};

impl_insert_row!(
    Appeal,
    "appeals",
    [
        id,
        committee_id,
        channel,
        code_id,
        member_id,
        platform_id,
        locality_code,
        text,
        speaker_name,
        speaker_phone,
        received_on,
        status,
        handler,
        result,
        closed_on,
        satisfaction,
        topic_id,
        opinion_report_id,
        version,
        is_generated,
    ]
);
impl_writable_record!(Appeal);

impl Record for Appeal {
    const TYPE_NAME: &'static str = "Appeal";
    const TABLE: &'static str = <Self as InsertRow>::TABLE;
    const COLUMNS: &'static [&'static str] = <Self as InsertRow>::COLUMNS;

    fn id(&self) -> &RecordId {
        &self.id
    }
}

impl Searchable for Appeal {
    const KIND: SearchKind = SearchKind::Appeal;

    fn document(&self) -> SearchDocument {
        SearchDocument {
            id: self.id.clone(),
            kind: Self::KIND,
            committee_id: self.committee_id.clone(),
            locality_code: self.locality_code,
            title: String::new(),
            text: self.text.clone(),
        }
    }
}

/// Writes appeals, whose committees, codes, platforms, localities, topics and reports exist.
///
/// # Errors
/// [`StoreError::Statement`] if one breaks a rule of the table.
pub async fn insert_appeals(
    transaction: &mut Transaction,
    appeals: &[Appeal],
) -> Result<(), StoreError> {
    insert_indexed(transaction, appeals).await
}
