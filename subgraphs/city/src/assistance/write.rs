//! Writes of the city's own progress. The list is the province's: that an item is there is not
//! checked.

use async_graphql::dynamic::FieldValue;
use qianzhan_network::{
    CallerRole::{Admin, Clerk, Office},
    RecordId, Reference, StoreError,
    database::{InsertRow, Row, Sql, Transaction},
    writes::{
        Authority, Moves, Mutation, Refusal, UserError, Writable, Writing, find_record, update_row,
    },
};
use serde::Deserialize;

use super::{
    AssistanceProgress, AssistanceState, CityAssistance, insert_assistance_progress,
    insert_city_assistances,
};

const MAX_NOTE_CHARACTERS: usize = 500;
const MAX_ITEMS: i64 = 200;

/// 未启动 → 推进中 → 完成; further notes leave it under way, and what was done may be taken up again.
const MOVES: Moves<AssistanceState> = {
    use AssistanceState::{Done, NotBegun, UnderWay};
    Moves(&[(NotBegun, &[UnderWay, Done]), (UnderWay, &[UnderWay, Done]), (Done, &[UnderWay])])
};

impl Writable for CityAssistance {
    fn key(&self) -> &RecordId {
        &self.id
    }

    fn version(&self) -> i64 {
        self.version
    }

    fn state(&self) -> Option<&'static str> {
        None
    }

    async fn find(
        transaction: &mut Transaction,
        key: &RecordId,
    ) -> Result<Option<Self>, StoreError> {
        find_record(transaction, key).await
    }

    fn into_output(self) -> FieldValue<'static> {
        FieldValue::owned_any(Reference::Here(Row::alone(self)))
    }
}

/// `RecordAssistanceProgressInput`.
#[derive(Debug, Deserialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct RecordAssistanceProgress {
    expected_version: i64,
    item_no: i64,
    to: AssistanceState,
    note: Option<String>,
}

impl Mutation for RecordAssistanceProgress {
    const FIELD: &'static str = "recordAssistanceProgress";
    const KEY: &'static str = "id";
    const AUTHORITY: Authority = Authority::Own(&[Clerk, Office, Admin]);
    type Record = CityAssistance;

    async fn run(self, id: RecordId, writing: &mut Writing<'_>) -> Result<CityAssistance, Refusal> {
        let seen = CityAssistance::find(writing.transaction, &id).await?;
        let version = seen.as_ref().map_or(0, |it| it.version);
        if version != self.expected_version {
            return Err(UserError::stale(self.expected_version, version).into());
        }
        let item = writing.number_within(&["input", "itemNo"], self.item_no, 1, MAX_ITEMS);
        let known = find_progress(writing.transaction, &id, item - 1).await?;
        let state = known.as_ref().map_or(AssistanceState::NotBegun, |it| it.state);
        writing.moves(MOVES, state, self.to);
        let note =
            writing.optional_text(&["input", "note"], self.note.as_deref(), MAX_NOTE_CHARACTERS);
        writing.check()?;
        let today = writing.today;
        let assistance = CityAssistance {
            id: id.clone(),
            committee_id: RecordId::committee(writing.owner),
            updated_on: today,
            version: version + 1,
            is_generated: false,
        };
        if seen.is_some() {
            update_row(writing.transaction, &assistance, "id", &id).await?;
        } else {
            let rows = std::slice::from_ref(&assistance);
            insert_city_assistances(writing.transaction, rows).await?;
        }
        let mut sql = Sql::new("DELETE FROM assistance_progress WHERE assistance_id = ");
        sql.push_bind(id.clone()).push(" AND ordinal = ").push_bind(item - 1);
        writing.transaction.execute(sql).await?;
        let progress = AssistanceProgress {
            assistance_id: id,
            // Checked above: a small number from 1.
            ordinal: item as u32 - 1,
            state: self.to,
            note,
            updated_on: today,
            done_on: (self.to == AssistanceState::Done).then_some(today),
        };
        insert_assistance_progress(writing.transaction, &[progress]).await?;
        Ok(assistance)
    }
}

async fn find_progress(
    transaction: &mut Transaction,
    id: &RecordId,
    ordinal: i64,
) -> Result<Option<AssistanceProgress>, StoreError> {
    let columns = AssistanceProgress::COLUMNS.join(", ");
    let mut sql = Sql::new(format!("SELECT {columns} FROM {}", AssistanceProgress::TABLE));
    sql.push(" WHERE assistance_id = ").push_bind(id.clone());
    sql.push(" AND ordinal = ").push_bind(ordinal);
    transaction.fetch_optional(sql).await
}
