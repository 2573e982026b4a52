//! What a search finds.

use crate::{
    database::InsertRow,
    page::{KeyKind, Order, OrderField, SortColumn, SortDirection, SortKey},
    record::Record,
    record_id::RecordId,
    text_column::text_enum,
};

text_enum! {
    /// Kinds of record that are searched.
    SearchKind {
        /// 议题
        Topic = "TOPIC",
        /// 协商议事活动
        ConsultationEvent = "CONSULTATION_EVENT",
        /// 社情民意信息
        OpinionReport = "OPINION_REPORT",
        /// 群众诉求
        Appeal = "APPEAL",
        /// 平台
        Platform = "PLATFORM",
    }
}

impl SearchKind {
    /// Its type in the contract.
    pub(super) const fn type_name(self) -> &'static str {
        match self {
            Self::Topic => "Topic",
            Self::ConsultationEvent => "ConsultationEvent",
            Self::OpinionReport => "OpinionReport",
            Self::Appeal => "Appeal",
            Self::Platform => "Platform",
        }
    }

    /// The field that is its title.
    pub(super) const fn title_field(self) -> Option<&'static str> {
        match self {
            Self::Topic | Self::ConsultationEvent | Self::OpinionReport => Some("title"),
            Self::Platform => Some("name"),
            Self::Appeal => None,
        }
    }

    /// The field that is its text.
    pub(super) const fn text_field(self) -> Option<&'static str> {
        match self {
            Self::OpinionReport | Self::Appeal => Some("text"),
            Self::Topic | Self::ConsultationEvent | Self::Platform => None,
        }
    }
}

/// A record that has what was looked for.
#[derive(Debug, Clone, PartialEq, Eq, sqlx::FromRow)]
pub struct SearchHit {
    /// The record's id.
    pub id: RecordId,
    /// Its kind.
    pub kind: SearchKind,
    /// 2 where its title has all of it, else 1.
    pub score: i64,
}

impl Record for SearchHit {
    const TYPE_NAME: &'static str = "SearchHit";
    const TABLE: &'static str = super::index::Indexed::TABLE;
    const COLUMNS: &'static [&'static str] = &["id", "kind", "score"];

    fn id(&self) -> &RecordId {
        &self.id
    }
}

text_enum! {
    /// The sort key of hits.
    SearchOrderField {
        /// 相关度
        Score = "SCORE",
    }
}

impl OrderField for SearchOrderField {
    type Record = SearchHit;

    const DEFAULT: Order<Self> = Order { field: Self::Score, direction: SortDirection::Descending };

    fn column(self) -> SortColumn {
        SortColumn::new(*b"hs", "score", KeyKind::Integer)
    }

    fn key_of(self, hit: &SearchHit) -> SortKey {
        SortKey::Integer(hit.score)
    }
}
