//! Which platforms, and in which order.

use serde::Deserialize;

use super::{Platform, PlatformKind, PlatformStatus};
use crate::{
    database::{Sql, push_contains, push_equals},
    page::{KeyKind, Order, OrderField, SortColumn, SortDirection, SortKey},
    region::{RecordFilter, RowPlace},
    text_column::text_enum,
};

/// `PlatformFilter` of the contract.
#[derive(Debug, Default, Deserialize)]
#[serde(default, rename_all = "camelCase")]
pub(crate) struct PlatformFilter {
    kinds: Option<Vec<PlatformKind>>,
    status: Option<PlatformStatus>,
    is_compliant: Option<bool>,
    name_contains: Option<String>,
}

impl RecordFilter for PlatformFilter {
    type Field = PlatformOrderField;

    const PLACE: RowPlace = RowPlace::Code("locality_code");

    fn restrict(&self, sql: &mut Sql) {
        if let Some(kinds) = &self.kinds {
            sql.push(" AND id IN (SELECT platform_id FROM plaques WHERE kind IN ");
            sql.push_keys(kinds);
            sql.push(")");
        }
        if let Some(status) = self.status {
            push_equals(sql, "status", status.as_text());
        }
        if let Some(is_compliant) = self.is_compliant {
            sql.push(" AND is_compliant = ").push_bind(is_compliant);
        }
        if let Some(text) = &self.name_contains {
            push_contains(sql, "name", text);
        }
    }
}

text_enum! {
    /// Sort keys of platforms.
    PlatformOrderField {
        /// 编号
        Id = "ID",
        /// 名称
        Name = "NAME",
        /// 首块牌子授牌日期
        GrantedOn = "GRANTED_ON",
    }
}

impl OrderField for PlatformOrderField {
    type Record = Platform;

    const DEFAULT: Order<Self> = Order { field: Self::Id, direction: SortDirection::Ascending };

    fn column(self) -> SortColumn {
        match self {
            Self::Id => SortColumn::new(*b"pi", "id", KeyKind::Text),
            Self::Name => SortColumn::new(*b"pn", "name", KeyKind::Text),
            Self::GrantedOn => SortColumn::nullable(*b"pg", "granted_on", KeyKind::Text),
        }
    }

    fn key_of(self, platform: &Platform) -> SortKey {
        match self {
            Self::Id => SortKey::Text(platform.id.to_string()),
            Self::Name => SortKey::Text(platform.name.clone()),
            Self::GrantedOn => {
                platform.granted_on.map_or(SortKey::Missing, |on| SortKey::Text(on.to_string()))
            }
        }
    }
}
