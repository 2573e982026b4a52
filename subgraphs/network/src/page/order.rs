//! In which order a page stands: by a field and then, always ascending, by id.

use serde::{Deserialize, de::DeserializeOwned};

use super::SortKey;
use crate::{record::Record, text_column::text_enum};

text_enum! {
    /// Which end of an order comes first.
    SortDirection {
        /// 升序
        Ascending = "ASC",
        /// 降序
        Descending = "DESC",
    }
}

/// What kind of value a sort column holds.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum KeyKind {
    /// Text, in byte order; dates too.
    Text,
    /// Whole numbers.
    Integer,
    /// Numbers.
    Real,
}

/// A column to sort by.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct SortColumn {
    /// Two letters that tell a cursor of this order from one of any other.
    pub tag: [u8; 2],
    /// The column.
    pub name: &'static str,
    /// What it holds.
    pub kind: KeyKind,
    /// Whether it may be NULL; NULL comes last when ascending, first when descending.
    pub is_nullable: bool,
}

impl SortColumn {
    /// A column that is never NULL.
    #[must_use]
    pub const fn new(tag: [u8; 2], name: &'static str, kind: KeyKind) -> Self {
        Self { tag, name, kind, is_nullable: false }
    }

    /// A column that may be NULL.
    #[must_use]
    pub const fn nullable(tag: [u8; 2], name: &'static str, kind: KeyKind) -> Self {
        Self { tag, name, kind, is_nullable: true }
    }

    /// Whether the column is the id itself, which needs no tiebreak.
    pub(super) fn is_id(&self) -> bool {
        self.name == "id"
    }
}

/// The fields by which one kind of record can be ordered.
pub trait OrderField: Copy + Send + Sync + DeserializeOwned + 'static {
    /// The kind of record.
    type Record: Record;
    /// The order when a client gives none: as the contract's input type has it.
    const DEFAULT: Order<Self>;

    /// The column behind the field.
    fn column(self) -> SortColumn;

    /// The key of one record by this field.
    fn key_of(self, record: &Self::Record) -> SortKey;
}

/// A field and a direction.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Deserialize)]
#[serde(default, bound = "F: OrderField")]
pub struct Order<F: OrderField> {
    /// Field to sort by.
    pub field: F,
    /// Direction of that field.
    pub direction: SortDirection,
}

impl<F: OrderField> Default for Order<F> {
    fn default() -> Self {
        F::DEFAULT
    }
}
