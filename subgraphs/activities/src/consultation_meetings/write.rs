//! Writes of meetings: planned, undertaken, held, and followed until suggestions are taken up.

use std::collections::BTreeSet;

use qianzhan_network::{
    CallerRole::{Admin, Clerk, Office},
    RecordId, StoreError,
    database::{Sql, Transaction},
    records::members::SectorCode,
    writes::{Authority, Moves, Mutation, Refusal, UserError, UserErrorCode, Writing, update_row},
};
use serde::Deserialize;

use super::{
    ConsultationMeeting, ConsultationSeries, MeetingSpeaker, MeetingStatus, MeetingSuggestion,
    insert_consultation_meetings, insert_meeting_speakers, insert_meeting_suggestions,
};
use crate::consultation_plans::{ConsultationPlan, PlanStatus};

const MAX_TITLE_CHARACTERS: usize = 200;
const MAX_NAME_CHARACTERS: usize = 100;
const MAX_TEXT_CHARACTERS: usize = 1_000;
const MAX_ITEMS: usize = 200;

/// 年度计划 → 承办 → 调研 → 召开 → 建议 → 采纳; one may be held without a survey of its own.
const MOVES: Moves<MeetingStatus> = {
    use MeetingStatus::{Adopted, Held, Planned, Suggested, Surveyed, Undertaken};
    Moves(&[
        (Planned, &[Undertaken]),
        (Undertaken, &[Surveyed, Held]),
        (Surveyed, &[Held]),
        (Held, &[Suggested]),
        (Suggested, &[Adopted]),
    ])
};

/// `PlanConsultationMeetingInput`.
#[derive(Debug, Deserialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct PlanConsultationMeeting {
    series: ConsultationSeries,
    title: String,
    host: String,
    plan_id: Option<String>,
    topic_id: Option<String>,
    held_on: String,
}

impl Mutation for PlanConsultationMeeting {
    const FIELD: &'static str = "planConsultationMeeting";
    const KEY: &'static str = "committeeId";
    const AUTHORITY: Authority = Authority::Own(&[Clerk, Office, Admin]);
    type Record = ConsultationMeeting;

    async fn run(
        self,
        committee: RecordId,
        writing: &mut Writing<'_>,
    ) -> Result<ConsultationMeeting, Refusal> {
        let title = writing.text(&["input", "title"], &self.title, MAX_TITLE_CHARACTERS);
        let host = writing.text(&["input", "host"], &self.host, MAX_NAME_CHARACTERS);
        let topic_id = writing.id(&["input", "topicId"], self.topic_id.as_deref());
        let held_on = writing.day(&["input", "heldOn"], &self.held_on);
        let plan_at = ["input", "planId"];
        let plan: Option<ConsultationPlan> =
            writing.own_record(&plan_at, self.plan_id.as_deref()).await?;
        if plan.as_ref().is_some_and(|plan| plan.status != PlanStatus::Published) {
            let (zh, en) = ("计划尚未公布", "the plan is not published");
            writing.refuse(UserError::new(UserErrorCode::Invalid, &plan_at, zh, en));
        }
        writing.check()?;
        let meeting = ConsultationMeeting {
            id: writing.new_id(),
            committee_id: committee,
            series: self.series,
            title,
            host,
            plan_id: plan.map(|it| it.id),
            topic_id,
            held_on,
            status: MeetingStatus::Planned,
            member_count: 0,
            suggestion_count: 0,
            adopted_count: 0,
            version: 1,
            is_generated: false,
        };
        insert_consultation_meetings(writing.transaction, std::slice::from_ref(&meeting)).await?;
        Ok(meeting)
    }
}

/// `MeetingSpeakerInput`.
#[derive(Debug, Deserialize)]
#[serde(rename_all = "camelCase")]
struct Speaker {
    member_id: Option<String>,
    sector: Option<SectorCode>,
    body: Option<String>,
}

/// `MeetingSuggestionInput`.
#[derive(Debug, Deserialize)]
#[serde(rename_all = "camelCase")]
struct Suggestion {
    member_id: Option<String>,
    text: String,
}

/// `MoveConsultationMeetingInput`.
#[derive(Debug, Deserialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct MoveConsultationMeeting {
    expected_version: i64,
    to: MeetingStatus,
    member_count: Option<i64>,
    speakers: Option<Vec<Speaker>>,
    suggestions: Option<Vec<Suggestion>>,
    adopted: Option<Vec<i64>>,
    adopted_in: Option<String>,
}

impl Mutation for MoveConsultationMeeting {
    const FIELD: &'static str = "moveConsultationMeeting";
    const KEY: &'static str = "id";
    const AUTHORITY: Authority = Authority::Own(&[Clerk, Office, Admin]);
    type Record = ConsultationMeeting;

    async fn run(
        self,
        id: RecordId,
        writing: &mut Writing<'_>,
    ) -> Result<ConsultationMeeting, Refusal> {
        let seen: ConsultationMeeting = writing.seen(Self::KEY, &id, self.expected_version).await?;
        writing.moves(MOVES, seen.status, self.to);
        self.check_places(writing);
        let mut meeting =
            ConsultationMeeting { status: self.to, version: seen.version + 1, ..seen };
        if self.to == MeetingStatus::Held && meeting.held_on > writing.today {
            let zh = format!("计划的日期 {} 未到", meeting.held_on);
            let en = format!("its day, {}, has not come", meeting.held_on);
            writing.refuse(UserError::new(UserErrorCode::Invalid, &["input", "to"], zh, en));
        }
        let speakers = self.speakers(writing, &id);
        if let Some(count) = self.member_count {
            let at = ["input", "memberCount"];
            meeting.member_count = writing.count(&at, count);
            let spoke = speakers.iter().filter(|it| !it.is_public).count();
            if (meeting.member_count as usize) < spoke {
                let zh = format!("发言的委员有 {spoke} 名");
                let en = format!("{spoke} members spoke");
                writing.refuse(UserError::new(UserErrorCode::Invalid, &at, zh, en));
            }
        }
        let suggestions = self.suggestions(writing, &id);
        if self.to == MeetingStatus::Suggested {
            meeting.suggestion_count = suggestions.len() as u32;
        }
        let adopted = self.adopted(writing, meeting.suggestion_count);
        if self.to == MeetingStatus::Adopted {
            meeting.adopted_count = adopted.len() as u32;
        }
        let adopted_in_at = ["input", "adoptedIn"];
        let adopted_in =
            writing.optional_text(&adopted_in_at, self.adopted_in.as_deref(), MAX_TITLE_CHARACTERS);
        writing.check()?;
        update_row(writing.transaction, &meeting, "id", &meeting.id).await?;
        insert_meeting_speakers(writing.transaction, &speakers).await?;
        insert_meeting_suggestions(writing.transaction, &suggestions).await?;
        for ordinal in adopted {
            adopt(writing.transaction, &id, ordinal, adopted_in.as_deref()).await?;
        }
        Ok(meeting)
    }
}

impl MoveConsultationMeeting {
    fn check_places(&self, writing: &mut Writing<'_>) {
        use MeetingStatus::{Adopted, Held, Suggested};
        for (field, is_given, at, is_needed) in [
            ("memberCount", self.member_count.is_some(), Held, true),
            ("speakers", self.speakers.is_some(), Held, false),
            ("suggestions", self.suggestions.is_some(), Suggested, true),
            ("adopted", self.adopted.is_some(), Adopted, true),
            ("adoptedIn", self.adopted_in.is_some(), Adopted, false),
        ] {
            writing.only_with(field, is_given, self.to, &[at]);
            if is_needed {
                writing.needed_with(field, is_given, self.to, &[at]);
            }
        }
    }

    fn speakers(&self, writing: &mut Writing<'_>, meeting: &RecordId) -> Vec<MeetingSpeaker> {
        let at = ["input", "speakers"];
        let given = self.speakers.as_deref().unwrap_or_default();
        writing.at_most(&at, given.len(), MAX_ITEMS);
        let mut speakers = Vec::with_capacity(given.len());
        for (speaker, ordinal) in given.iter().zip(0..) {
            let index = u32::to_string(&ordinal);
            let at = |field| [at[0], at[1], &index, field];
            let body = speaker.body.as_deref();
            speakers.push(MeetingSpeaker {
                meeting_id: meeting.clone(),
                ordinal,
                member_id: writing.id(&at("memberId"), speaker.member_id.as_deref()),
                sector: speaker.sector,
                body: writing.optional_text(&at("body"), body, MAX_NAME_CHARACTERS),
                is_public: speaker.member_id.is_none(),
            });
        }
        speakers
    }

    fn suggestions(&self, writing: &mut Writing<'_>, meeting: &RecordId) -> Vec<MeetingSuggestion> {
        let at = ["input", "suggestions"];
        let given = self.suggestions.as_deref().unwrap_or_default();
        writing.at_most(&at, given.len(), MAX_ITEMS);
        let mut suggestions = Vec::with_capacity(given.len());
        for (suggestion, ordinal) in given.iter().zip(0..) {
            let index = u32::to_string(&ordinal);
            let at = |field| [at[0], at[1], &index, field];
            suggestions.push(MeetingSuggestion {
                meeting_id: meeting.clone(),
                ordinal,
                member_id: writing.id(&at("memberId"), suggestion.member_id.as_deref()),
                text: writing.text(&at("text"), &suggestion.text, MAX_TEXT_CHARACTERS),
                is_adopted: false,
                adopted_in: None,
            });
        }
        suggestions
    }

    /// The ordinals of the suggestions that were taken up, from 0.
    fn adopted(&self, writing: &mut Writing<'_>, suggestions: u32) -> BTreeSet<i64> {
        let mut adopted = BTreeSet::new();
        for (index, number) in self.adopted.iter().flatten().enumerate() {
            let index = index.to_string();
            let at = ["input", "adopted", &index];
            let number = writing.number_within(&at, *number, 1, suggestions.into());
            if !adopted.insert(number - 1) {
                let (zh, en) = ("同一条写了两次", "the suggestion is there twice");
                writing.refuse(UserError::new(UserErrorCode::AlreadyExists, &at, zh, en));
            }
        }
        adopted
    }
}

async fn adopt(
    transaction: &mut Transaction,
    meeting: &RecordId,
    ordinal: i64,
    adopted_in: Option<&str>,
) -> Result<(), StoreError> {
    let mut sql = Sql::new("UPDATE meeting_suggestions SET is_adopted = ");
    sql.push_bind(true).push(", adopted_in = ").push_bind(adopted_in);
    sql.push(" WHERE meeting_id = ").push_bind(meeting.clone());
    sql.push(" AND ordinal = ").push_bind(ordinal);
    transaction.execute(sql).await?;
    Ok(())
}
