//! Topics in the database.

use super::Topic;
use crate::{
    database::{InsertRow, StoreError, Transaction},
    impl_insert_row, impl_writable_record,
    record::Record,
    record_id::RecordId,
    search::{SearchDocument, SearchKind, Searchable, insert_indexed},
};

impl_insert_row!(
    Topic,
    "topics",
    [
        id,
        committee_id,
        title,
        source,
        status,
        locality_code,
        proposer_id,
        collected_on,
        version,
        is_generated
    ]
);

impl_writable_record!(Topic);

impl Record for Topic {
    const TYPE_NAME: &'static str = "Topic";
    const TABLE: &'static str = <Self as InsertRow>::TABLE;
    const COLUMNS: &'static [&'static str] = <Self as InsertRow>::COLUMNS;

    fn id(&self) -> &RecordId {
        &self.id
    }
}

impl Searchable for Topic {
    const KIND: SearchKind = SearchKind::Topic;

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

/// Writes topics, whose committees and localities exist.
///
/// # Errors
/// [`StoreError::Statement`] if one breaks a rule of the table.
pub async fn insert_topics(
    transaction: &mut Transaction,
    topics: &[Topic],
) -> Result<(), StoreError> {
    insert_indexed(transaction, topics).await
}
