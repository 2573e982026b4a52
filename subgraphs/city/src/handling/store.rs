//! Handlings in the database, and loading them by the report's id.

use qianzhan_network::{
    Database, RecordId, StoreError,
    database::{ChildRows, Transaction, child_rows, insert_rows},
    impl_insert_row,
};

use super::CityHandling;

impl_insert_row!(
    CityHandling,
    "city_handlings",
    [opinion_report_id, received_on, is_adopted, forwarded_on, note, version, is_generated]
);

/// Writes handlings.
///
/// # Errors
/// [`StoreError::Statement`] if a report has one already.
pub async fn insert_city_handlings(
    transaction: &mut Transaction,
    handlings: &[CityHandling],
) -> Result<(), StoreError> {
    insert_rows(transaction, handlings).await
}

/// Each report has at most one handling.
pub(crate) fn loader(database: &Database) -> ChildRows<RecordId, CityHandling> {
    child_rows(
        database,
        "opinion_report_id",
        |handling: &CityHandling| handling.opinion_report_id.clone(),
        "opinion_report_id",
    )
}
