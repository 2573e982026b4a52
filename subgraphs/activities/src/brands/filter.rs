//! Which brands, and in which order.

use qianzhan_network::{
    database::{Sql, push_contains, push_equals},
    page::{KeyKind, Order, OrderField, SortColumn, SortDirection, SortKey},
    region::{RecordFilter, RowPlace},
    text_enum,
};
use serde::Deserialize;

use super::{Brand, BrandStatus};

/// `BrandFilter` of the contract.
#[derive(Debug, Default, Deserialize)]
#[serde(default, rename_all = "camelCase")]
pub(crate) struct BrandFilter {
    status: Option<BrandStatus>,
    is_derived: Option<bool>,
    name_contains: Option<String>,
}

impl RecordFilter for BrandFilter {
    type Field = BrandOrderField;

    const PLACE: RowPlace = RowPlace::Code("locality_code");

    fn restrict(&self, sql: &mut Sql) {
        if let Some(status) = self.status {
            push_equals(sql, "status", status.as_text());
        }
        if let Some(is_derived) = self.is_derived {
            sql.push(if is_derived {
                " AND parent_id IS NOT NULL"
            } else {
                " AND parent_id IS NULL"
            });
        }
        if let Some(text) = &self.name_contains {
            push_contains(sql, "name", text);
        }
    }
}

text_enum! {
    /// Sort keys of brands.
    BrandOrderField {
        /// 编号
        Id = "ID",
        /// 名称（按字符编码）
        Name = "NAME",
    }
}

impl OrderField for BrandOrderField {
    type Record = Brand;

    const DEFAULT: Order<Self> = Order { field: Self::Name, direction: SortDirection::Ascending };

    fn column(self) -> SortColumn {
        match self {
            Self::Name => SortColumn::new(*b"bn", "name", KeyKind::Text),
            Self::Id => SortColumn::new(*b"bi", "id", KeyKind::Text),
        }
    }

    fn key_of(self, brand: &Brand) -> SortKey {
        match self {
            Self::Name => SortKey::Text(brand.name.clone()),
            Self::Id => SortKey::Text(brand.id.to_string()),
        }
    }
}
