//! Matters of the Friday ledger in the database.

use qianzhan_network::{
    Record, RecordId, StoreError,
    database::{InsertRow, Transaction, insert_rows},
    impl_insert_row, impl_writable_record,
};

use super::FridayMatter;

impl_insert_row!(
    FridayMatter,
    "friday_matters",
    [
        id,
        committee_id,
        locality_code,
        text,
        speaker,
        status,
        difficulty,
        responsible,
        spoken_on,
        known_on,
        discussed_on,
        handled_on,
        rated_on,
        result,
        rating,
        version,
        is_generated
    ]
);

impl_writable_record!(FridayMatter);

impl Record for FridayMatter {
    const TYPE_NAME: &'static str = "FridayMatter";
    const TABLE: &'static str = <Self as InsertRow>::TABLE;
    const COLUMNS: &'static [&'static str] = <Self as InsertRow>::COLUMNS;

    fn id(&self) -> &RecordId {
        &self.id
    }
}

/// Writes matters of the Friday ledger.
///
/// # Errors
/// [`StoreError::Statement`] if one breaks a rule of the table.
pub async fn insert_friday_matters(
    transaction: &mut Transaction,
    rows: &[FridayMatter],
) -> Result<(), StoreError> {
    insert_rows(transaction, rows).await
}
