//! Loads votes and nominations by topic.

use qianzhan_network::{
    Database, RecordId,
    database::{ChildRows, child_rows},
};

use super::{TopicNomination, TopicSupport};

/// Loaders of one request.
#[derive(Debug)]
pub(crate) struct TopicSupportLoaders {
    /// Each topic has at most one.
    pub(super) support: ChildRows<RecordId, TopicSupport>,
    pub(super) nominations: ChildRows<RecordId, TopicNomination>,
}

impl TopicSupportLoaders {
    pub(crate) fn new(database: &Database) -> Self {
        Self {
            support: child_rows(
                database,
                "topic_id",
                |row: &TopicSupport| row.topic_id.clone(),
                "topic_id",
            ),
            nominations: child_rows(
                database,
                "topic_id",
                |row: &TopicNomination| row.topic_id.clone(),
                "topic_id, given_on, ordinal",
            ),
        }
    }
}
