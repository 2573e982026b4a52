//! Writes of the city's handling of a report that a county owns.

use qianzhan_network::{
    CallerRole, Date, RecordId, impl_writable_addition,
    records::opinion_reports::OpinionReport,
    writes::{Authority, Moves, Mutation, Refusal, UserError, Writable, Writing, update_row},
};
use serde::Deserialize;

use super::{CityHandling, CityHandlingState, insert_city_handlings};

const MAX_NOTE_CHARACTERS: usize = 500;

/// 收到 → 采用 → 转报; one that is not adopted may be sent on too.
const MOVES: Moves<CityHandlingState> = {
    use CityHandlingState::{Adopted, Forwarded, None, Received};
    Moves(&[(None, &[Received]), (Received, &[Adopted, Forwarded]), (Adopted, &[Forwarded])])
};

impl_writable_addition!(CityHandling, opinion_report_id of OpinionReport, |handling| {
    Some(handling.state().as_text())
});

/// `MoveCityHandlingInput`.
#[derive(Debug, Deserialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct MoveCityHandling {
    expected_version: i64,
    to: CityHandlingState,
    note: Option<String>,
}

impl Mutation for MoveCityHandling {
    const FIELD: &'static str = "moveCityHandling";
    const KEY: &'static str = "opinionReportId";
    const AUTHORITY: Authority = {
        use CallerRole::{Admin, Clerk, Leader, Office};
        Authority::Own(&[Leader, Office, Clerk, Admin])
    };
    const IS_ADDITION: bool = true;
    type Record = CityHandling;

    async fn run(
        self,
        report: RecordId,
        writing: &mut Writing<'_>,
    ) -> Result<CityHandling, Refusal> {
        let seen = CityHandling::find(writing.transaction, &report).await?;
        let version = seen.as_ref().map_or(0, |it| it.version);
        if version != self.expected_version {
            return Err(UserError::stale(self.expected_version, version).into());
        }
        let state = seen.as_ref().map_or(CityHandlingState::None, CityHandling::state);
        writing.moves(MOVES, state, self.to);
        let note_at = ["input", "note"];
        let note = writing.optional_text(&note_at, self.note.as_deref(), MAX_NOTE_CHARACTERS);
        writing.check()?;
        let today: Date = writing.today;
        let Some(seen) = seen else {
            let received = CityHandling {
                opinion_report_id: report,
                received_on: today,
                is_adopted: false,
                forwarded_on: None,
                note,
                version: 1,
                is_generated: false,
            };
            let rows = std::slice::from_ref(&received);
            insert_city_handlings(writing.transaction, rows).await?;
            return Ok(received);
        };
        let handling = CityHandling {
            is_adopted: seen.is_adopted || self.to == CityHandlingState::Adopted,
            forwarded_on: (self.to == CityHandlingState::Forwarded).then_some(today),
            note: note.or(seen.note),
            version: seen.version + 1,
            ..seen
        };
        update_row(writing.transaction, &handling, "opinion_report_id", &report).await?;
        Ok(handling)
    }
}
