//! Loads what hangs on industry assistance groups.

use qianzhan_network::{
    Database, RecordId,
    database::{ChildRows, child_rows},
};

use super::{AssistanceItem, GroupMember};

/// Loaders of one request.
#[derive(Debug)]
pub(crate) struct IndustryAssistanceGroupLoaders {
    pub(super) members: ChildRows<RecordId, GroupMember>,
    pub(super) items: ChildRows<RecordId, AssistanceItem>,
}

impl IndustryAssistanceGroupLoaders {
    pub(crate) fn new(database: &Database) -> Self {
        Self {
            members: child_rows(
                database,
                "group_id",
                |row: &GroupMember| row.group_id.clone(),
                "group_id, ordinal",
            ),
            items: child_rows(
                database,
                "group_id",
                |row: &AssistanceItem| row.group_id.clone(),
                "group_id, ordinal",
            ),
        }
    }
}
