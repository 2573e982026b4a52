//! Writes of nominations: made, and ended by a seat or without one.

use serde::Deserialize;

use super::{NominationStatus, SeatNomination, insert_seat_nominations};
use crate::{
    callers::CallerRole::{Admin, Clerk, Leader, Office},
    record_id::RecordId,
    records::members::{NewSeat, OfficeRole, SectorCode},
    region::RegionCode,
    writes::{Authority, Moves, Mutation, Refusal, Writing, update_row},
};

const MAX_NAME_CHARACTERS: usize = 50;
const MAX_BODY_CHARACTERS: usize = 100;
const MAX_REASON_CHARACTERS: usize = 500;
/// Longest id of a person.
const MAX_PERSON_CHARACTERS: usize = 80;

/// 提名 → 任职, or there is no seat of it.
const MOVES: Moves<NominationStatus> = {
    use NominationStatus::{Declined, Nominated, Seated, Withdrawn};
    Moves(&[(Nominated, &[Seated, Declined, Withdrawn])])
};

/// `NominateMemberInput`.
#[derive(Debug, Deserialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct NominateMember {
    person_id: Option<String>,
    name: String,
    sector: SectorCode,
    is_party_member: bool,
    employer: Option<String>,
    residence_region: Option<String>,
    nominated_by: String,
    on: Option<String>,
}

impl Mutation for NominateMember {
    const FIELD: &'static str = "nominateMember";
    const KEY: &'static str = "committeeId";
    const AUTHORITY: Authority = Authority::Own(&[Clerk, Office, Admin]);
    type Record = SeatNomination;

    async fn run(
        self,
        _committee: RecordId,
        writing: &mut Writing<'_>,
    ) -> Result<SeatNomination, Refusal> {
        let name = writing.text(&["input", "name"], &self.name, MAX_NAME_CHARACTERS);
        let person_at = ["input", "personId"];
        let given = self.person_id.as_deref();
        let person_id = writing.optional_text(&person_at, given, MAX_PERSON_CHARACTERS);
        let employer_at = ["input", "employer"];
        let employer = self.employer.as_deref();
        let employer = writing.optional_text(&employer_at, employer, MAX_BODY_CHARACTERS);
        let residence_region = self.residence_region.as_deref().and_then(|code| {
            let code = code.parse::<RegionCode>();
            if code.is_err() {
                let at = ["input", "residenceRegion"];
                writing.invalid(&at, "区划代码格式不对", "malformed region code");
            }
            code.ok()
        });
        let by_at = ["input", "nominatedBy"];
        let nominated_by = writing.text(&by_at, &self.nominated_by, MAX_BODY_CHARACTERS);
        let nominated_on = writing.past_day(&["input", "on"], self.on.as_deref());
        writing.check()?;
        let nomination = SeatNomination {
            id: writing.new_id(),
            committee_id: RecordId::committee(writing.owner),
            person_id,
            name,
            sector: self.sector,
            is_party_member: self.is_party_member,
            employer,
            residence_region,
            nominated_by,
            nominated_on,
            status: NominationStatus::Nominated,
            decided_on: None,
            reason: None,
            member_id: None,
            version: 1,
            is_generated: false,
        };
        insert_seat_nominations(writing.transaction, std::slice::from_ref(&nomination)).await?;
        Ok(nomination)
    }
}

/// `SeatNomineeInput`.
#[derive(Debug, Deserialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct SeatNominee {
    expected_version: i64,
    /// The contract's default is filled in here: the executor leaves out what an input object lacks.
    #[serde(default = "ordinary")]
    office: OfficeRole,
    special_committee: Option<String>,
    on: Option<String>,
}

fn ordinary() -> OfficeRole {
    OfficeRole::Member
}

impl Mutation for SeatNominee {
    const FIELD: &'static str = "seatNominee";
    const KEY: &'static str = "id";
    const AUTHORITY: Authority = Authority::Own(&[Leader, Office, Admin]);
    type Record = SeatNomination;

    async fn run(self, id: RecordId, writing: &mut Writing<'_>) -> Result<SeatNomination, Refusal> {
        let seen: SeatNomination = writing.seen(Self::KEY, &id, self.expected_version).await?;
        writing.moves(MOVES, seen.status, NominationStatus::Seated);
        let special_at = ["input", "specialCommittee"];
        let special = self.special_committee.as_deref();
        let special_committee = writing.optional_text(&special_at, special, MAX_NAME_CHARACTERS);
        let on_at = ["input", "on"];
        let on = writing.past_day(&on_at, self.on.as_deref());
        if on < seen.nominated_on {
            writing.invalid(&on_at, "早于提名", "before the nomination");
        }
        let seat = NewSeat {
            person_id: seen.person_id.clone(),
            name: seen.name.clone(),
            sector: seen.sector,
            office: self.office,
            is_party_member: seen.is_party_member,
            employer: seen.employer.clone(),
            residence_region: seen.residence_region,
            special_committee,
            since: on,
        };
        let member = seat.take(writing, &[Self::KEY]).await?;
        let nomination = SeatNomination {
            status: NominationStatus::Seated,
            decided_on: Some(on),
            member_id: Some(member.id),
            version: seen.version + 1,
            ..seen
        };
        update_row(writing.transaction, &nomination, "id", &nomination.id).await?;
        Ok(nomination)
    }
}

/// `CloseNominationInput`.
#[derive(Debug, Deserialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct CloseNomination {
    expected_version: i64,
    to: NominationStatus,
    reason: String,
    on: Option<String>,
}

impl Mutation for CloseNomination {
    const FIELD: &'static str = "closeNomination";
    const KEY: &'static str = "id";
    const AUTHORITY: Authority = Authority::Own(&[Leader, Office, Admin]);
    type Record = SeatNomination;

    async fn run(self, id: RecordId, writing: &mut Writing<'_>) -> Result<SeatNomination, Refusal> {
        let seen: SeatNomination = writing.seen(Self::KEY, &id, self.expected_version).await?;
        writing.moves(MOVES, seen.status, self.to);
        let (zh, en) = ("由 seatNominee 任职", "`seatNominee` gives the seat");
        writing.not_by_a_move(self.to, NominationStatus::Seated, zh, en);
        let reason = writing.text(&["input", "reason"], &self.reason, MAX_REASON_CHARACTERS);
        let on_at = ["input", "on"];
        let on = writing.past_day(&on_at, self.on.as_deref());
        if on < seen.nominated_on {
            writing.invalid(&on_at, "早于提名", "before the nomination");
        }
        writing.check()?;
        let nomination = SeatNomination {
            status: self.to,
            decided_on: Some(on),
            reason: Some(reason),
            version: seen.version + 1,
            ..seen
        };
        update_row(writing.transaction, &nomination, "id", &nomination.id).await?;
        Ok(nomination)
    }
}
