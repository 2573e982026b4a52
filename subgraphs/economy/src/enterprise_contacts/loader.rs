//! Loads what hangs on contacts with enterprises.

use qianzhan_network::{
    Database, RecordId,
    database::{ChildRows, child_rows},
};

use super::EnterpriseVisit;

/// Loaders of one request.
#[derive(Debug)]
pub(crate) struct EnterpriseContactLoaders {
    pub(super) visits: ChildRows<RecordId, EnterpriseVisit>,
}

impl EnterpriseContactLoaders {
    pub(crate) fn new(database: &Database) -> Self {
        Self {
            visits: child_rows(
                database,
                "contact_id",
                |row: &EnterpriseVisit| row.contact_id.clone(),
                "contact_id, ordinal",
            ),
        }
    }
}
