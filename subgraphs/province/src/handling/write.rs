//! Writes of the province's handling of a report that another site owns.

use async_graphql::dynamic::FieldValue;
use qianzhan_network::{
    CallerRole, Date, RecordId, Reference, StoreError,
    database::{Row, Sql, Transaction},
    records::opinion_reports::OpinionReport,
    writes::{
        Authority, Moves, Mutation, Refusal, UserError, UserErrorCode, Writable, Writing,
        update_row,
    },
};
use serde::Deserialize;

use super::{
    Instruction, ProvincialHandling, ProvincialHandlingState, insert_instructions,
    insert_provincial_handlings,
};

const MAX_NAME_CHARACTERS: usize = 100;
const MAX_TEXT_CHARACTERS: usize = 1_000;

/// 收到 → 采用 → 批示; several leaders may instruct.
const MOVES: Moves<ProvincialHandlingState> = {
    use ProvincialHandlingState::{Adopted, Instructed, None, Received};
    Moves(&[
        (None, &[Received]),
        (Received, &[Adopted]),
        (Adopted, &[Instructed]),
        (Instructed, &[Instructed]),
    ])
};

/// A handling, and how many instructions there are on it.
#[derive(Debug, Clone)]
pub(super) struct Handling {
    row: ProvincialHandling,
    instructions: u32,
}

impl Handling {
    fn state(&self) -> ProvincialHandlingState {
        self.row.state(self.instructions > 0)
    }
}

impl Writable for Handling {
    fn key(&self) -> &RecordId {
        &self.row.opinion_report_id
    }

    fn version(&self) -> i64 {
        self.row.version
    }

    fn state(&self) -> Option<&'static str> {
        Some(Handling::state(self).as_text())
    }

    async fn find(
        transaction: &mut Transaction,
        key: &RecordId,
    ) -> Result<Option<Self>, StoreError> {
        let mut sql = Sql::new(
            "SELECT opinion_report_id, received_on, is_adopted, adopted_on, publication, \
                   version, is_generated FROM provincial_handlings WHERE opinion_report_id = ",
        );
        sql.push_bind(key.clone());
        let Some(row) = transaction.fetch_optional(sql).await? else { return Ok(None) };
        let mut sql = Sql::new("SELECT COUNT(*) FROM instructions WHERE opinion_report_id = ");
        sql.push_bind(key.clone());
        let (instructions,): (i64,) = transaction.fetch_one(sql).await?;
        let instructions =
            u32::try_from(instructions).map_err(|too_many| sqlx::Error::Decode(too_many.into()))?;
        Ok(Some(Self { row, instructions }))
    }

    fn into_output(self) -> FieldValue<'static> {
        let report = Reference::<OpinionReport>::Key(Row::alone(self.row.opinion_report_id));
        FieldValue::owned_any(report)
    }
}

/// The handling as it stands, if its version is the one that was seen; 0 is none yet.
async fn seen(
    writing: &mut Writing<'_>,
    report: &RecordId,
    expected_version: i64,
) -> Result<(ProvincialHandlingState, Option<Handling>), Refusal> {
    let seen = Handling::find(writing.transaction, report).await?;
    let version = seen.as_ref().map_or(0, |it| it.row.version);
    if version != expected_version {
        return Err(UserError::stale(expected_version, version).into());
    }
    Ok((seen.as_ref().map_or(ProvincialHandlingState::None, Handling::state), seen))
}

/// `MoveProvincialHandlingInput`.
#[derive(Debug, Deserialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct MoveProvincialHandling {
    expected_version: i64,
    to: ProvincialHandlingState,
    publication: Option<String>,
}

impl Mutation for MoveProvincialHandling {
    const FIELD: &'static str = "moveProvincialHandling";
    const KEY: &'static str = "opinionReportId";
    const AUTHORITY: Authority = {
        use CallerRole::{Admin, Clerk, Leader, Office};
        Authority::Own(&[Leader, Office, Clerk, Admin])
    };
    const IS_ADDITION: bool = true;
    type Record = Handling;

    async fn run(self, report: RecordId, writing: &mut Writing<'_>) -> Result<Handling, Refusal> {
        let (state, seen) = seen(writing, &report, self.expected_version).await?;
        writing.moves(MOVES, state, self.to);
        if self.to == ProvincialHandlingState::Instructed {
            let (zh, en) = ("由登记批示写入", "it is instructed by an instruction");
            writing.refuse(UserError::new(UserErrorCode::Invalid, &["input", "to"], zh, en));
        }
        let is_adopted = self.to == ProvincialHandlingState::Adopted;
        let publication_at = ["input", "publication"];
        let publication = writing.optional_text(
            &publication_at,
            self.publication.as_deref(),
            MAX_NAME_CHARACTERS,
        );
        match &publication {
            None if is_adopted => writing.refuse(UserError::required(&publication_at)),
            Some(_) if !is_adopted => {
                let (zh, en) = ("采用时才写刊物", "a publication is given when it is adopted");
                writing.refuse(UserError::new(UserErrorCode::Invalid, &publication_at, zh, en));
            }
            _ => {}
        }
        writing.check()?;
        let Some(seen) = seen else {
            let row = ProvincialHandling {
                opinion_report_id: report,
                received_on: writing.today,
                is_adopted: false,
                adopted_on: None,
                publication: None,
                version: 1,
                is_generated: false,
            };
            let rows = std::slice::from_ref(&row);
            insert_provincial_handlings(writing.transaction, rows).await?;
            return Ok(Handling { row, instructions: 0 });
        };
        let row = ProvincialHandling {
            is_adopted,
            adopted_on: Some(writing.today),
            publication,
            version: seen.row.version + 1,
            ..seen.row
        };
        update_row(writing.transaction, &row, "opinion_report_id", &report).await?;
        Ok(Handling { row, instructions: seen.instructions })
    }
}

/// `AddInstructionInput`.
#[derive(Debug, Deserialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct AddInstruction {
    expected_version: i64,
    leader_office: String,
    given_on: Option<String>,
    text: String,
}

impl Mutation for AddInstruction {
    const FIELD: &'static str = "addInstruction";
    const KEY: &'static str = "opinionReportId";
    const AUTHORITY: Authority = {
        use CallerRole::{Admin, Leader, Office};
        Authority::Own(&[Leader, Office, Admin])
    };
    const IS_ADDITION: bool = true;
    type Record = Handling;

    async fn run(self, report: RecordId, writing: &mut Writing<'_>) -> Result<Handling, Refusal> {
        let (state, seen) = seen(writing, &report, self.expected_version).await?;
        writing.moves(MOVES, state, ProvincialHandlingState::Instructed);
        let office_at = ["input", "leaderOffice"];
        let leader_office = writing.text(&office_at, &self.leader_office, MAX_NAME_CHARACTERS);
        let text = writing.text(&["input", "text"], &self.text, MAX_TEXT_CHARACTERS);
        let given_on = match self.given_on.as_deref().map(str::parse::<Date>) {
            None => writing.today,
            Some(Ok(date)) if date <= writing.today => date,
            Some(_) => {
                let (zh, en) = ("须为今日或以前的日期", "must be today's date or an earlier one");
                let at = ["input", "givenOn"];
                writing.refuse(UserError::new(UserErrorCode::Invalid, &at, zh, en));
                writing.today
            }
        };
        writing.check()?;
        // No move leads to an instruction from where there is no handling.
        let Some(seen) = seen else { return Err(UserError::not_found(&[Self::KEY]).into()) };
        let instruction = Instruction {
            opinion_report_id: report.clone(),
            ordinal: seen.instructions,
            leader_office,
            given_on,
            text,
        };
        let row = ProvincialHandling { version: seen.row.version + 1, ..seen.row };
        update_row(writing.transaction, &row, "opinion_report_id", &report).await?;
        insert_instructions(writing.transaction, &[instruction]).await?;
        Ok(Handling { row, instructions: seen.instructions + 1 })
    }
}
