//! Codes in the database.

use super::{Code, CodeScans};
use crate::{
    database::{InsertRow, Sql, StoreError, Transaction, insert_rows},
    date::Date,
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
impl_insert_row!(CodeScans, "code_scans", [code_id, scanned_on, scans]);

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

/// Writes how often codes were scanned, on days that have no count yet.
///
/// # Errors
/// [`StoreError::Statement`] if one breaks a rule of the table.
pub async fn insert_code_scans(
    transaction: &mut Transaction,
    scans: &[CodeScans],
) -> Result<(), StoreError> {
    insert_rows(transaction, scans).await
}

/// Counts one scan of a code.
pub(super) async fn count_scan(
    transaction: &mut Transaction,
    code: &RecordId,
    scanned_on: Date,
) -> Result<(), StoreError> {
    let mut sql = Sql::new("INSERT INTO code_scans (code_id, scanned_on, scans) VALUES (");
    sql.push_bind(code.clone()).push(", ").push_bind(scanned_on);
    sql.push(", 1) ON CONFLICT (code_id, scanned_on) DO UPDATE SET scans = code_scans.scans + 1");
    transaction.execute(sql).await?;
    Ok(())
}
