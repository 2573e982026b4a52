//! Which topics, and in which order.

use serde::Deserialize;

use super::{Topic, TopicSource, TopicStatus};
use crate::{
    database::{Sql, push_contains, push_equals},
    page::{KeyKind, Order, OrderField, SortColumn, SortDirection, SortKey},
    region::{RecordFilter, RowPlace},
    text_column::text_enum,
};

/// `TopicFilter` of the contract.
#[derive(Debug, Default, Deserialize)]
#[serde(default, rename_all = "camelCase")]
pub(crate) struct TopicFilter {
    source: Option<TopicSource>,
    status: Option<TopicStatus>,
    period: Option<String>,
    title_contains: Option<String>,
}

impl RecordFilter for TopicFilter {
    type Field = TopicOrderField;

    const PLACE: RowPlace = RowPlace::Code("locality_code");

    fn period(&self) -> Option<(&'static str, &str)> {
        self.period.as_deref().map(|period| ("collected_on", period))
    }

    fn restrict(&self, sql: &mut Sql) {
        if let Some(source) = self.source {
            push_equals(sql, "source", source.as_text());
        }
        if let Some(status) = self.status {
            push_equals(sql, "status", status.as_text());
        }
        if let Some(text) = &self.title_contains {
            push_contains(sql, "title", text);
        }
    }
}

text_enum! {
    /// Sort keys of topics.
    TopicOrderField {
        /// 编号
        Id = "ID",
        /// 征集日期
        CollectedOn = "COLLECTED_ON",
    }
}

impl OrderField for TopicOrderField {
    type Record = Topic;

    const DEFAULT: Order<Self> = Order { field: Self::Id, direction: SortDirection::Ascending };

    fn column(self) -> SortColumn {
        match self {
            Self::Id => SortColumn::new(*b"ti", "id", KeyKind::Text),
            Self::CollectedOn => SortColumn::new(*b"tc", "collected_on", KeyKind::Text),
        }
    }

    fn key_of(self, topic: &Topic) -> SortKey {
        match self {
            Self::Id => SortKey::Text(topic.id.to_string()),
            Self::CollectedOn => SortKey::Text(topic.collected_on.to_string()),
        }
    }
}
