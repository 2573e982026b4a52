//! Which events, and in which order.

use serde::Deserialize;

use super::{ConsultationEvent, ConsultationEventStatus, ConsultationKind};
use crate::{
    database::{Sql, push_contains, push_equals},
    page::{KeyKind, Order, OrderField, SortColumn, SortDirection, SortKey},
    region::{RecordFilter, RowPlace},
    text_column::text_enum,
};

/// `ConsultationEventFilter` of the contract.
#[derive(Debug, Default, Deserialize)]
#[serde(default, rename_all = "camelCase")]
pub(crate) struct ConsultationEventFilter {
    period: Option<String>,
    kind: Option<ConsultationKind>,
    status: Option<ConsultationEventStatus>,
    min_problems_solved: Option<i64>,
    title_contains: Option<String>,
}

impl RecordFilter for ConsultationEventFilter {
    type Field = ConsultationEventOrderField;

    const PLACE: RowPlace = RowPlace::Code("locality_code");

    fn period(&self) -> Option<(&'static str, &str)> {
        self.period.as_deref().map(|period| ("held_on", period))
    }

    fn restrict(&self, sql: &mut Sql) {
        if let Some(kind) = self.kind {
            push_equals(sql, "kind", kind.as_text());
        }
        if let Some(status) = self.status {
            push_equals(sql, "status", status.as_text());
        }
        if let Some(count) = self.min_problems_solved {
            sql.push(" AND problems_solved >= ").push_bind(count);
        }
        if let Some(text) = &self.title_contains {
            push_contains(sql, "title", text);
        }
    }
}

text_enum! {
    /// Sort keys of events.
    ConsultationEventOrderField {
        /// 编号
        Id = "ID",
        /// 日期
        HeldOn = "HELD_ON",
        /// 解决问题数
        ProblemsSolved = "PROBLEMS_SOLVED",
    }
}

impl OrderField for ConsultationEventOrderField {
    type Record = ConsultationEvent;

    const DEFAULT: Order<Self> =
        Order { field: Self::HeldOn, direction: SortDirection::Descending };

    fn column(self) -> SortColumn {
        match self {
            Self::Id => SortColumn::new(*b"ei", "id", KeyKind::Text),
            Self::HeldOn => SortColumn::new(*b"eh", "held_on", KeyKind::Text),
            Self::ProblemsSolved => SortColumn::new(*b"ep", "problems_solved", KeyKind::Integer),
        }
    }

    fn key_of(self, event: &ConsultationEvent) -> SortKey {
        match self {
            Self::Id => SortKey::Text(event.id.to_string()),
            Self::HeldOn => SortKey::Text(event.held_on.to_string()),
            Self::ProblemsSolved => SortKey::Integer(event.problems_solved.into()),
        }
    }
}
