//! What cities have done, in the database.

use qianzhan_network::{
    Record, RecordId, StoreError,
    database::{InsertRow, Transaction, insert_rows},
    impl_insert_row,
};

use super::{AssistanceProgress, CityAssistance};

impl_insert_row!(
    CityAssistance,
    "city_assistances",
    [id, committee_id, updated_on, version, is_generated]
);
impl_insert_row!(
    AssistanceProgress,
    "assistance_progress",
    [assistance_id, ordinal, state, note, updated_on, done_on]
);

impl Record for CityAssistance {
    const TYPE_NAME: &'static str = "CityAssistance";
    const TABLE: &'static str = <Self as InsertRow>::TABLE;
    const COLUMNS: &'static [&'static str] = <Self as InsertRow>::COLUMNS;

    fn id(&self) -> &RecordId {
        &self.id
    }
}

/// Writes what the city does for groups.
///
/// # Errors
/// [`StoreError::Statement`] if a group has one already.
pub async fn insert_city_assistances(
    transaction: &mut Transaction,
    rows: &[CityAssistance],
) -> Result<(), StoreError> {
    insert_rows(transaction, rows).await
}

/// Writes how far items have come.
///
/// # Errors
/// [`StoreError::Statement`] if an item has one already.
pub async fn insert_assistance_progress(
    transaction: &mut Transaction,
    rows: &[AssistanceProgress],
) -> Result<(), StoreError> {
    insert_rows(transaction, rows).await
}
