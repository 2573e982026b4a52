//! Codes in the database.

use super::Code;
use crate::{
    database::{InsertRow, StoreError, Transaction, insert_rows},
    impl_insert_row, impl_writable_record,
    record::Record,
    record_id::RecordId,
};

impl_insert_row!(
    Code,
    "codes",
    [
        id,
        committee_id,
        member_id,
        platform_id,
        status,
        issued_on,
        revoked_on,
        revoked_reason,
        version,
        is_generated,
    ]
);
impl_writable_record!(Code);

impl Record for Code {
    const TYPE_NAME: &'static str = "Code";
    const TABLE: &'static str = <Self as InsertRow>::TABLE;
    const COLUMNS: &'static [&'static str] = <Self as InsertRow>::COLUMNS;

    fn id(&self) -> &RecordId {
        &self.id
    }
}

/// Writes codes, whose committees, members and platforms exist.
///
/// # Errors
/// [`StoreError::Statement`] if one breaks a rule of the table.
pub async fn insert_codes(transaction: &mut Transaction, codes: &[Code]) -> Result<(), StoreError> {
    insert_rows(transaction, codes).await
}
