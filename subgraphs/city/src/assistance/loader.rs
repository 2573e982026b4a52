//! Loads the progress of items by what they belong to.

use qianzhan_network::{
    Database, RecordId,
    database::{ChildRows, child_rows},
};

use super::AssistanceProgress;

pub(crate) fn loader(database: &Database) -> ChildRows<RecordId, AssistanceProgress> {
    child_rows(
        database,
        "assistance_id",
        |row: &AssistanceProgress| row.assistance_id.clone(),
        "assistance_id, ordinal",
    )
}
