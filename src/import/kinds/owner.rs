//! Whose records the rows of a table become.

use qianzhan_network::{Level, RecordId, RegionCode, writes::UserErrorCode};
use uuid::Uuid;

use crate::import::{cells::Cells, column::Column};

/// The column of a record's id, which a file may leave out.
pub(in crate::import) const ID: Column = Column::new("id", "编号");

/// Whose records are imported.
#[derive(Debug, Clone, Copy)]
pub(in crate::import) struct Owner {
    pub(in crate::import) region: RegionCode,
    pub(in crate::import) level: Level,
}

impl Owner {
    pub(in crate::import) fn committee(&self) -> RecordId {
        RecordId::committee(self.region)
    }

    /// The id that a row gives its record; `None` where it gives none, or a problem was noted.
    pub(in crate::import) fn given_id(&self, cells: &mut Cells<'_>) -> Option<RecordId> {
        self.own_record(cells, ID)
    }

    /// The id of a record of the region that a cell names.
    pub(in crate::import) fn own_record(
        &self,
        cells: &mut Cells<'_>,
        column: Column,
    ) -> Option<RecordId> {
        let id = cells.parsed::<RecordId>(column)?;
        if id.region() != self.region {
            let (zh, en) = ("编号不属于本地区", "the id is of another region");
            cells.refuse(column, UserErrorCode::Invalid, zh, en);
            return None;
        }
        Some(id)
    }

    /// The code of a place in the region that a cell names.
    pub(in crate::import) fn locality(
        &self,
        cells: &mut Cells<'_>,
        column: Column,
    ) -> Option<RegionCode> {
        let code = cells.parsed::<RegionCode>(column)?;
        if !self.region.contains(&code) {
            let (zh, en) = ("地点不在本地区", "the place is not in the region");
            cells.refuse(column, UserErrorCode::Invalid, zh, en);
            return None;
        }
        Some(code)
    }

    /// The id that a row gives its record, or one that the row's own cells make: the same row makes
    /// the same id again, so that a file imported twice is found out.
    pub(in crate::import) fn id_of(&self, cells: &mut Cells<'_>, kind: &str) -> Option<RecordId> {
        const NAMESPACE: Uuid = Uuid::from_u128(0x7169_616e_7a68_616e_8069_6d70_6f72_7401);
        if cells.optional(ID).is_some() {
            return self.given_id(cells);
        }
        let mut all: Vec<_> = cells.all().into_iter().collect();
        all.sort_unstable();
        let text = format!("{} {kind} {all:?}", self.region);
        let uuid = Uuid::new_v5(&NAMESPACE, text.as_bytes());
        format!("{}-{}", self.region, uuid.hyphenated()).parse().ok()
    }
}
