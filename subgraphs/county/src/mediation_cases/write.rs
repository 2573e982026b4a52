//! Writes of mediation cases: accepted, mediated, closed.

use std::collections::BTreeSet;

use qianzhan_network::{
    CallerRole::{Admin, Clerk, Member, Office},
    RecordId,
    records::platforms::Platform,
    writes::{Authority, Moves, Mutation, Refusal, UserError, UserErrorCode, Writing, update_row},
};
use serde::Deserialize;

use super::{
    CaseMember, MediationCase, MediationKind, MediationStatus, insert_mediation_cases,
    insert_mediation_members,
};
use crate::moment::Moment;

const MAX_TITLE_CHARACTERS: usize = 200;
const MAX_NAME_CHARACTERS: usize = 100;
const MAX_RESULT_CHARACTERS: usize = 1_000;
const MAX_MEMBERS: usize = 50;

/// 受理 → 协调、调解 → 化解 or 未化解; what was not resolved may be taken up again.
const MOVES: Moves<MediationStatus> = {
    use MediationStatus::{Accepted, Mediating, Resolved, Unresolved};
    Moves(&[
        (Accepted, &[Mediating]),
        (Mediating, &[Resolved, Unresolved]),
        (Unresolved, &[Mediating]),
    ])
};

/// A moment that has come; this one where none is given.
fn past_moment(writing: &mut Writing<'_>, field: &[&str], text: Option<&str>) -> Moment {
    let now = Moment::now();
    match text.map(str::parse::<Moment>) {
        None => now,
        Some(Ok(moment)) if moment <= now => moment,
        Some(_) => {
            let zh = "须为已过的时间，如 2024-05-01T09:30:00+08:00";
            let en = "must be a moment that has passed, such as 2024-05-01T09:30:00+08:00";
            writing.refuse(UserError::new(UserErrorCode::Invalid, field, zh, en));
            now
        }
    }
}

/// `OpenMediationCaseInput`.
#[derive(Debug, Deserialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct OpenMediationCase {
    kind: MediationKind,
    title: String,
    parties: Option<String>,
    platform_id: Option<String>,
    #[serde(default)]
    member_ids: Vec<String>,
    opened_at: Option<String>,
}

impl Mutation for OpenMediationCase {
    const FIELD: &'static str = "openMediationCase";
    const KEY: &'static str = "committeeId";
    const AUTHORITY: Authority = Authority::Own(&[Member, Clerk, Office, Admin]);
    type Record = MediationCase;

    async fn run(
        self,
        committee: RecordId,
        writing: &mut Writing<'_>,
    ) -> Result<MediationCase, Refusal> {
        let title = writing.text(&["input", "title"], &self.title, MAX_TITLE_CHARACTERS);
        let parties_at = ["input", "parties"];
        let parties =
            writing.optional_text(&parties_at, self.parties.as_deref(), MAX_NAME_CHARACTERS);
        let platform: Option<Platform> =
            writing.own_record(&["input", "platformId"], self.platform_id.as_deref()).await?;
        let opened_at = past_moment(writing, &["input", "openedAt"], self.opened_at.as_deref());
        let id = writing.new_id();
        let members = self.members(writing, &id);
        writing.check()?;
        let case = MediationCase {
            id,
            committee_id: committee,
            platform_id: platform.map(|it| it.id),
            kind: self.kind,
            title,
            parties,
            opened_at,
            opened_on: opened_at.day(),
            closed_at: None,
            minutes_open: None,
            status: MediationStatus::Accepted,
            result: None,
            version: 1,
            is_generated: false,
        };
        insert_mediation_cases(writing.transaction, std::slice::from_ref(&case)).await?;
        insert_mediation_members(writing.transaction, &members).await?;
        Ok(case)
    }
}

impl OpenMediationCase {
    fn members(&self, writing: &mut Writing<'_>, case: &RecordId) -> Vec<CaseMember> {
        let at = ["input", "memberIds"];
        writing.at_most(&at, self.member_ids.len(), MAX_MEMBERS);
        let mut seen = BTreeSet::new();
        let mut members = Vec::with_capacity(self.member_ids.len());
        for (id, ordinal) in self.member_ids.iter().zip(0..) {
            let index = u32::to_string(&ordinal);
            let at = [at[0], at[1], &index];
            let Some(member_id) = writing.id(&at, Some(id)) else { continue };
            if !seen.insert(member_id.clone()) {
                let (zh, en) = ("同一委员写了两次", "the member is there twice");
                writing.refuse(UserError::new(UserErrorCode::AlreadyExists, &at, zh, en));
            }
            members.push(CaseMember { case_id: case.clone(), ordinal, member_id });
        }
        members
    }
}

/// `MoveMediationCaseInput`.
#[derive(Debug, Deserialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct MoveMediationCase {
    expected_version: i64,
    to: MediationStatus,
    result: Option<String>,
    closed_at: Option<String>,
}

impl Mutation for MoveMediationCase {
    const FIELD: &'static str = "moveMediationCase";
    const KEY: &'static str = "id";
    const AUTHORITY: Authority = Authority::Own(&[Member, Clerk, Office, Admin]);
    type Record = MediationCase;

    async fn run(self, id: RecordId, writing: &mut Writing<'_>) -> Result<MediationCase, Refusal> {
        let seen: MediationCase = writing.seen(Self::KEY, &id, self.expected_version).await?;
        writing.moves(MOVES, seen.status, self.to);
        let closing = [MediationStatus::Resolved, MediationStatus::Unresolved];
        writing.only_with("result", self.result.is_some(), self.to, &closing);
        writing.needed_with("result", self.result.is_some(), self.to, &closing);
        writing.only_with("closedAt", self.closed_at.is_some(), self.to, &closing);
        let mut case = MediationCase { status: self.to, version: seen.version + 1, ..seen };
        if let Some(result) = &self.result {
            let at = ["input", "result"];
            case.result = Some(writing.text(&at, result, MAX_RESULT_CHARACTERS));
        }
        if closing.contains(&self.to) {
            let at = ["input", "closedAt"];
            let closed_at = past_moment(writing, &at, self.closed_at.as_deref());
            if closed_at < case.opened_at {
                let zh = format!("受理在 {}", case.opened_at);
                let en = format!("it was opened at {}", case.opened_at);
                writing.refuse(UserError::new(UserErrorCode::Invalid, &at, zh, en));
            }
            case.closed_at = Some(closed_at);
            case.minutes_open = Some(closed_at.minutes_since(case.opened_at));
        } else {
            (case.closed_at, case.minutes_open) = (None, None);
        }
        writing.check()?;
        update_row(writing.transaction, &case, "id", &case.id).await?;
        Ok(case)
    }
}
