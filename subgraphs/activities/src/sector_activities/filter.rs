//! Which sector activities, and in which order.

use qianzhan_network::{
    database::{Sql, push_contains, push_equals},
    page::{KeyKind, Order, OrderField, SortColumn, SortDirection, SortKey},
    region::{RecordFilter, RowPlace},
    text_enum,
};
use serde::Deserialize;

use super::{ActivityKind, ActivityScope, ActivityStatus, SectorActivity};

/// `SectorActivityFilter` of the contract.
#[derive(Debug, Default, Deserialize)]
#[serde(default, rename_all = "camelCase")]
pub(crate) struct SectorActivityFilter {
    period: Option<String>,
    kind: Option<ActivityKind>,
    scope: Option<ActivityScope>,
    status: Option<ActivityStatus>,
    host: Option<String>,
    is_joint: Option<bool>,
    theme_contains: Option<String>,
}

impl RecordFilter for SectorActivityFilter {
    type Field = SectorActivityOrderField;

    const PLACE: RowPlace = RowPlace::Nowhere;

    fn period(&self) -> Option<(&'static str, &str)> {
        self.period.as_deref().map(|period| ("held_on", period))
    }

    fn restrict(&self, sql: &mut Sql) {
        if let Some(kind) = self.kind {
            push_equals(sql, "kind", kind.as_text());
        }
        if let Some(scope) = self.scope {
            push_equals(sql, "scope", scope.as_text());
        }
        if let Some(status) = self.status {
            push_equals(sql, "status", status.as_text());
        }
        if let Some(host) = &self.host {
            sql.push(" AND host = ").push_bind(host);
        }
        if let Some(is_joint) = self.is_joint {
            sql.push(if is_joint {
                " AND joint_committee_id IS NOT NULL"
            } else {
                " AND joint_committee_id IS NULL"
            });
        }
        if let Some(text) = &self.theme_contains {
            push_contains(sql, "theme", text);
        }
    }
}

text_enum! {
    /// Sort keys of sector activities.
    SectorActivityOrderField {
        /// 编号
        Id = "ID",
        /// 日期
        HeldOn = "HELD_ON",
    }
}

impl OrderField for SectorActivityOrderField {
    type Record = SectorActivity;

    const DEFAULT: Order<Self> =
        Order { field: Self::HeldOn, direction: SortDirection::Descending };

    fn column(self) -> SortColumn {
        match self {
            Self::HeldOn => SortColumn::new(*b"ah", "held_on", KeyKind::Text),
            Self::Id => SortColumn::new(*b"ai", "id", KeyKind::Text),
        }
    }

    fn key_of(self, sector_activity: &SectorActivity) -> SortKey {
        match self {
            Self::HeldOn => SortKey::Text(sector_activity.held_on.to_string()),
            Self::Id => SortKey::Text(sector_activity.id.to_string()),
        }
    }
}
