//! Writes of topics: collected, and moved until they are approved.

use serde::Deserialize;

use super::{Topic, TopicSource, TopicStatus, insert_topics};
use crate::{
    callers::CallerRole::{Admin, Clerk, Leader, Member, Office},
    record_id::RecordId,
    records::appeals::{Target, find_appeals, transfer_appeals},
    writes::{Authority, Moves, Mutation, Refusal, UserError, UserErrorCode, Writing, update_row},
};

const MAX_TITLE_CHARACTERS: usize = 200;

/// 征集 → 课题清单 → 审定 → 已协商. Approval is of what is on the list; a listed one may be sent back.
pub(crate) const MOVES: Moves<TopicStatus> = {
    use TopicStatus::{Approved, Collected, Consulted, Listed};
    Moves(&[
        (Collected, &[Listed]),
        (Listed, &[Approved, Collected]),
        (Approved, &[Consulted, Listed]),
    ])
};

/// `CollectTopicInput`.
#[derive(Debug, Deserialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct CollectTopic {
    title: String,
    source: TopicSource,
    locality_code: Option<String>,
    proposer_id: Option<String>,
    #[serde(default)]
    appeal_ids: Vec<String>,
}

impl Mutation for CollectTopic {
    const FIELD: &'static str = "collectTopic";
    const KEY: &'static str = "committeeId";
    const AUTHORITY: Authority = Authority::Own(&[Member, Clerk, Office, Admin]);
    type Record = Topic;

    async fn run(self, committee: RecordId, writing: &mut Writing<'_>) -> Result<Topic, Refusal> {
        let title = writing.text(&["input", "title"], &self.title, MAX_TITLE_CHARACTERS);
        let locality =
            writing.locality(&["input", "localityCode"], self.locality_code.as_deref()).await?;
        let proposer_at = ["input", "proposerId"];
        let proposer_id = writing.id(&proposer_at, self.proposer_id.as_deref());
        if self.source == TopicSource::Member && self.proposer_id.is_none() {
            writing.refuse(UserError::required(&proposer_at));
        }
        let appeals = find_appeals(writing, &self.appeal_ids, true).await?;
        writing.check()?;
        let topic = Topic {
            id: writing.new_id(),
            committee_id: committee,
            title,
            source: self.source,
            status: TopicStatus::Collected,
            locality_code: locality.or_else(|| appeals.first().and_then(|it| it.locality_code)),
            proposer_id,
            collected_on: writing.today,
            version: 1,
            is_generated: false,
        };
        insert_topics(writing.transaction, std::slice::from_ref(&topic)).await?;
        transfer_appeals(writing, appeals, &Target::Topic(topic.id.clone())).await?;
        Ok(topic)
    }
}

/// `MoveTopicInput`.
#[derive(Debug, Deserialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct MoveTopic {
    expected_version: i64,
    to: TopicStatus,
}

impl Mutation for MoveTopic {
    const FIELD: &'static str = "moveTopic";
    const KEY: &'static str = "id";
    const AUTHORITY: Authority = Authority::Own(&[Leader, Office, Admin]);
    type Record = Topic;

    async fn run(self, id: RecordId, writing: &mut Writing<'_>) -> Result<Topic, Refusal> {
        let seen: Topic = writing.seen(Self::KEY, &id, self.expected_version).await?;
        writing.moves(MOVES, seen.status, self.to);
        if self.to == TopicStatus::Consulted {
            let zh = "由召开协商写入";
            let en = "it is consulted by the event that is held on it";
            writing.refuse(UserError::new(UserErrorCode::Invalid, &["input", "to"], zh, en));
        }
        writing.check()?;
        let topic = Topic { status: self.to, version: seen.version + 1, ..seen };
        update_row(writing.transaction, &topic, "id", &topic.id).await?;
        Ok(topic)
    }
}
