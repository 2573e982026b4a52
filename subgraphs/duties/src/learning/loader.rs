//! Loads the activities of reading groups.

use qianzhan_network::{
    Database, RecordId,
    database::{ChildRows, child_rows},
};

use super::ReadingActivity;

#[derive(Debug)]
pub(crate) struct LearningLoaders {
    pub(super) activities: ChildRows<RecordId, ReadingActivity>,
}

impl LearningLoaders {
    pub(crate) fn new(database: &Database) -> Self {
        let group = |activity: &ReadingActivity| activity.group_id.clone();
        let order = "group_id, held_on, ordinal";
        Self { activities: child_rows(database, "group_id", group, order) }
    }
}
