//! Loads what hangs on sector activities.

use qianzhan_network::{
    Database, RecordId,
    database::{ChildRows, child_rows},
};

use super::ActivitySector;

/// Loaders of one request.
#[derive(Debug)]
pub(crate) struct SectorActivityLoaders {
    pub(super) sectors: ChildRows<RecordId, ActivitySector>,
}

impl SectorActivityLoaders {
    pub(crate) fn new(database: &Database) -> Self {
        Self {
            sectors: child_rows(
                database,
                "activity_id",
                |row: &ActivitySector| row.activity_id.clone(),
                "activity_id, ordinal",
            ),
        }
    }
}
