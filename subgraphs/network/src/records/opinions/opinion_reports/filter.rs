//! Which opinion reports, and in which order.

use serde::Deserialize;

use super::{OpinionReport, OpinionReportStatus};
use crate::{
    database::{Sql, push_contains, push_equals},
    page::{KeyKind, Order, OrderField, SortColumn, SortDirection, SortKey},
    region::{Level, RecordFilter, RowPlace},
    text_column::text_enum,
};

/// `OpinionReportFilter` of the contract.
#[derive(Debug, Default, Deserialize)]
#[serde(default, rename_all = "camelCase")]
pub(crate) struct OpinionReportFilter {
    period: Option<String>,
    status: Option<OpinionReportStatus>,
    submitted_to: Option<Level>,
    title_contains: Option<String>,
}

impl RecordFilter for OpinionReportFilter {
    type Field = OpinionReportOrderField;

    const PLACE: RowPlace = RowPlace::EventCode("source_event_id");

    fn period(&self) -> Option<(&'static str, &str)> {
        self.period.as_deref().map(|period| ("written_on", period))
    }

    fn restrict(&self, sql: &mut Sql) {
        if let Some(status) = self.status {
            push_equals(sql, "status", status.as_text());
        }
        if let Some(level) = self.submitted_to {
            push_equals(sql, "submitted_to", level.as_text());
        }
        if let Some(text) = &self.title_contains {
            push_contains(sql, "title", text);
        }
    }
}

text_enum! {
    /// Sort keys of opinion reports.
    OpinionReportOrderField {
        /// 编号
        Id = "ID",
        /// 整理日期
        WrittenOn = "WRITTEN_ON",
    }
}

impl OrderField for OpinionReportOrderField {
    type Record = OpinionReport;

    const DEFAULT: Order<Self> =
        Order { field: Self::WrittenOn, direction: SortDirection::Descending };

    fn column(self) -> SortColumn {
        match self {
            Self::Id => SortColumn::new(*b"oi", "id", KeyKind::Text),
            Self::WrittenOn => SortColumn::new(*b"ow", "written_on", KeyKind::Text),
        }
    }

    fn key_of(self, report: &OpinionReport) -> SortKey {
        match self {
            Self::Id => SortKey::Text(report.id.to_string()),
            Self::WrittenOn => SortKey::Text(report.written_on.to_string()),
        }
    }
}
