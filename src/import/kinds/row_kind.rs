//! What every kind of record has in common as rows of a table.

use std::{collections::HashSet, future::Future};

use clap::ValueEnum;
use qianzhan_network::{RecordId, RegionCode, StoreError, database::Transaction};

use super::Owner;
use crate::import::{cells::Cells, column::Column};

/// A kind of record, as the command names it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum ImportKind {
    /// 委员 / members
    Members,
    /// 平台 / platforms
    Platforms,
    /// 协商议事活动 / consultation events
    Events,
    /// 上报数字 / reported figures
    Figures,
    /// 联系群众 / contacts
    Contacts,
}

/// A record that a cell of a row names.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(in crate::import) struct Reference {
    pub(in crate::import) column: Column,
    pub(in crate::import) table: &'static str,
    pub(in crate::import) key_column: &'static str,
    pub(in crate::import) key: String,
}

impl Reference {
    pub(in crate::import) fn by_id(
        column: Column,
        table: &'static str,
        id: Option<&RecordId>,
    ) -> Option<Self> {
        let key = id?.to_string();
        Some(Self { column, table, key_column: "id", key })
    }

    pub(in crate::import) fn locality(column: Column, code: Option<RegionCode>) -> Option<Self> {
        let key = code?.to_string();
        Some(Self { column, table: "localities", key_column: "code", key })
    }
}

/// What a record says that no other of its kind says too. It is compared, never shown.
pub(in crate::import) type Likeness = Vec<Option<String>>;

/// A kind of record as rows of a table.
pub(in crate::import) trait RowKind: Sized + Send + Sync {
    /// What the journal calls the import.
    const NAME: &'static str;
    /// The table of the records.
    const TABLE: &'static str;
    /// Every column that a file may have.
    const COLUMNS: &'static [Column];

    /// Reads a row; `None` where a problem was noted that leaves no record.
    fn read(cells: &mut Cells<'_>, owner: Owner) -> Option<Self>;

    /// The id of the record.
    fn id(&self) -> &RecordId;

    /// What tells it from others where its id does not: none where the row gave an id, or made one.
    fn likeness(&self) -> Option<Likeness> {
        None
    }

    /// The likenesses that records of the database have, at least those of the rows.
    fn likenesses_there(
        _transaction: &mut Transaction,
        _rows: &[Self],
    ) -> impl Future<Output = Result<HashSet<Likeness>, StoreError>> + Send {
        std::future::ready(Ok(HashSet::new()))
    }

    /// What must be there for it.
    fn references(&self) -> Vec<Reference>;

    /// Writes records.
    fn insert(
        transaction: &mut Transaction,
        rows: &[Self],
    ) -> impl Future<Output = Result<(), StoreError>> + Send;
}
