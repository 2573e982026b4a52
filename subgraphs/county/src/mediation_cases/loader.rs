//! Loads what hangs on mediation cases.

use qianzhan_network::{
    Database, RecordId,
    database::{ChildRows, child_rows},
};

use super::CaseMember;

/// Loaders of one request.
#[derive(Debug)]
pub(crate) struct MediationCaseLoaders {
    pub(super) members: ChildRows<RecordId, CaseMember>,
}

impl MediationCaseLoaders {
    pub(crate) fn new(database: &Database) -> Self {
        Self {
            members: child_rows(
                database,
                "case_id",
                |row: &CaseMember| row.case_id.clone(),
                "case_id, ordinal",
            ),
        }
    }
}
