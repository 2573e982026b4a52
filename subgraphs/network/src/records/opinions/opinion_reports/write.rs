//! Writes of opinion reports at their origin: collected, edited, submitted.

use serde::Deserialize;

use super::{OpinionReport, OpinionReportStatus, insert_opinion_reports};
use crate::{
    callers::CallerRole::{Admin, Clerk, Member, Office},
    record_id::RecordId,
    records::{
        appeals::{Target, find_appeals, transfer_appeals},
        consultation_events::ConsultationEvent,
    },
    region::Level,
    search::{Searchable, index_documents},
    writes::{Authority, Moves, Mutation, Refusal, UserError, UserErrorCode, Writing, update_row},
};

const MAX_TITLE_CHARACTERS: usize = 200;
const MAX_TEXT_CHARACTERS: usize = 8_000;

/// 收集 → 整理 → 报送. What superiors do with it stands in their own records.
const MOVES: Moves<OpinionReportStatus> = {
    use OpinionReportStatus::{Collected, Edited, Submitted};
    Moves(&[(Collected, &[Edited]), (Edited, &[Submitted, Collected])])
};

/// `CollectOpinionReportInput`.
#[derive(Debug, Deserialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct CollectOpinionReport {
    title: String,
    text: String,
    author_id: Option<String>,
    source_event_id: Option<String>,
    #[serde(default)]
    appeal_ids: Vec<String>,
}

impl Mutation for CollectOpinionReport {
    const FIELD: &'static str = "collectOpinionReport";
    const KEY: &'static str = "committeeId";
    const AUTHORITY: Authority = Authority::Own(&[Member, Clerk, Office, Admin]);
    type Record = OpinionReport;

    async fn run(
        self,
        committee: RecordId,
        writing: &mut Writing<'_>,
    ) -> Result<OpinionReport, Refusal> {
        let title = writing.text(&["input", "title"], &self.title, MAX_TITLE_CHARACTERS);
        let text = writing.text(&["input", "text"], &self.text, MAX_TEXT_CHARACTERS);
        let author_id = writing.id(&["input", "authorId"], self.author_id.as_deref());
        let event_at = ["input", "sourceEventId"];
        let event: Option<ConsultationEvent> =
            writing.own_record(&event_at, self.source_event_id.as_deref()).await?;
        let appeals = find_appeals(writing, &self.appeal_ids, false).await?;
        writing.check()?;
        let report = OpinionReport {
            id: writing.new_id(),
            committee_id: committee,
            title,
            author_id,
            source_event_id: event.map(|it| it.id),
            status: OpinionReportStatus::Collected,
            submitted_on: None,
            submitted_to: None,
            written_on: writing.today,
            text: Some(text),
            version: 1,
            is_generated: false,
        };
        insert_opinion_reports(writing.transaction, std::slice::from_ref(&report)).await?;
        transfer_appeals(writing, appeals, &Target::OpinionReport(report.id.clone())).await?;
        Ok(report)
    }
}

/// `MoveOpinionReportInput`.
#[derive(Debug, Deserialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct MoveOpinionReport {
    expected_version: i64,
    to: OpinionReportStatus,
    text: Option<String>,
    submitted_to: Option<Level>,
}

impl Mutation for MoveOpinionReport {
    const FIELD: &'static str = "moveOpinionReport";
    const KEY: &'static str = "id";
    const AUTHORITY: Authority = Authority::Own(&[Clerk, Office, Admin]);
    type Record = OpinionReport;

    async fn run(self, id: RecordId, writing: &mut Writing<'_>) -> Result<OpinionReport, Refusal> {
        let seen: OpinionReport = writing.seen(Self::KEY, &id, self.expected_version).await?;
        writing.moves(MOVES, seen.status, self.to);
        let text_at = ["input", "text"];
        let text = writing.optional_text(&text_at, self.text.as_deref(), MAX_TEXT_CHARACTERS);
        if text.is_some() && self.to != OpinionReportStatus::Edited {
            let (zh, en) = ("整理时才可改正文", "the text changes when it is edited");
            writing.refuse(UserError::new(UserErrorCode::Invalid, &text_at, zh, en));
        }
        let level_at = ["input", "submittedTo"];
        let is_submitted = self.to == OpinionReportStatus::Submitted;
        match self.submitted_to {
            None if is_submitted => writing.refuse(UserError::required(&level_at)),
            Some(level) if !is_submitted || !is_above(level, &writing.owner.to_string()) => {
                let zh = "报送时写，须是本级以上的级别";
                let en = "when submitting, a level at or above its own";
                writing.refuse(UserError::new(UserErrorCode::Invalid, &level_at, zh, en));
            }
            _ => {}
        }
        writing.check()?;
        let report = OpinionReport {
            status: self.to,
            text: text.or(seen.text),
            submitted_on: is_submitted.then_some(writing.today),
            submitted_to: self.submitted_to,
            version: seen.version + 1,
            ..seen
        };
        update_row(writing.transaction, &report, "id", &report.id).await?;
        index_documents(writing.transaction, &[report.document()]).await?;
        Ok(report)
    }
}

/// Whether a committee of the region may submit to the level: its own committee's desk, or above.
fn is_above(level: Level, region: &str) -> bool {
    match level {
        Level::Province => true,
        Level::City => !region.ends_with("0000"),
        Level::County => !region.ends_with("00"),
        Level::Township | Level::Village => false,
    }
}
