//! Writes of surveys: begun with a preparatory meeting, and moved step by step, each with its day.

use std::collections::BTreeSet;

use qianzhan_network::{
    CallerRole::{Admin, Clerk, Office},
    Date, RecordId,
    writes::{Authority, Moves, Mutation, Refusal, UserError, UserErrorCode, Writing, update_row},
};
use serde::Deserialize;

use super::{
    Survey, SurveyKind, SurveyMember, SurveyStatus, insert_survey_members, insert_surveys,
};

const MAX_TITLE_CHARACTERS: usize = 200;
const MAX_NAME_CHARACTERS: usize = 100;
const MAX_TEXT_CHARACTERS: usize = 1_000;
const MAX_MEMBERS: usize = 200;

/// 预备会 → 调研 → 报告 → 审议 → 批转 → 承办 → 听取落实 → 回头看. A report may be passed on without
/// a meeting's vote, and what was looked back at may be heard again.
const MOVES: Moves<SurveyStatus> = {
    use SurveyStatus::{
        Adopted, FollowedUp, Handled, Heard, Prepared, Referred, Reported, Surveyed,
    };
    Moves(&[
        (Prepared, &[Surveyed]),
        (Surveyed, &[Reported]),
        (Reported, &[Adopted, Referred]),
        (Adopted, &[Referred]),
        (Referred, &[Handled]),
        (Handled, &[Heard]),
        (Heard, &[FollowedUp]),
        (FollowedUp, &[Heard]),
    ])
};

/// `PrepareSurveyInput`.
#[derive(Debug, Deserialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct PrepareSurvey {
    /// The contract's default is filled in here: the executor leaves out what an input object lacks.
    #[serde(default = "survey")]
    kind: SurveyKind,
    title: String,
    host: Option<String>,
    methods: Option<String>,
    topic_id: Option<String>,
    #[serde(default)]
    member_ids: Vec<String>,
    prepared_on: Option<String>,
}

fn survey() -> SurveyKind {
    SurveyKind::Survey
}

impl Mutation for PrepareSurvey {
    const FIELD: &'static str = "prepareSurvey";
    const KEY: &'static str = "committeeId";
    const AUTHORITY: Authority = Authority::Own(&[Clerk, Office, Admin]);
    type Record = Survey;

    async fn run(self, committee: RecordId, writing: &mut Writing<'_>) -> Result<Survey, Refusal> {
        let title = writing.text(&["input", "title"], &self.title, MAX_TITLE_CHARACTERS);
        let host =
            writing.optional_text(&["input", "host"], self.host.as_deref(), MAX_NAME_CHARACTERS);
        let methods_at = ["input", "methods"];
        let methods =
            writing.optional_text(&methods_at, self.methods.as_deref(), MAX_TEXT_CHARACTERS);
        let topic_id = writing.id(&["input", "topicId"], self.topic_id.as_deref());
        let prepared_on = writing.past_day(&["input", "preparedOn"], self.prepared_on.as_deref());
        let id = writing.new_id();
        let members = self.members(writing, &id);
        writing.check()?;
        let survey = Survey {
            id,
            committee_id: committee,
            kind: self.kind,
            title,
            host,
            methods,
            topic_id,
            status: SurveyStatus::Prepared,
            prepared_on,
            surveyed_on: None,
            reported_on: None,
            report_title: None,
            aspect_count: 0,
            suggestion_count: 0,
            adopted_on: None,
            referred_on: None,
            unit: None,
            handled_on: None,
            handling: None,
            heard_on: None,
            followed_up_on: None,
            finding: None,
            version: 1,
            is_generated: false,
        };
        insert_surveys(writing.transaction, std::slice::from_ref(&survey)).await?;
        insert_survey_members(writing.transaction, &members).await?;
        Ok(survey)
    }
}

impl PrepareSurvey {
    fn members(&self, writing: &mut Writing<'_>, survey: &RecordId) -> Vec<SurveyMember> {
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
            members.push(SurveyMember { survey_id: survey.clone(), ordinal, member_id });
        }
        members
    }
}

/// `MoveSurveyInput`.
#[derive(Debug, Deserialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct MoveSurvey {
    expected_version: i64,
    to: SurveyStatus,
    on: Option<String>,
    report_title: Option<String>,
    aspect_count: Option<i64>,
    suggestion_count: Option<i64>,
    unit: Option<String>,
    handling: Option<String>,
    finding: Option<String>,
}

impl Mutation for MoveSurvey {
    const FIELD: &'static str = "moveSurvey";
    const KEY: &'static str = "id";
    const AUTHORITY: Authority = Authority::Own(&[Clerk, Office, Admin]);
    type Record = Survey;

    async fn run(self, id: RecordId, writing: &mut Writing<'_>) -> Result<Survey, Refusal> {
        let seen: Survey = writing.seen(Self::KEY, &id, self.expected_version).await?;
        writing.moves(MOVES, seen.status, self.to);
        self.check_places(writing);
        let on = writing.past_day(&["input", "on"], self.on.as_deref());
        let last = last_step(&seen);
        if on < last {
            let zh = format!("上一步在 {last}");
            let en = format!("the step before was on {last}");
            writing.refuse(UserError::new(UserErrorCode::Invalid, &["input", "on"], zh, en));
        }
        let mut survey = Survey { status: self.to, version: seen.version + 1, ..seen };
        self.fill(writing, &mut survey, on);
        writing.check()?;
        update_row(writing.transaction, &survey, "id", &survey.id).await?;
        Ok(survey)
    }
}

impl MoveSurvey {
    fn check_places(&self, writing: &mut Writing<'_>) {
        use SurveyStatus::{FollowedUp, Handled, Referred, Reported};
        for (field, is_given, at) in [
            ("reportTitle", self.report_title.is_some(), Reported),
            ("aspectCount", self.aspect_count.is_some(), Reported),
            ("suggestionCount", self.suggestion_count.is_some(), Reported),
            ("unit", self.unit.is_some(), Referred),
            ("handling", self.handling.is_some(), Handled),
            ("finding", self.finding.is_some(), FollowedUp),
        ] {
            writing.only_with(field, is_given, self.to, &[at]);
            writing.needed_with(field, is_given, self.to, &[at]);
        }
    }

    fn fill(&self, writing: &mut Writing<'_>, survey: &mut Survey, on: Date) {
        match self.to {
            SurveyStatus::Prepared => {}
            SurveyStatus::Surveyed => survey.surveyed_on = Some(on),
            SurveyStatus::Reported => survey.reported_on = Some(on),
            SurveyStatus::Adopted => survey.adopted_on = Some(on),
            SurveyStatus::Referred => survey.referred_on = Some(on),
            SurveyStatus::Handled => survey.handled_on = Some(on),
            SurveyStatus::Heard => survey.heard_on = Some(on),
            SurveyStatus::FollowedUp => survey.followed_up_on = Some(on),
        }
        for (field, given, most, text) in [
            ("reportTitle", &self.report_title, MAX_TITLE_CHARACTERS, &mut survey.report_title),
            ("unit", &self.unit, MAX_NAME_CHARACTERS, &mut survey.unit),
            ("handling", &self.handling, MAX_TEXT_CHARACTERS, &mut survey.handling),
            ("finding", &self.finding, MAX_TEXT_CHARACTERS, &mut survey.finding),
        ] {
            if let Some(given) = given {
                *text = Some(writing.text(&["input", field], given, most));
            }
        }
        for (field, given, count) in [
            ("aspectCount", self.aspect_count, &mut survey.aspect_count),
            ("suggestionCount", self.suggestion_count, &mut survey.suggestion_count),
        ] {
            if let Some(given) = given {
                *count = writing.count(&["input", field], given);
            }
        }
    }
}

/// The day of the last step that was taken.
fn last_step(survey: &Survey) -> Date {
    let steps = [
        survey.surveyed_on,
        survey.reported_on,
        survey.adopted_on,
        survey.referred_on,
        survey.handled_on,
        survey.heard_on,
        survey.followed_up_on,
    ];
    steps.into_iter().flatten().fold(survey.prepared_on, Date::max)
}
