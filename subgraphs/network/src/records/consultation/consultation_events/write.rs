//! Writes of consultation events: planned, held, and followed until what was found is solved.

use std::collections::HashSet;

use serde::Deserialize;

use super::{
    Attendance, ConsultationEvent, ConsultationEventStatus, ConsultationKind, ConsultationMode,
    EventRole, Outcome, OutcomeKind, OutcomeStatus, VenueKind, insert_attendance,
    insert_consultation_events, insert_outcomes,
};
use crate::{
    callers::CallerRole::{Admin, Clerk, Office},
    database::{Sql, StoreError, Transaction},
    date::Date,
    record_id::RecordId,
    records::{
        members::SectorCode,
        platforms::Platform,
        topics::{Topic, TopicStatus},
    },
    region::Level,
    writes::{
        Authority, Moves, Mutation, Refusal, UserError, UserErrorCode, Writable, Writing,
        update_row,
    },
};

const MAX_TITLE_CHARACTERS: usize = 200;
const MAX_TEXT_CHARACTERS: usize = 1_000;
/// Most members present, and most suggestions.
const MAX_ITEMS: usize = 500;

/// 计划 → 召开 → 形成意见 → 采纳 → 落实 → 解决.
const MOVES: Moves<ConsultationEventStatus> = {
    use ConsultationEventStatus::{Adopted, CarriedOut, Held, Planned, Solved, Suggested};
    Moves(&[
        (Planned, &[Held]),
        (Held, &[Suggested]),
        (Suggested, &[Adopted]),
        (Adopted, &[CarriedOut]),
        (CarriedOut, &[Solved]),
    ])
};

/// `PlanConsultationEventInput`.
#[derive(Debug, Deserialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct PlanConsultationEvent {
    title: String,
    kind: ConsultationKind,
    venue: VenueKind,
    /// The contract's default is filled in here: the executor leaves out what an input object lacks.
    #[serde(default = "on_site")]
    mode: ConsultationMode,
    held_on: String,
    platform_id: Option<String>,
    locality_code: Option<String>,
    topic_id: Option<String>,
    brand: Option<String>,
}

fn on_site() -> ConsultationMode {
    ConsultationMode::OnSite
}

impl Mutation for PlanConsultationEvent {
    const FIELD: &'static str = "planConsultationEvent";
    const KEY: &'static str = "committeeId";
    const AUTHORITY: Authority = Authority::Own(&[Clerk, Office, Admin]);
    type Record = ConsultationEvent;

    async fn run(
        self,
        committee: RecordId,
        writing: &mut Writing<'_>,
    ) -> Result<ConsultationEvent, Refusal> {
        let title = writing.text(&["input", "title"], &self.title, MAX_TITLE_CHARACTERS);
        let brand_at = ["input", "brand"];
        let brand = writing.optional_text(&brand_at, self.brand.as_deref(), MAX_TITLE_CHARACTERS);
        let day = self.held_on.parse::<Date>().ok();
        if day.is_none() {
            let (zh, en) = ("须为日期 YYYY-MM-DD", "must be a date YYYY-MM-DD");
            let at = ["input", "heldOn"];
            writing.refuse(UserError::new(UserErrorCode::Invalid, &at, zh, en));
        }
        let platform: Option<Platform> =
            writing.own_record(&["input", "platformId"], self.platform_id.as_deref()).await?;
        let locality =
            writing.locality(&["input", "localityCode"], self.locality_code.as_deref()).await?;
        let topic_at = ["input", "topicId"];
        let topic: Option<Topic> = writing.own_record(&topic_at, self.topic_id.as_deref()).await?;
        let may_be_consulted =
            |topic: &Topic| matches!(topic.status, TopicStatus::Approved | TopicStatus::Consulted);
        if topic.as_ref().is_some_and(|topic| !may_be_consulted(topic)) {
            let (zh, en) = ("议题尚未审定", "the topic is not approved");
            writing.refuse(UserError::new(UserErrorCode::Invalid, &topic_at, zh, en));
        }
        writing.check()?;
        let of_platform = platform.as_ref().and_then(|it| it.locality_code);
        let of_topic = topic.as_ref().and_then(|it| it.locality_code);
        let event = ConsultationEvent {
            id: writing.new_id(),
            committee_id: committee,
            title,
            kind: self.kind,
            venue: self.venue,
            mode: self.mode,
            status: ConsultationEventStatus::Planned,
            held_on: day.unwrap_or(writing.today),
            platform_id: platform.map(|it| it.id),
            locality_code: locality.or(of_platform).or(of_topic),
            topic_id: topic.map(|it| it.id),
            member_count: 0,
            resident_count: 0,
            suggestion_count: 0,
            problems_found: 0,
            problems_solved: 0,
            brand,
            version: 1,
            is_generated: false,
        };
        insert_consultation_events(writing.transaction, std::slice::from_ref(&event)).await?;
        Ok(event)
    }
}

/// `AttendanceInput`.
#[derive(Debug, Deserialize)]
#[serde(rename_all = "camelCase")]
struct Present {
    member_id: String,
    level: Level,
    sector: SectorCode,
    #[serde(default = "participant")]
    role: EventRole,
}

fn participant() -> EventRole {
    EventRole::Participant
}

/// `MoveConsultationEventInput`.
#[derive(Debug, Deserialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct MoveConsultationEvent {
    expected_version: i64,
    to: ConsultationEventStatus,
    attendance: Option<Vec<Present>>,
    resident_count: Option<i64>,
    problems_found: Option<i64>,
    suggestions: Option<Vec<String>>,
    problems_solved: Option<i64>,
}

impl Mutation for MoveConsultationEvent {
    const FIELD: &'static str = "moveConsultationEvent";
    const KEY: &'static str = "id";
    const AUTHORITY: Authority = Authority::Own(&[Clerk, Office, Admin]);
    type Record = ConsultationEvent;

    async fn run(
        self,
        id: RecordId,
        writing: &mut Writing<'_>,
    ) -> Result<ConsultationEvent, Refusal> {
        use ConsultationEventStatus::{Held, Solved, Suggested};
        let seen: ConsultationEvent = writing.seen(Self::KEY, &id, self.expected_version).await?;
        writing.moves(MOVES, seen.status, self.to);
        let mut event = ConsultationEvent { status: self.to, version: seen.version + 1, ..seen };
        self.refuse_out_of_place(writing);
        let attendance = self.check_attendance(writing, &event.id);
        if self.to == Held {
            if event.held_on > writing.today {
                let zh = format!("计划的日期 {} 未到", event.held_on);
                let en = format!("its day, {}, has not come", event.held_on);
                let at = ["input", "to"];
                writing.refuse(UserError::new(UserErrorCode::Invalid, &at, zh, en));
            }
            event.member_count = attendance.len() as u32;
            let residents = self.resident_count.unwrap_or(0);
            event.resident_count = writing.count(&["input", "residentCount"], residents);
            let found = self.problems_found.unwrap_or(0);
            event.problems_found = writing.count(&["input", "problemsFound"], found);
        }
        let suggestions = self.check_suggestions(writing, &event.id);
        if self.to == Suggested {
            event.suggestion_count = suggestions.len() as u32;
        }
        if self.to == Solved {
            let at = ["input", "problemsSolved"];
            match self.problems_solved {
                None => writing.refuse(UserError::required(&at)),
                Some(solved) => event.problems_solved = writing.count(&at, solved),
            }
        }
        writing.check()?;
        update_row(writing.transaction, &event, "id", &event.id).await?;
        insert_attendance(writing.transaction, &attendance).await?;
        insert_outcomes(writing.transaction, &suggestions).await?;
        if let Some(status) = outcome_status(self.to) {
            update_outcomes(writing.transaction, &event.id, status).await?;
        }
        if self.to == Held
            && let Some(topic) = &event.topic_id
        {
            consult_topic(writing, topic).await?;
        }
        Ok(event)
    }
}

impl MoveConsultationEvent {
    /// What belongs to another move is not taken in silence.
    fn refuse_out_of_place(&self, writing: &mut Writing<'_>) {
        use ConsultationEventStatus::{Held, Solved, Suggested};
        for (field, is_given, at) in [
            ("attendance", self.attendance.is_some(), Held),
            ("residentCount", self.resident_count.is_some(), Held),
            ("problemsFound", self.problems_found.is_some(), Held),
            ("suggestions", self.suggestions.is_some(), Suggested),
            ("problemsSolved", self.problems_solved.is_some(), Solved),
        ] {
            if is_given && self.to != at {
                let zh = format!("只在到 {at} 时填写");
                let en = format!("is given with the move to {at}");
                let field = ["input", field];
                writing.refuse(UserError::new(UserErrorCode::Invalid, &field, zh, en));
            }
        }
    }

    fn check_attendance(&self, writing: &mut Writing<'_>, event: &RecordId) -> Vec<Attendance> {
        let at = ["input", "attendance"];
        let present = self.attendance.as_deref().unwrap_or_default();
        refuse_too_many(writing, &at, present.len());
        let mut seen = HashSet::new();
        let mut attendance = Vec::with_capacity(present.len());
        for (index, present) in present.iter().enumerate() {
            let index = index.to_string();
            let at = [at[0], at[1], &index, "memberId"];
            let Some(member_id) = writing.id(&at, Some(&present.member_id)) else { continue };
            if !seen.insert(member_id.clone()) {
                let (zh, en) = ("同一委员写了两次", "the member is there twice");
                writing.refuse(UserError::new(UserErrorCode::AlreadyExists, &at, zh, en));
            }
            attendance.push(Attendance {
                event_id: event.clone(),
                member_id,
                level: present.level,
                sector: present.sector,
                role: present.role,
            });
        }
        attendance
    }

    fn check_suggestions(&self, writing: &mut Writing<'_>, event: &RecordId) -> Vec<Outcome> {
        let at = ["input", "suggestions"];
        let texts = self.suggestions.as_deref().unwrap_or_default();
        refuse_too_many(writing, &at, texts.len());
        if self.to == ConsultationEventStatus::Suggested && texts.is_empty() {
            writing.refuse(UserError::required(&at));
        }
        let outcomes = texts.iter().zip(0..).map(|(text, ordinal): (_, u32)| {
            let index = ordinal.to_string();
            let text = writing.text(&[at[0], at[1], &index], text, MAX_TEXT_CHARACTERS);
            Outcome {
                event_id: event.clone(),
                ordinal,
                kind: OutcomeKind::Suggestion,
                text,
                status: OutcomeStatus::Proposed,
            }
        });
        outcomes.collect()
    }
}

fn refuse_too_many(writing: &mut Writing<'_>, at: &[&str], count: usize) {
    if count > MAX_ITEMS {
        let (zh, en) = (format!("至多 {MAX_ITEMS} 项"), format!("at most {MAX_ITEMS}"));
        writing.refuse(UserError::new(UserErrorCode::TooLong, at, zh, en));
    }
}

/// How far the suggestions have come with the event.
fn outcome_status(status: ConsultationEventStatus) -> Option<OutcomeStatus> {
    match status {
        ConsultationEventStatus::Adopted => Some(OutcomeStatus::Adopted),
        ConsultationEventStatus::CarriedOut => Some(OutcomeStatus::CarriedOut),
        _ => None,
    }
}

async fn update_outcomes(
    transaction: &mut Transaction,
    event: &RecordId,
    status: OutcomeStatus,
) -> Result<(), StoreError> {
    let mut sql = Sql::new("UPDATE outcomes SET status = ");
    sql.push_bind(status).push(" WHERE event_id = ").push_bind(event.clone());
    sql.push(" AND kind = 'SUGGESTION'");
    transaction.execute(sql).await?;
    Ok(())
}

/// A topic on which an event was held has been consulted.
async fn consult_topic(writing: &mut Writing<'_>, id: &RecordId) -> Result<(), Refusal> {
    if let Some(topic) = Topic::find(writing.transaction, id).await?
        && topic.status == TopicStatus::Approved
    {
        let version = topic.version + 1;
        let topic = Topic { status: TopicStatus::Consulted, version, ..topic };
        update_row(writing.transaction, &topic, "id", id).await?;
    }
    Ok(())
}
