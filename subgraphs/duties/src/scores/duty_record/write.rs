//! Records a thing that a member did. Whether its source is there is its owner's to know.

use qianzhan_network::{
    RecordId,
    database::{Sql, insert_rows},
    writes::{Authority, Mutation, Refusal, UserError, UserErrorCode, Writing},
};
use serde::Deserialize;

use super::DutyRecord;
use crate::{
    checks::{MAX_REPORT_CHARACTERS, MAX_TITLE_CHARACTERS, MEMBERS, member_in_office},
    scores::DutyItem,
};

/// `RecordDutyInput`.
#[derive(Debug, Deserialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct RecordDuty {
    member_id: String,
    item: DutyItem,
    done_on: Option<String>,
    title: String,
    text: Option<String>,
    source_id: Option<String>,
    /// The contract's default is filled in here: the executor leaves out what an input object lacks.
    #[serde(default)]
    is_event: bool,
}

impl Mutation for RecordDuty {
    const FIELD: &'static str = "recordDuty";
    const KEY: &'static str = "committeeId";
    const AUTHORITY: Authority = MEMBERS;
    type Record = DutyRecord;

    async fn run(
        self,
        _committee: RecordId,
        writing: &mut Writing<'_>,
    ) -> Result<DutyRecord, Refusal> {
        let member_at = ["input", "memberId"];
        let member = member_in_office(writing, &member_at, &self.member_id).await?;
        if !self.item.is_recorded() {
            let (zh, en) = ("此事项由其自己的记录计", "the item has records of its own");
            writing.invalid(&["input", "item"], zh, en);
        }
        let done_on = writing.past_day(&["input", "doneOn"], self.done_on.as_deref());
        let title = writing.text(&["input", "title"], &self.title, MAX_TITLE_CHARACTERS);
        let text_at = ["input", "text"];
        let text = writing.optional_text(&text_at, self.text.as_deref(), MAX_REPORT_CHARACTERS);
        if text.is_none() && self.item == DutyItem::Report {
            writing.refuse(UserError::required(&text_at));
        }
        let source_at = ["input", "sourceId"];
        let source_id = writing.id(&source_at, self.source_id.as_deref());
        if self.is_event && self.source_id.is_none() {
            writing.refuse(UserError::required(&source_at));
        }
        if let (Some(member), Some(source)) = (&member, &source_id) {
            let mut sql = Sql::new("SELECT COUNT(*) FROM duty_records WHERE member_id = ");
            sql.push_bind(member.id.clone()).push(" AND source_id = ").push_bind(source.clone());
            sql.push(" AND item = ").push_bind(self.item);
            let (known,): (i64,) = writing.transaction.fetch_one(sql).await?;
            if known > 0 {
                let (zh, en) = ("此来源已记过", "the source has been recorded");
                writing.refuse(UserError::new(UserErrorCode::AlreadyExists, &source_at, zh, en));
            }
        }
        writing.check()?;
        let member = member.ok_or_else(|| UserError::not_found(&member_at))?;
        let record = DutyRecord {
            id: writing.new_id(),
            committee_id: member.committee_id,
            member_id: member.id,
            item: self.item,
            done_on,
            title,
            text,
            source_id,
            is_event: self.is_event,
            version: 1,
            is_generated: false,
        };
        insert_rows(writing.transaction, std::slice::from_ref(&record)).await?;
        Ok(record)
    }
}
