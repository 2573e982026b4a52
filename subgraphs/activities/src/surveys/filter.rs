//! Which surveys, and in which order.

use qianzhan_network::{
    database::{Sql, push_contains, push_equals},
    page::{KeyKind, Order, OrderField, SortColumn, SortDirection, SortKey},
    region::{RecordFilter, RowPlace},
    text_enum,
};
use serde::Deserialize;

use super::{Survey, SurveyKind, SurveyStatus};

/// `SurveyFilter` of the contract.
#[derive(Debug, Default, Deserialize)]
#[serde(default, rename_all = "camelCase")]
pub(crate) struct SurveyFilter {
    period: Option<String>,
    kind: Option<SurveyKind>,
    status: Option<SurveyStatus>,
    host: Option<String>,
    title_contains: Option<String>,
}

impl RecordFilter for SurveyFilter {
    type Field = SurveyOrderField;

    const PLACE: RowPlace = RowPlace::Nowhere;

    fn period(&self) -> Option<(&'static str, &str)> {
        self.period.as_deref().map(|period| ("prepared_on", period))
    }

    fn restrict(&self, sql: &mut Sql) {
        if let Some(kind) = self.kind {
            push_equals(sql, "kind", kind.as_text());
        }
        if let Some(status) = self.status {
            push_equals(sql, "status", status.as_text());
        }
        if let Some(host) = &self.host {
            sql.push(" AND host = ").push_bind(host);
        }
        if let Some(text) = &self.title_contains {
            push_contains(sql, "title", text);
        }
    }
}

text_enum! {
    /// Sort keys of surveys.
    SurveyOrderField {
        /// 编号
        Id = "ID",
        /// 预备会日期
        PreparedOn = "PREPARED_ON",
    }
}

impl OrderField for SurveyOrderField {
    type Record = Survey;

    const DEFAULT: Order<Self> =
        Order { field: Self::PreparedOn, direction: SortDirection::Descending };

    fn column(self) -> SortColumn {
        match self {
            Self::PreparedOn => SortColumn::new(*b"up", "prepared_on", KeyKind::Text),
            Self::Id => SortColumn::new(*b"ui", "id", KeyKind::Text),
        }
    }

    fn key_of(self, survey: &Survey) -> SortKey {
        match self {
            Self::PreparedOn => SortKey::Text(survey.prepared_on.to_string()),
            Self::Id => SortKey::Text(survey.id.to_string()),
        }
    }
}
