//! Which industry assistance groups, and in which order.

use qianzhan_network::{
    database::{Sql, push_contains, push_equals},
    page::{KeyKind, Order, OrderField, SortColumn, SortDirection, SortKey},
    region::{RecordFilter, RowPlace},
    text_enum,
};
use serde::Deserialize;

use super::{GroupStatus, IndustryAssistanceGroup};

/// `IndustryAssistanceGroupFilter` of the contract.
#[derive(Debug, Default, Deserialize)]
#[serde(default, rename_all = "camelCase")]
pub(crate) struct IndustryAssistanceGroupFilter {
    status: Option<GroupStatus>,
    city_code: Option<String>,
    industry_contains: Option<String>,
}

impl RecordFilter for IndustryAssistanceGroupFilter {
    type Field = IndustryAssistanceGroupOrderField;

    const PLACE: RowPlace = RowPlace::Nowhere;

    fn restrict(&self, sql: &mut Sql) {
        if let Some(status) = self.status {
            push_equals(sql, "status", status.as_text());
        }
        if let Some(city_code) = &self.city_code {
            sql.push(" AND city_code = ").push_bind(city_code);
        }
        if let Some(text) = &self.industry_contains {
            push_contains(sql, "industry", text);
        }
    }
}

text_enum! {
    /// Sort keys of industry assistance groups.
    IndustryAssistanceGroupOrderField {
        /// 编号
        Id = "ID",
        /// 成立日期
        FoundedOn = "FOUNDED_ON",
    }
}

impl OrderField for IndustryAssistanceGroupOrderField {
    type Record = IndustryAssistanceGroup;

    const DEFAULT: Order<Self> = Order { field: Self::Id, direction: SortDirection::Ascending };

    fn column(self) -> SortColumn {
        match self {
            Self::Id => SortColumn::new(*b"gi", "id", KeyKind::Text),
            Self::FoundedOn => SortColumn::new(*b"gf", "founded_on", KeyKind::Text),
        }
    }

    fn key_of(self, group: &IndustryAssistanceGroup) -> SortKey {
        match self {
            Self::Id => SortKey::Text(group.id.to_string()),
            Self::FoundedOn => SortKey::Text(group.founded_on.to_string()),
        }
    }
}
