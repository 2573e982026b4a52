//! Committees in the database.

use super::Committee;
use crate::{
    database::{Database, InsertRow, StoreError, Transaction, insert_rows},
    impl_insert_row,
    record::Record,
    record_id::RecordId,
    records::members::SectorCode,
};

impl_insert_row!(
    Committee,
    "committees",
    [id, region_code, level, name, term_no, superior_id, is_generated]
);

impl Record for Committee {
    const TYPE_NAME: &'static str = "Committee";
    const TABLE: &'static str = <Self as InsertRow>::TABLE;
    const COLUMNS: &'static [&'static str] = <Self as InsertRow>::COLUMNS;

    fn id(&self) -> &RecordId {
        &self.id
    }
}

/// Writes committees. They come first: every other record belongs to one.
///
/// # Errors
/// [`StoreError::Statement`] if one exists already.
pub async fn insert_committees(
    transaction: &mut Transaction,
    committees: &[Committee],
) -> Result<(), StoreError> {
    insert_rows(transaction, committees).await
}

/// The sectors in which committees have seats now, each committee's in order of code.
pub(super) async fn sectors_of(
    database: &Database,
    committees: &[RecordId],
) -> Result<Vec<(RecordId, SectorCode)>, StoreError> {
    let mut sql = database.select(&["DISTINCT committee_id", "sector"], "members");
    sql.push(" WHERE status = 'ACTIVE' AND committee_id IN ");
    sql.push_keys(committees);
    sql.push(" ORDER BY committee_id, sector");
    database.fetch_all(sql).await
}
