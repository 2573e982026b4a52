//! Brands in the database.

use qianzhan_network::{
    Record, RecordId, StoreError,
    database::{InsertRow, Transaction, insert_rows},
    impl_insert_row, impl_writable_record,
};

use super::Brand;

impl_insert_row!(
    Brand,
    "brands",
    [id, committee_id, name, locality_code, parent_id, status, named_on, version, is_generated]
);

impl_writable_record!(Brand);

impl Record for Brand {
    const TYPE_NAME: &'static str = "Brand";
    const TABLE: &'static str = <Self as InsertRow>::TABLE;
    const COLUMNS: &'static [&'static str] = <Self as InsertRow>::COLUMNS;

    fn id(&self) -> &RecordId {
        &self.id
    }
}

/// Writes brands.
///
/// # Errors
/// [`StoreError::Statement`] if one breaks a rule of the table.
pub async fn insert_brands(
    transaction: &mut Transaction,
    rows: &[Brand],
) -> Result<(), StoreError> {
    insert_rows(transaction, rows).await
}
