//! The kinds of record that can be imported, and how a row of each reads.

mod consultation_events;
mod members;
mod platforms;
mod reported_figures;

use std::future::Future;

use clap::ValueEnum;
use qianzhan_network::{Level, RecordId, RegionCode, StoreError, database::Transaction};
use uuid::Uuid;

use super::{cells::Cells, column::Column};

pub(super) use consultation_events::EventRow;
pub(super) use members::MemberRow;
pub(super) use platforms::PlatformRow;
pub(super) use reported_figures::FigureRow;

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
}

/// Whose records are imported.
#[derive(Debug, Clone, Copy)]
pub(super) struct Owner {
    pub(super) region: RegionCode,
    pub(super) level: Level,
}

impl Owner {
    pub(super) fn committee(&self) -> RecordId {
        RecordId::committee(self.region)
    }

    /// The id that a row gives its record, or one that the row's own cells make: the same row makes
    /// the same id again, so that a file imported twice is found out.
    pub(super) fn id_of(&self, cells: &mut Cells<'_>, kind: &str) -> Option<RecordId> {
        const NAMESPACE: Uuid = Uuid::from_u128(0x7169_616e_7a68_616e_8069_6d70_6f72_7401);
        const ID: Column = super::kinds::ID;
        if let Some(id) = cells.parsed::<RecordId>(ID) {
            if id.region() == self.region {
                return Some(id);
            }
            let (zh, en) = ("编号不属于本地区", "the id is of another region");
            cells.refuse(ID, qianzhan_network::writes::UserErrorCode::Invalid, zh, en);
            return None;
        }
        let mut all: Vec<_> = cells.all().into_iter().collect();
        all.sort_unstable();
        let text = format!("{} {kind} {all:?}", self.region);
        let uuid = Uuid::new_v5(&NAMESPACE, text.as_bytes());
        format!("{}-{}", self.region, uuid.hyphenated()).parse().ok()
    }
}

/// The column of a record's id, which a file may leave out.
pub(super) const ID: Column = Column::new("id", "编号");

/// A record that a cell of a row names.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Reference {
    pub(super) column: Column,
    pub(super) table: &'static str,
    pub(super) key_column: &'static str,
    pub(super) key: String,
}

impl Reference {
    pub(super) fn by_id(
        column: Column,
        table: &'static str,
        id: Option<&RecordId>,
    ) -> Option<Self> {
        let key = id?.to_string();
        Some(Self { column, table, key_column: "id", key })
    }

    pub(super) fn locality(column: Column, code: Option<RegionCode>) -> Option<Self> {
        let key = code?.to_string();
        Some(Self { column, table: "localities", key_column: "code", key })
    }
}

/// A kind of record as rows of a table.
pub(super) trait RowKind: Sized + Send + Sync {
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

    /// What must be there for it.
    fn references(&self) -> Vec<Reference>;

    /// Writes records.
    fn insert(
        transaction: &mut Transaction,
        rows: &[Self],
    ) -> impl Future<Output = Result<(), StoreError>> + Send;
}
