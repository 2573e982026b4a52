//! Which consultation meetings, and in which order.

use qianzhan_network::{
    database::{Sql, push_contains, push_equals},
    page::{KeyKind, Order, OrderField, SortColumn, SortDirection, SortKey},
    region::{RecordFilter, RowPlace},
    text_enum,
};
use serde::Deserialize;

use super::{ConsultationMeeting, ConsultationSeries, MeetingStatus};

/// `ConsultationMeetingFilter` of the contract.
#[derive(Debug, Default, Deserialize)]
#[serde(default, rename_all = "camelCase")]
pub(crate) struct ConsultationMeetingFilter {
    period: Option<String>,
    series: Option<ConsultationSeries>,
    status: Option<MeetingStatus>,
    host: Option<String>,
    topic_id: Option<String>,
    title_contains: Option<String>,
}

impl RecordFilter for ConsultationMeetingFilter {
    type Field = ConsultationMeetingOrderField;

    const PLACE: RowPlace = RowPlace::Nowhere;

    fn period(&self) -> Option<(&'static str, &str)> {
        self.period.as_deref().map(|period| ("held_on", period))
    }

    fn restrict(&self, sql: &mut Sql) {
        if let Some(series) = self.series {
            push_equals(sql, "series", series.as_text());
        }
        if let Some(status) = self.status {
            push_equals(sql, "status", status.as_text());
        }
        if let Some(host) = &self.host {
            sql.push(" AND host = ").push_bind(host);
        }
        if let Some(topic_id) = &self.topic_id {
            sql.push(" AND topic_id = ").push_bind(topic_id);
        }
        if let Some(text) = &self.title_contains {
            push_contains(sql, "title", text);
        }
    }
}

text_enum! {
    /// Sort keys of consultation meetings.
    ConsultationMeetingOrderField {
        /// 编号
        Id = "ID",
        /// 日期
        HeldOn = "HELD_ON",
    }
}

impl OrderField for ConsultationMeetingOrderField {
    type Record = ConsultationMeeting;

    const DEFAULT: Order<Self> =
        Order { field: Self::HeldOn, direction: SortDirection::Descending };

    fn column(self) -> SortColumn {
        match self {
            Self::HeldOn => SortColumn::new(*b"mh", "held_on", KeyKind::Text),
            Self::Id => SortColumn::new(*b"mi", "id", KeyKind::Text),
        }
    }

    fn key_of(self, consultation_meeting: &ConsultationMeeting) -> SortKey {
        match self {
            Self::HeldOn => SortKey::Text(consultation_meeting.held_on.to_string()),
            Self::Id => SortKey::Text(consultation_meeting.id.to_string()),
        }
    }
}
