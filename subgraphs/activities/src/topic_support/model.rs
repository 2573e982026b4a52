//! Votes for a topic and nominations of it.

use qianzhan_network::{
    Date, RecordId, StoreError,
    database::{Transaction, insert_rows},
    impl_insert_row,
};
use sqlx::FromRow;

/// What supports one topic.
#[derive(Debug, Clone, PartialEq, FromRow)]
pub struct TopicSupport {
    /// The topic, of this site.
    pub topic_id: RecordId,
    /// Votes for it, where they were counted.
    pub votes: Option<i64>,
    /// How often it has been written.
    pub version: i64,
}

/// A leader's nomination of a topic.
#[derive(Debug, Clone, PartialEq, FromRow)]
pub struct TopicNomination {
    /// The topic.
    pub topic_id: RecordId,
    /// Its place, from 0.
    #[sqlx(try_from = "i64")]
    pub ordinal: u32,
    /// Office of the leader.
    pub leader_office: String,
    /// Day on which it was given.
    pub given_on: Date,
    /// A note.
    pub note: Option<String>,
}

impl_insert_row!(TopicSupport, "topic_support", [topic_id, votes, version]);
impl_insert_row!(
    TopicNomination,
    "topic_nominations",
    [topic_id, ordinal, leader_office, given_on, note]
);

/// Writes what supports topics that exist.
///
/// # Errors
/// [`StoreError::Statement`] if a topic has it already.
pub async fn insert_topic_support(
    transaction: &mut Transaction,
    rows: &[TopicSupport],
) -> Result<(), StoreError> {
    insert_rows(transaction, rows).await
}

/// Writes nominations of topics whose support stands.
///
/// # Errors
/// [`StoreError::Statement`] if one breaks a rule of the table.
pub async fn insert_topic_nominations(
    transaction: &mut Transaction,
    rows: &[TopicNomination],
) -> Result<(), StoreError> {
    insert_rows(transaction, rows).await
}
