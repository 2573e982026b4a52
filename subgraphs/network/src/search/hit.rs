//! What a search finds.

use crate::{
    database::InsertRow,
    page::{KeyKind, Order, OrderField, SortColumn, SortDirection, SortKey},
    record::Record,
    record_id::RecordId,
    text_column::text_enum,
};

text_enum! {
    /// Kinds of record that are searched. Those after the first five are of other contracts.
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
        /// 提案
        Proposal = "PROPOSAL",
        /// 协商计划
        ConsultationPlan = "CONSULTATION_PLAN",
        /// 协商会议
        ConsultationMeeting = "CONSULTATION_MEETING",
        /// 界别活动
        SectorActivity = "SECTOR_ACTIVITY",
        /// 调研视察
        Survey = "SURVEY",
        /// 培训
        TrainingSession = "TRAINING_SESSION",
        /// 站长述职
        StationHeadReport = "STATION_HEAD_REPORT",
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
            Self::Proposal => "Proposal",
            Self::ConsultationPlan => "ConsultationPlan",
            Self::ConsultationMeeting => "ConsultationMeeting",
            Self::SectorActivity => "SectorActivity",
            Self::Survey => "Survey",
            Self::TrainingSession => "TrainingSession",
            Self::StationHeadReport => "StationHeadReport",
        }
    }

    /// The field of a hit that is the record.
    pub(super) const fn hit_field(self) -> &'static str {
        match self {
            Self::Topic => "topic",
            Self::ConsultationEvent => "consultationEvent",
            Self::OpinionReport => "opinionReport",
            Self::Appeal => "appeal",
            Self::Platform => "platform",
            Self::Proposal => "proposal",
            Self::ConsultationPlan => "consultationPlan",
            Self::ConsultationMeeting => "consultationMeeting",
            Self::SectorActivity => "sectorActivity",
            Self::Survey => "survey",
            Self::TrainingSession => "trainingSession",
            Self::StationHeadReport => "stationHeadReport",
        }
    }

    /// The field that is its title.
    pub(super) const fn title_field(self) -> Option<&'static str> {
        match self {
            Self::Topic
            | Self::ConsultationEvent
            | Self::OpinionReport
            | Self::Proposal
            | Self::ConsultationPlan
            | Self::ConsultationMeeting
            | Self::Survey
            | Self::TrainingSession => Some("title"),
            Self::Appeal | Self::StationHeadReport => None,
            Self::Platform => Some("name"),
            Self::SectorActivity => Some("theme"),
        }
    }

    /// The field that is its text.
    pub(super) const fn text_field(self) -> Option<&'static str> {
        match self {
            Self::Topic
            | Self::ConsultationEvent
            | Self::Platform
            | Self::ConsultationPlan
            | Self::ConsultationMeeting
            | Self::SectorActivity
            | Self::Survey
            | Self::TrainingSession => None,
            Self::OpinionReport | Self::Appeal | Self::Proposal | Self::StationHeadReport => {
                Some("text")
            }
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
    /// How well it fits: 0 to 1000, as [`super::query`] says.
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
        SortColumn::new(*b"hr", "score", KeyKind::Integer)
    }

    fn key_of(self, hit: &SearchHit) -> SortKey {
        SortKey::Integer(hit.score)
    }
}
