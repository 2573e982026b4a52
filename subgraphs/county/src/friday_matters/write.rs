//! Writes of the Friday ledger: said, known, discussed on a Friday, handled by someone who stands for
//! it, and rated by the public.

use jiff::civil::Weekday;
use qianzhan_network::{
    CallerRole::{Admin, Clerk, Office},
    Date, RecordId,
    writes::{Authority, Moves, Mutation, Refusal, UserError, UserErrorCode, Writing, update_row},
};
use serde::Deserialize;

use super::{Difficulty, FridayMatter, FridayMatterStep, insert_friday_matters};

const MAX_TEXT_CHARACTERS: usize = 1_000;
const MAX_NAME_CHARACTERS: usize = 100;

/// 居民说事 → 社区知事 → 会议议事 → 联动办事 → 群众评事; one that does not satisfy is discussed again.
const MOVES: Moves<FridayMatterStep> = {
    use FridayMatterStep::{Discussed, Handled, Known, Rated, Spoken};
    Moves(&[
        (Spoken, &[Known]),
        (Known, &[Discussed]),
        (Discussed, &[Handled]),
        (Handled, &[Rated, Discussed]),
    ])
};

/// `RecordFridayMatterInput`.
#[derive(Debug, Deserialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct RecordFridayMatter {
    text: String,
    locality_code: Option<String>,
    speaker: Option<String>,
    spoken_on: Option<String>,
}

impl Mutation for RecordFridayMatter {
    const FIELD: &'static str = "recordFridayMatter";
    const KEY: &'static str = "committeeId";
    const AUTHORITY: Authority = Authority::Own(&[Clerk, Office, Admin]);
    type Record = FridayMatter;

    async fn run(
        self,
        committee: RecordId,
        writing: &mut Writing<'_>,
    ) -> Result<FridayMatter, Refusal> {
        let text = writing.text(&["input", "text"], &self.text, MAX_TEXT_CHARACTERS);
        let speaker_at = ["input", "speaker"];
        let speaker =
            writing.optional_text(&speaker_at, self.speaker.as_deref(), MAX_NAME_CHARACTERS);
        let locality_code =
            writing.locality(&["input", "localityCode"], self.locality_code.as_deref()).await?;
        let spoken_on = writing.past_day(&["input", "spokenOn"], self.spoken_on.as_deref());
        writing.check()?;
        let matter = FridayMatter {
            id: writing.new_id(),
            committee_id: committee,
            locality_code,
            text,
            speaker,
            status: FridayMatterStep::Spoken,
            difficulty: None,
            responsible: None,
            spoken_on,
            known_on: None,
            discussed_on: None,
            handled_on: None,
            rated_on: None,
            result: None,
            rating: None,
            version: 1,
            is_generated: false,
        };
        insert_friday_matters(writing.transaction, std::slice::from_ref(&matter)).await?;
        Ok(matter)
    }
}

/// `MoveFridayMatterInput`.
#[derive(Debug, Deserialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct MoveFridayMatter {
    expected_version: i64,
    to: FridayMatterStep,
    on: Option<String>,
    difficulty: Option<Difficulty>,
    responsible: Option<String>,
    result: Option<String>,
    rating: Option<i64>,
}

impl Mutation for MoveFridayMatter {
    const FIELD: &'static str = "moveFridayMatter";
    const KEY: &'static str = "id";
    const AUTHORITY: Authority = Authority::Own(&[Clerk, Office, Admin]);
    type Record = FridayMatter;

    async fn run(self, id: RecordId, writing: &mut Writing<'_>) -> Result<FridayMatter, Refusal> {
        let seen: FridayMatter = writing.seen(Self::KEY, &id, self.expected_version).await?;
        writing.moves(MOVES, seen.status, self.to);
        self.check_places(writing);
        if self.to == FridayMatterStep::Handled && seen.responsible.is_none() {
            let zh = "尚无责任人：知事或议事时先写明责任人";
            let en = "nobody stands for it: that is said when it is known or discussed";
            writing.refuse(UserError::new(UserErrorCode::Invalid, &["input", "to"], zh, en));
        }
        let on = self.day_of_step(writing, &seen);
        let mut matter = FridayMatter { status: self.to, version: seen.version + 1, ..seen };
        match self.to {
            FridayMatterStep::Spoken => {}
            FridayMatterStep::Known => matter.known_on = Some(on),
            FridayMatterStep::Discussed => {
                (matter.discussed_on, matter.handled_on) = (Some(on), None);
            }
            FridayMatterStep::Handled => matter.handled_on = Some(on),
            FridayMatterStep::Rated => matter.rated_on = Some(on),
        }
        if self.difficulty.is_some() {
            matter.difficulty = self.difficulty;
        }
        if let Some(responsible) = &self.responsible {
            let at = ["input", "responsible"];
            matter.responsible = Some(writing.text(&at, responsible, MAX_NAME_CHARACTERS));
        }
        if let Some(result) = &self.result {
            let at = ["input", "result"];
            matter.result = Some(writing.text(&at, result, MAX_TEXT_CHARACTERS));
        }
        if let Some(rating) = self.rating {
            matter.rating = Some(writing.number_within(&["input", "rating"], rating, 1, 5));
        }
        writing.check()?;
        update_row(writing.transaction, &matter, "id", &matter.id).await?;
        Ok(matter)
    }
}

impl MoveFridayMatter {
    fn check_places(&self, writing: &mut Writing<'_>) {
        use FridayMatterStep::{Discussed, Handled, Known, Rated};
        let steps: [(_, _, &[FridayMatterStep], _); 4] = [
            ("difficulty", self.difficulty.is_some(), &[Known], true),
            ("responsible", self.responsible.is_some(), &[Known, Discussed], false),
            ("result", self.result.is_some(), &[Handled], true),
            ("rating", self.rating.is_some(), &[Rated], true),
        ];
        for (field, is_given, at, is_needed) in steps {
            writing.only_with(field, is_given, self.to, at);
            if is_needed {
                writing.needed_with(field, is_given, self.to, at);
            }
        }
    }

    /// No earlier than the step before, and a Friday for the meeting.
    fn day_of_step(&self, writing: &mut Writing<'_>, seen: &FridayMatter) -> Date {
        let at = ["input", "on"];
        let on = writing.past_day(&at, self.on.as_deref());
        let steps = [seen.known_on, seen.discussed_on, seen.handled_on, seen.rated_on];
        let last = steps.into_iter().flatten().fold(seen.spoken_on, Date::max);
        if on < last {
            let zh = format!("上一步在 {last}");
            let en = format!("the step before was on {last}");
            writing.refuse(UserError::new(UserErrorCode::Invalid, &at, zh, en));
        }
        let is_friday = on.civil().weekday() == Weekday::Friday;
        if self.to == FridayMatterStep::Discussed && !is_friday {
            let zh = format!("{on} 不是周五");
            let en = format!("{on} is no Friday");
            writing.refuse(UserError::new(UserErrorCode::Invalid, &at, zh, en));
        }
        on
    }
}
