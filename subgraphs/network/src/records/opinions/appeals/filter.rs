//! Which appeals, and in which order.

use serde::Deserialize;

use super::{Appeal, AppealChannel, AppealStatus};
use crate::{
    database::{Sql, push_equals},
    page::{KeyKind, Order, OrderField, SortColumn, SortDirection, SortKey},
    region::{RecordFilter, RowPlace},
    text_column::text_enum,
};

/// `AppealFilter` of the contract.
#[derive(Debug, Default, Deserialize)]
#[serde(default, rename_all = "camelCase")]
pub(crate) struct AppealFilter {
    period: Option<String>,
    channel: Option<AppealChannel>,
    status: Option<AppealStatus>,
    has_opinion_report: Option<bool>,
}

impl RecordFilter for AppealFilter {
    type Field = AppealOrderField;

    const PLACE: RowPlace = RowPlace::Code("locality_code");

    fn period(&self) -> Option<(&'static str, &str)> {
        self.period.as_deref().map(|period| ("received_on", period))
    }

    fn restrict(&self, sql: &mut Sql) {
        if let Some(channel) = self.channel {
            push_equals(sql, "channel", channel.as_text());
        }
        if let Some(status) = self.status {
            push_equals(sql, "status", status.as_text());
        }
        match self.has_opinion_report {
            Some(true) => {
                sql.push(" AND opinion_report_id IS NOT NULL");
            }
            Some(false) => {
                sql.push(" AND opinion_report_id IS NULL");
            }
            None => {}
        }
    }
}

text_enum! {
    /// Sort keys of appeals.
    AppealOrderField {
        /// 编号
        Id = "ID",
        /// 收到日期
        ReceivedOn = "RECEIVED_ON",
    }
}

impl OrderField for AppealOrderField {
    type Record = Appeal;

    const DEFAULT: Order<Self> =
        Order { field: Self::ReceivedOn, direction: SortDirection::Descending };

    fn column(self) -> SortColumn {
        match self {
            Self::Id => SortColumn::new(*b"ai", "id", KeyKind::Text),
            Self::ReceivedOn => SortColumn::new(*b"ar", "received_on", KeyKind::Text),
        }
    }

    fn key_of(self, appeal: &Appeal) -> SortKey {
        match self {
            Self::Id => SortKey::Text(appeal.id.to_string()),
            Self::ReceivedOn => SortKey::Text(appeal.received_on.to_string()),
        }
    }
}
