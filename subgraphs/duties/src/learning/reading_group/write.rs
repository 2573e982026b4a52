//! Writes of reading groups: founded, and what they did.

use qianzhan_network::{
    RecordId,
    database::{Sql, insert_rows},
    writes::{Authority, Mutation, Refusal, Writing, update_row},
};
use serde::Deserialize;

use super::{ReadingActivity, ReadingGroup};
use crate::checks::{CLERKS, MAX_TITLE_CHARACTERS, MEMBERS};

const MAX_GROUP_CHARACTERS: usize = 100;

/// `FoundReadingGroupInput`.
#[derive(Debug, Deserialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct FoundReadingGroup {
    name: String,
    /// The contract's default is filled in here: the executor leaves out what an input object lacks.
    #[serde(default = "online")]
    is_online: bool,
    parent_id: Option<String>,
    on: Option<String>,
}

fn online() -> bool {
    true
}

impl Mutation for FoundReadingGroup {
    const FIELD: &'static str = "foundReadingGroup";
    const KEY: &'static str = "committeeId";
    const AUTHORITY: Authority = CLERKS;
    type Record = ReadingGroup;

    async fn run(
        self,
        _committee: RecordId,
        writing: &mut Writing<'_>,
    ) -> Result<ReadingGroup, Refusal> {
        let name = writing.text(&["input", "name"], &self.name, MAX_GROUP_CHARACTERS);
        let parent_at = ["input", "parentId"];
        let parent =
            writing.own_record::<ReadingGroup>(&parent_at, self.parent_id.as_deref()).await?;
        if parent.as_ref().is_some_and(|it| it.parent_id.is_some()) {
            writing.invalid(&parent_at, "不是总群", "no main group");
        }
        let founded_on = writing.past_day(&["input", "on"], self.on.as_deref());
        writing.check()?;
        let group = ReadingGroup {
            id: writing.new_id(),
            committee_id: RecordId::committee(writing.owner),
            name,
            is_online: self.is_online,
            parent_id: parent.map(|it| it.id),
            founded_on,
            version: 1,
            is_generated: false,
        };
        insert_rows(writing.transaction, std::slice::from_ref(&group)).await?;
        Ok(group)
    }
}

/// `RecordReadingActivityInput`.
#[derive(Debug, Deserialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct RecordReadingActivity {
    expected_version: i64,
    on: Option<String>,
    title: String,
    participants: i64,
}

impl Mutation for RecordReadingActivity {
    const FIELD: &'static str = "recordReadingActivity";
    const KEY: &'static str = "id";
    const AUTHORITY: Authority = MEMBERS;
    type Record = ReadingGroup;

    async fn run(self, id: RecordId, writing: &mut Writing<'_>) -> Result<ReadingGroup, Refusal> {
        let seen: ReadingGroup = writing.seen(Self::KEY, &id, self.expected_version).await?;
        let held_on = writing.past_day(&["input", "on"], self.on.as_deref());
        if held_on < seen.founded_on {
            writing.invalid(&["input", "on"], "早于建立", "before the group was founded");
        }
        let title = writing.text(&["input", "title"], &self.title, MAX_TITLE_CHARACTERS);
        writing.count(&["input", "participants"], self.participants);
        writing.check()?;
        let mut sql = Sql::new("SELECT COUNT(*) FROM reading_activities WHERE group_id = ");
        sql.push_bind(seen.id.clone());
        let (ordinal,): (i64,) = writing.transaction.fetch_one(sql).await?;
        let group = ReadingGroup { version: seen.version + 1, ..seen };
        update_row(writing.transaction, &group, "id", &group.id).await?;
        let activity = ReadingActivity {
            group_id: group.id.clone(),
            ordinal,
            held_on,
            title,
            participants: self.participants,
        };
        insert_rows(writing.transaction, &[activity]).await?;
        Ok(group)
    }
}
