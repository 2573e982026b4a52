//! Writes of votes and nominations.

use qianzhan_network::{
    CallerRole::{Admin, Clerk, Leader, Office},
    RecordId, StoreError,
    database::{Sql, Transaction},
    impl_writable_addition,
    records::topics::{Topic, TopicStatus},
    writes::{
        Authority, Mutation, Refusal, UserError, UserErrorCode, Writable, Writing, update_row,
    },
};
use serde::Deserialize;

use super::{TopicNomination, TopicSupport, insert_topic_nominations, insert_topic_support};

const MAX_NAME_CHARACTERS: usize = 100;
const MAX_NOTE_CHARACTERS: usize = 500;

impl_writable_addition!(TopicSupport, topic_id of Topic, |_| None);

/// What supports a topic that is in one of these states, in the version that was seen.
async fn seen(
    writing: &mut Writing<'_>,
    argument: &str,
    topic: &RecordId,
    expected_version: i64,
    states: &[TopicStatus],
) -> Result<Option<TopicSupport>, Refusal> {
    let found = Topic::find(writing.transaction, topic).await?;
    let found = found.ok_or_else(|| UserError::not_found(&[argument]))?;
    if !states.contains(&found.status) {
        let zh = format!("议题状态为 {}", found.status);
        let en = format!("the topic is in state {}", found.status);
        writing.refuse(UserError::new(UserErrorCode::Invalid, &[argument], zh, en));
    }
    let support = TopicSupport::find(writing.transaction, topic).await?;
    let version = support.as_ref().map_or(0, |it| it.version);
    if version != expected_version {
        return Err(UserError::stale(expected_version, version).into());
    }
    Ok(support)
}

async fn save(
    transaction: &mut Transaction,
    support: &TopicSupport,
    is_new: bool,
) -> Result<(), StoreError> {
    if is_new {
        insert_topic_support(transaction, std::slice::from_ref(support)).await
    } else {
        update_row(transaction, support, "topic_id", &support.topic_id).await
    }
}

/// `RecordTopicVotesInput`.
#[derive(Debug, Deserialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct RecordTopicVotes {
    expected_version: i64,
    votes: i64,
}

impl Mutation for RecordTopicVotes {
    const FIELD: &'static str = "recordTopicVotes";
    const KEY: &'static str = "topicId";
    const AUTHORITY: Authority = Authority::Own(&[Clerk, Office, Admin]);
    type Record = TopicSupport;

    async fn run(
        self,
        topic: RecordId,
        writing: &mut Writing<'_>,
    ) -> Result<TopicSupport, Refusal> {
        let states = [TopicStatus::Collected, TopicStatus::Listed];
        let seen = seen(writing, Self::KEY, &topic, self.expected_version, &states).await?;
        let votes = writing.count(&["input", "votes"], self.votes);
        writing.check()?;
        let version = self.expected_version + 1;
        let support = TopicSupport { topic_id: topic, votes: Some(votes.into()), version };
        save(writing.transaction, &support, seen.is_none()).await?;
        Ok(support)
    }
}

/// `NominateTopicInput`.
#[derive(Debug, Deserialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct NominateTopic {
    expected_version: i64,
    leader_office: String,
    given_on: Option<String>,
    note: Option<String>,
}

impl Mutation for NominateTopic {
    const FIELD: &'static str = "nominateTopic";
    const KEY: &'static str = "topicId";
    const AUTHORITY: Authority = Authority::Own(&[Leader, Office, Admin]);
    type Record = TopicSupport;

    async fn run(
        self,
        topic: RecordId,
        writing: &mut Writing<'_>,
    ) -> Result<TopicSupport, Refusal> {
        let states = [TopicStatus::Listed];
        let seen = seen(writing, Self::KEY, &topic, self.expected_version, &states).await?;
        let office_at = ["input", "leaderOffice"];
        let leader_office = writing.text(&office_at, &self.leader_office, MAX_NAME_CHARACTERS);
        let given_on = writing.past_day(&["input", "givenOn"], self.given_on.as_deref());
        let note =
            writing.optional_text(&["input", "note"], self.note.as_deref(), MAX_NOTE_CHARACTERS);
        writing.check()?;
        let mut sql = Sql::new("SELECT COUNT(*) FROM topic_nominations WHERE topic_id = ");
        sql.push_bind(topic.clone());
        let (count,): (i64,) = writing.transaction.fetch_one(sql).await?;
        let ordinal =
            u32::try_from(count).map_err(|too_many| sqlx::Error::Decode(too_many.into()))?;
        let version = self.expected_version + 1;
        let votes = seen.as_ref().and_then(|it| it.votes);
        let support = TopicSupport { topic_id: topic.clone(), votes, version };
        save(writing.transaction, &support, seen.is_none()).await?;
        let nomination =
            TopicNomination { topic_id: topic, ordinal, leader_office, given_on, note };
        insert_topic_nominations(writing.transaction, &[nomination]).await?;
        Ok(support)
    }
}
