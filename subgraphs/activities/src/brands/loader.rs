//! Loads what hangs on brands.

use qianzhan_network::{
    Database, RecordId,
    database::{ChildRows, child_rows},
};

use crate::brands::Brand;

/// Loaders of one request.
#[derive(Debug)]
pub(crate) struct BrandLoaders {
    pub(super) children: ChildRows<RecordId, Brand>,
}

impl BrandLoaders {
    pub(crate) fn new(database: &Database) -> Self {
        Self {
            children: child_rows(
                database,
                "parent_id",
                |row: &Brand| row.parent_id.clone().expect("rows are found by their parent"),
                "parent_id, name, id",
            ),
        }
    }
}
