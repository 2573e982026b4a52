//! Topics in the database.

use super::Topic;
use crate::{
    database::{InsertRow, StoreError, Transaction, insert_rows},
    impl_insert_row, impl_writable_record,
    record::Record,
    record_id::RecordId,
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

/// Writes topics, whose committees and localities exist.
///
/// # Errors
/// [`StoreError::Statement`] if one breaks a rule of the table.
pub async fn insert_topics(
    transaction: &mut Transaction,
    topics: &[Topic],
) -> Result<(), StoreError> {
    insert_rows(transaction, topics).await
}
