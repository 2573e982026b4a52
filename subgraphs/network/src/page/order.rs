//! In which order a page stands: by a field and then, always ascending, by id.

use serde::{Deserialize, de::DeserializeOwned};

use super::SortKey;
use crate::{
    date::Date, record::Record, record_id::RecordId, region::RegionCode, text_column::text_enum,
};

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

    /// The column of a field that is a sort key: of the field's kind, nullable as the field is.
    #[must_use]
    pub fn of<T, V: SortValue>(tag: [u8; 2], name: &'static str, _: fn(&T) -> &V) -> Self {
        Self { tag, name, kind: V::KIND, is_nullable: V::IS_NULLABLE }
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

/// What a record can be ordered by.
pub trait SortValue {
    /// What the column holds.
    const KIND: KeyKind;
    /// Whether it may be NULL.
    const IS_NULLABLE: bool = false;

    /// The value as a sort key.
    fn sort_key(&self) -> SortKey;
}

impl SortValue for i64 {
    const KIND: KeyKind = KeyKind::Integer;

    fn sort_key(&self) -> SortKey {
        SortKey::Integer(*self)
    }
}

impl SortValue for f64 {
    const KIND: KeyKind = KeyKind::Real;

    fn sort_key(&self) -> SortKey {
        SortKey::Real(*self)
    }
}

macro_rules! impl_sort_value_by_text {
    ($($type:ty),+) => {
        $(impl SortValue for $type {
            const KIND: KeyKind = KeyKind::Text;

            fn sort_key(&self) -> SortKey {
                SortKey::Text(self.to_string())
            }
        })+
    };
}

impl_sort_value_by_text!(String, RecordId, RegionCode, Date);

impl<T: SortValue> SortValue for Option<T> {
    const KIND: KeyKind = T::KIND;
    const IS_NULLABLE: bool = true;

    fn sort_key(&self) -> SortKey {
        self.as_ref().map_or(SortKey::Missing, T::sort_key)
    }
}

/// Declares the enumeration of the sort keys of a kind of record: the record, the order where a
/// client gives none, and for each key the field behind it and the tag of its cursors.
#[macro_export]
macro_rules! record_order {
    (
        $(#[$meta:meta])*
        $name:ident of $model:ty, $default:ident $direction:ident {
            $($(#[$variant_meta:meta])* $variant:ident = $text:literal: $field:ident $tag:literal,)+
        }
    ) => {
        $crate::text_enum! {
            $(#[$meta])*
            $name { $($(#[$variant_meta])* $variant = $text,)+ }
        }

        impl $crate::page::OrderField for $name {
            type Record = $model;

            const DEFAULT: $crate::page::Order<Self> = $crate::page::Order {
                field: Self::$default,
                direction: $crate::page::SortDirection::$direction,
            };

            fn column(self) -> $crate::page::SortColumn {
                match self {
                    $(Self::$variant => $crate::page::SortColumn::of(
                        *$tag,
                        stringify!($field),
                        |record: &$model| &record.$field,
                    ),)+
                }
            }

            fn key_of(self, record: &$model) -> $crate::page::SortKey {
                match self {
                    $(Self::$variant => $crate::page::SortValue::sort_key(&record.$field),)+
                }
            }
        }
    };
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
