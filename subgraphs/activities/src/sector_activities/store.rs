//! Sector activities in the database.

use qianzhan_network::{
    Record, RecordId, StoreError,
    database::{InsertRow, Transaction, insert_rows},
    impl_insert_row, impl_writable_record,
    search::{SearchDocument, SearchKind, Searchable, insert_indexed},
};

use super::{ActivitySector, SectorActivity};

impl_insert_row!(
    SectorActivity,
    "sector_activities",
    [
        id,
        committee_id,
        theme,
        kind,
        scope,
        host,
        joint_committee_id,
        platform_id,
        place,
        held_on,
        status,
        member_participations,
        public_participations,
        suggestion_count,
        adopted_count,
        problems_solved,
        opinion_report_id,
        version,
        is_generated
    ]
);
impl_insert_row!(ActivitySector, "activity_sectors", [activity_id, ordinal, sector]);

impl_writable_record!(SectorActivity);

impl Record for SectorActivity {
    const TYPE_NAME: &'static str = "SectorActivity";
    const TABLE: &'static str = <Self as InsertRow>::TABLE;
    const COLUMNS: &'static [&'static str] = <Self as InsertRow>::COLUMNS;

    fn id(&self) -> &RecordId {
        &self.id
    }
}

impl Searchable for SectorActivity {
    const KIND: SearchKind = SearchKind::SectorActivity;

    fn document(&self) -> SearchDocument {
        SearchDocument {
            id: self.id.clone(),
            kind: Self::KIND,
            committee_id: self.committee_id.clone(),
            locality_code: None,
            title: self.theme.clone(),
            text: String::new(),
        }
    }
}

/// Writes sector activities.
///
/// # Errors
/// [`StoreError::Statement`] if one breaks a rule of the table.
pub async fn insert_sector_activities(
    transaction: &mut Transaction,
    rows: &[SectorActivity],
) -> Result<(), StoreError> {
    insert_indexed(transaction, rows).await
}

/// Writes rows that hang on sector activities that exist.
///
/// # Errors
/// [`StoreError::Statement`] if one breaks a rule of the table.
pub async fn insert_activity_sectors(
    transaction: &mut Transaction,
    rows: &[ActivitySector],
) -> Result<(), StoreError> {
    insert_rows(transaction, rows).await
}
