//! Which consultation plans, and in which order.

use qianzhan_network::{
    database::{Sql, push_equals},
    page::{KeyKind, Order, OrderField, SortColumn, SortDirection, SortKey},
    region::{RecordFilter, RowPlace},
    text_enum,
};
use serde::Deserialize;

use super::{ConsultationPlan, PlanStatus};

/// `ConsultationPlanFilter` of the contract.
#[derive(Debug, Default, Deserialize)]
#[serde(default, rename_all = "camelCase")]
pub(crate) struct ConsultationPlanFilter {
    year: Option<i64>,
    status: Option<PlanStatus>,
    is_key: Option<bool>,
    is_of_room: Option<bool>,
}

impl RecordFilter for ConsultationPlanFilter {
    type Field = ConsultationPlanOrderField;

    const PLACE: RowPlace = RowPlace::Nowhere;

    fn restrict(&self, sql: &mut Sql) {
        if let Some(year) = self.year {
            sql.push(" AND year = ").push_bind(year);
        }
        if let Some(status) = self.status {
            push_equals(sql, "status", status.as_text());
        }
        if let Some(is_key) = self.is_key {
            sql.push(" AND is_key = ").push_bind(is_key);
        }
        if let Some(is_of_room) = self.is_of_room {
            sql.push(if is_of_room {
                " AND platform_id IS NOT NULL"
            } else {
                " AND platform_id IS NULL"
            });
        }
    }
}

text_enum! {
    /// Sort keys of consultation plans.
    ConsultationPlanOrderField {
        /// 编号
        Id = "ID",
        /// 年度
        Year = "YEAR",
    }
}

impl OrderField for ConsultationPlanOrderField {
    type Record = ConsultationPlan;

    const DEFAULT: Order<Self> = Order { field: Self::Year, direction: SortDirection::Descending };

    fn column(self) -> SortColumn {
        match self {
            Self::Year => SortColumn::new(*b"py", "year", KeyKind::Integer),
            Self::Id => SortColumn::new(*b"pi", "id", KeyKind::Text),
        }
    }

    fn key_of(self, consultation_plan: &ConsultationPlan) -> SortKey {
        match self {
            Self::Year => SortKey::Integer(consultation_plan.year),
            Self::Id => SortKey::Text(consultation_plan.id.to_string()),
        }
    }
}
