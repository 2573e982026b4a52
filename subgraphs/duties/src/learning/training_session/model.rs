//! A training session.

use qianzhan_network::{
    Date, RecordId, impl_record, impl_writable_record,
    search::{SearchDocument, SearchKind, Searchable},
    text_enum,
};
use sqlx::FromRow;

/// One session.
#[derive(Debug, Clone, PartialEq, FromRow)]
pub struct TrainingSession {
    /// Begins with the region code of the committee.
    pub id: RecordId,
    /// The committee.
    pub committee_id: RecordId,
    /// Title.
    pub title: String,
    /// Kind.
    pub kind: TrainingKind,
    /// How far it has come.
    pub status: TrainingStatus,
    /// Day on which it was held, or is planned to be.
    pub held_on: Date,
    /// Participants, in person-times; given exactly where they were registered.
    pub participants: Option<i64>,
    /// How often it has been written.
    pub version: i64,
    /// Whether a demonstration made it up.
    pub is_generated: bool,
}

text_enum! {
    /// Kinds of training.
    TrainingKind {
        /// 培训
        Training = "TRAINING",
        /// 委员大讲堂
        Lecture = "LECTURE",
        /// 学习
        Study = "STUDY",
    }
}

text_enum! {
    /// How far a training session has come.
    TrainingStatus {
        /// 计划
        Planned = "PLANNED",
        /// 举办
        Held = "HELD",
        /// 登记
        Registered = "REGISTERED",
    }
}

impl_record!(
    TrainingSession,
    "TrainingSession",
    "training_sessions",
    [id, committee_id, title, kind, status, held_on, participants, version, is_generated]
);
impl_writable_record!(TrainingSession);

impl Searchable for TrainingSession {
    const KIND: SearchKind = SearchKind::TrainingSession;

    fn document(&self) -> SearchDocument {
        SearchDocument {
            id: self.id.clone(),
            kind: Self::KIND,
            committee_id: self.committee_id.clone(),
            locality_code: None,
            title: self.title.clone(),
            text: String::new(),
        }
    }
}
