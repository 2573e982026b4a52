//! Which mediation cases, and in which order.

use qianzhan_network::{
    database::{Sql, push_equals},
    page::{KeyKind, Order, OrderField, SortColumn, SortDirection, SortKey},
    region::{RecordFilter, RowPlace},
    text_enum,
};
use serde::Deserialize;

use super::{MediationCase, MediationKind, MediationStatus};

/// `MediationCaseFilter` of the contract.
#[derive(Debug, Default, Deserialize)]
#[serde(default, rename_all = "camelCase")]
pub(crate) struct MediationCaseFilter {
    period: Option<String>,
    kind: Option<MediationKind>,
    status: Option<MediationStatus>,
    platform_id: Option<String>,
}

impl RecordFilter for MediationCaseFilter {
    type Field = MediationCaseOrderField;

    const PLACE: RowPlace = RowPlace::Nowhere;

    fn period(&self) -> Option<(&'static str, &str)> {
        self.period.as_deref().map(|period| ("opened_on", period))
    }

    fn restrict(&self, sql: &mut Sql) {
        if let Some(kind) = self.kind {
            push_equals(sql, "kind", kind.as_text());
        }
        if let Some(status) = self.status {
            push_equals(sql, "status", status.as_text());
        }
        if let Some(platform_id) = &self.platform_id {
            sql.push(" AND platform_id = ").push_bind(platform_id);
        }
    }
}

text_enum! {
    /// Sort keys of mediation cases.
    MediationCaseOrderField {
        /// 编号
        Id = "ID",
        /// 受理时间
        OpenedAt = "OPENED_AT",
    }
}

impl OrderField for MediationCaseOrderField {
    type Record = MediationCase;

    const DEFAULT: Order<Self> =
        Order { field: Self::OpenedAt, direction: SortDirection::Descending };

    fn column(self) -> SortColumn {
        match self {
            Self::OpenedAt => SortColumn::new(*b"co", "opened_at", KeyKind::Text),
            Self::Id => SortColumn::new(*b"ci", "id", KeyKind::Text),
        }
    }

    fn key_of(self, case: &MediationCase) -> SortKey {
        match self {
            Self::OpenedAt => SortKey::Text(case.opened_at.to_string()),
            Self::Id => SortKey::Text(case.id.to_string()),
        }
    }
}
