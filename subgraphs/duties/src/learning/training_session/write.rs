//! Writes of training sessions: planned, held, and who came registered.

use qianzhan_network::{
    Date, RecordId,
    search::insert_indexed,
    writes::{Authority, Moves, Mutation, Refusal, UserError, Writing, update_row},
};
use serde::Deserialize;

use super::{TrainingKind, TrainingSession, TrainingStatus};
use crate::checks::{CLERKS, MAX_TITLE_CHARACTERS};

/// 计划 → 举办 → 登记.
const MOVES: Moves<TrainingStatus> = {
    use TrainingStatus::{Held, Planned, Registered};
    Moves(&[(Planned, &[Held]), (Held, &[Registered])])
};

/// `PlanTrainingInput`.
#[derive(Debug, Deserialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct PlanTraining {
    title: String,
    kind: TrainingKind,
    on: String,
}

impl Mutation for PlanTraining {
    const FIELD: &'static str = "planTraining";
    const KEY: &'static str = "committeeId";
    const AUTHORITY: Authority = CLERKS;
    type Record = TrainingSession;

    async fn run(
        self,
        _committee: RecordId,
        writing: &mut Writing<'_>,
    ) -> Result<TrainingSession, Refusal> {
        let title = writing.text(&["input", "title"], &self.title, MAX_TITLE_CHARACTERS);
        let held_on = self.on.parse::<Date>();
        if held_on.is_err() {
            writing.invalid(&["input", "on"], "不是日期", "no date");
        }
        writing.check()?;
        let session = TrainingSession {
            id: writing.new_id(),
            committee_id: RecordId::committee(writing.owner),
            title,
            kind: self.kind,
            status: TrainingStatus::Planned,
            held_on: held_on.unwrap_or(writing.today),
            participants: None,
            version: 1,
            is_generated: false,
        };
        insert_indexed(writing.transaction, std::slice::from_ref(&session)).await?;
        Ok(session)
    }
}

/// `MoveTrainingInput`.
#[derive(Debug, Deserialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct MoveTraining {
    expected_version: i64,
    to: TrainingStatus,
    on: Option<String>,
    participants: Option<i64>,
}

impl Mutation for MoveTraining {
    const FIELD: &'static str = "moveTraining";
    const KEY: &'static str = "id";
    const AUTHORITY: Authority = CLERKS;
    type Record = TrainingSession;

    async fn run(
        self,
        id: RecordId,
        writing: &mut Writing<'_>,
    ) -> Result<TrainingSession, Refusal> {
        let seen: TrainingSession = writing.seen(Self::KEY, &id, self.expected_version).await?;
        writing.moves(MOVES, seen.status, self.to);
        let on_at = ["input", "on"];
        let mut held_on = seen.held_on;
        if self.to == TrainingStatus::Held {
            if self.on.is_some() {
                held_on = writing.past_day(&on_at, self.on.as_deref());
            } else if held_on > writing.today {
                writing.invalid(
                    &on_at,
                    "所计划的日子未到",
                    "the day it is planned for has not come",
                );
            }
        } else if self.on.is_some() {
            writing.invalid(&on_at, "举办时才写", "it is given when it is held");
        }
        let participants_at = ["input", "participants"];
        let is_registered = self.to == TrainingStatus::Registered;
        match self.participants {
            Some(participants) if is_registered => {
                writing.count(&participants_at, participants);
            }
            Some(_) => writing.invalid(&participants_at, "登记时才写", "given when registered"),
            None if is_registered => writing.refuse(UserError::required(&participants_at)),
            None => {}
        }
        writing.check()?;
        let session = TrainingSession {
            status: self.to,
            held_on,
            participants: self.participants,
            version: seen.version + 1,
            ..seen
        };
        update_row(writing.transaction, &session, "id", &session.id).await?;
        Ok(session)
    }
}
