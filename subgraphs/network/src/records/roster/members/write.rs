//! Writes of members: a seat is registered, suspended, resumed and ended, and placed in a special
//! committee. What became of it stays in its history.

use serde::Deserialize;

use super::{
    Member, NewSeat, OfficeRole, SeatStatus, SeatStatusChange, SectorCode, SpecialCommitteeSeat,
    insert_seat_status_changes, insert_special_committee_seats,
};
use crate::{
    callers::CallerRole::{Admin, Clerk, Leader, Office},
    database::{Sql, StoreError, Transaction},
    date::Date,
    record_id::RecordId,
    records::member_groups::leave_groups,
    region::RegionCode,
    writes::{Authority, Moves, Mutation, Refusal, UserError, UserErrorCode, Writing, update_row},
};

const MAX_NAME_CHARACTERS: usize = 50;
const MAX_EMPLOYER_CHARACTERS: usize = 100;
const MAX_REASON_CHARACTERS: usize = 500;
/// Longest id of a person.
const MAX_PERSON_CHARACTERS: usize = 80;

/// 在任 → 暂停 → 恢复 or 退出; who has left does not come back on the same seat.
const MOVES: Moves<SeatStatus> = {
    use SeatStatus::{Active, Exited, Suspended};
    Moves(&[(Active, &[Suspended, Exited]), (Suspended, &[Active, Exited])])
};

/// `RegisterMemberInput`.
#[derive(Debug, Deserialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct RegisterMember {
    person_id: Option<String>,
    name: String,
    sector: SectorCode,
    /// The contract's default is filled in here: the executor leaves out what an input object lacks.
    #[serde(default = "ordinary")]
    office: OfficeRole,
    is_party_member: bool,
    employer: Option<String>,
    residence_region: Option<String>,
    special_committee: Option<String>,
    since: Option<String>,
}

fn ordinary() -> OfficeRole {
    OfficeRole::Member
}

impl Mutation for RegisterMember {
    const FIELD: &'static str = "registerMember";
    const KEY: &'static str = "committeeId";
    const AUTHORITY: Authority = Authority::Own(&[Clerk, Office, Admin]);
    type Record = Member;

    async fn run(self, _committee: RecordId, writing: &mut Writing<'_>) -> Result<Member, Refusal> {
        let name = writing.text(&["input", "name"], &self.name, MAX_NAME_CHARACTERS);
        let person_at = ["input", "personId"];
        let given = self.person_id.as_deref();
        let person_id = writing.optional_text(&person_at, given, MAX_PERSON_CHARACTERS);
        let employer_at = ["input", "employer"];
        let employer = self.employer.as_deref();
        let employer = writing.optional_text(&employer_at, employer, MAX_EMPLOYER_CHARACTERS);
        let residence_region = self.residence_region.as_deref().and_then(|code| {
            let code = code.parse::<RegionCode>();
            if code.is_err() {
                let at = ["input", "residenceRegion"];
                writing.invalid(&at, "区划代码格式不对", "malformed region code");
            }
            code.ok()
        });
        let special_at = ["input", "specialCommittee"];
        let special = self.special_committee.as_deref();
        let special_committee = writing.optional_text(&special_at, special, MAX_NAME_CHARACTERS);
        let since = writing.past_day(&["input", "since"], self.since.as_deref());
        let seat = NewSeat {
            person_id,
            name,
            sector: self.sector,
            office: self.office,
            is_party_member: self.is_party_member,
            employer,
            residence_region,
            special_committee,
            since,
        };
        seat.take(writing, &person_at).await
    }
}

/// `MoveSeatInput`.
#[derive(Debug, Deserialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct MoveSeat {
    expected_version: i64,
    to: SeatStatus,
    reason: Option<String>,
    on: Option<String>,
}

impl Mutation for MoveSeat {
    const FIELD: &'static str = "moveSeat";
    const KEY: &'static str = "id";
    const AUTHORITY: Authority = Authority::Own(&[Leader, Office, Admin]);
    type Record = Member;

    async fn run(self, id: RecordId, writing: &mut Writing<'_>) -> Result<Member, Refusal> {
        let seen: Member = writing.seen(Self::KEY, &id, self.expected_version).await?;
        writing.moves(MOVES, seen.status, self.to);
        let reason_at = ["input", "reason"];
        let reason = self.reason.as_deref();
        let reason = writing.optional_text(&reason_at, reason, MAX_REASON_CHARACTERS);
        if reason.is_none() && self.to != SeatStatus::Active {
            writing.refuse(UserError::required(&reason_at));
        }
        let on = writing.past_day(&["input", "on"], self.on.as_deref());
        if on < latest_change(writing.transaction, &seen).await? {
            writing.invalid(&["input", "on"], "早于上一次变更", "before the change before it");
        }
        writing.check()?;
        let is_exit = self.to == SeatStatus::Exited;
        let member = Member {
            status: self.to,
            until: is_exit.then_some(on),
            version: seen.version + 1,
            ..seen
        };
        update_row(writing.transaction, &member, "id", &member.id).await?;
        append_status(writing.transaction, &member, on, reason).await?;
        if is_exit {
            end_placement(writing.transaction, &member, on).await?;
            leave_groups(writing.transaction, &member.id, on).await?;
        }
        Ok(member)
    }
}

/// `PlaceMemberInput`.
#[derive(Debug, Deserialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct PlaceMember {
    expected_version: i64,
    special_committee: String,
    on: Option<String>,
}

impl Mutation for PlaceMember {
    const FIELD: &'static str = "placeMember";
    const KEY: &'static str = "id";
    const AUTHORITY: Authority = Authority::Own(&[Clerk, Office, Admin]);
    type Record = Member;

    async fn run(self, id: RecordId, writing: &mut Writing<'_>) -> Result<Member, Refusal> {
        let seen: Member = writing.seen(Self::KEY, &id, self.expected_version).await?;
        let at = ["input", "specialCommittee"];
        let name = writing.text(&at, &self.special_committee, MAX_NAME_CHARACTERS);
        if seen.status == SeatStatus::Exited {
            writing.invalid(&[Self::KEY], "席位已退出", "the seat has ended");
        } else if seen.special_committee.as_deref() == Some(name.as_str()) {
            let (zh, en) = ("已编入此专门委员会", "the member is placed in it");
            writing.refuse(UserError::new(UserErrorCode::AlreadyExists, &at, zh, en));
        }
        let on = writing.past_day(&["input", "on"], self.on.as_deref());
        if on < seen.since.max(latest_placement(writing.transaction, &seen).await?) {
            writing.invalid(
                &["input", "on"],
                "早于任职或上一次编入",
                "before the seat or the placement before it",
            );
        }
        writing.check()?;
        let member = Member { special_committee: Some(name), version: seen.version + 1, ..seen };
        update_row(writing.transaction, &member, "id", &member.id).await?;
        end_placement(writing.transaction, &member, on).await?;
        append_placement(writing.transaction, &member, on).await?;
        Ok(member)
    }
}

async fn latest_change(transaction: &mut Transaction, member: &Member) -> Result<Date, StoreError> {
    let mut sql = Sql::new("SELECT MAX(changed_on) FROM seat_status_changes WHERE member_id = ");
    sql.push_bind(member.id.clone());
    let (latest,): (Option<Date>,) = transaction.fetch_one(sql).await?;
    Ok(latest.unwrap_or(member.since))
}

async fn latest_placement(
    transaction: &mut Transaction,
    member: &Member,
) -> Result<Date, StoreError> {
    let mut sql = Sql::new("SELECT MAX(from_on) FROM special_committee_seats WHERE member_id = ");
    sql.push_bind(member.id.clone());
    let (latest,): (Option<Date>,) = transaction.fetch_one(sql).await?;
    Ok(latest.unwrap_or(member.since))
}

async fn append_status(
    transaction: &mut Transaction,
    member: &Member,
    changed_on: Date,
    reason: Option<String>,
) -> Result<(), StoreError> {
    let ordinal = count_of(transaction, "seat_status_changes", member).await?;
    let member_id = member.id.clone();
    let change = SeatStatusChange { member_id, ordinal, status: member.status, changed_on, reason };
    insert_seat_status_changes(transaction, &[change]).await
}

/// The placement that the member's row says, if it says one.
async fn append_placement(
    transaction: &mut Transaction,
    member: &Member,
    from_on: Date,
) -> Result<(), StoreError> {
    let Some(special_committee) = member.special_committee.clone() else { return Ok(()) };
    let ordinal = count_of(transaction, "special_committee_seats", member).await?;
    let member_id = member.id.clone();
    let placement =
        SpecialCommitteeSeat { member_id, ordinal, special_committee, from_on, to_on: None };
    insert_special_committee_seats(transaction, &[placement]).await
}

async fn end_placement(
    transaction: &mut Transaction,
    member: &Member,
    on: Date,
) -> Result<(), StoreError> {
    let mut sql = Sql::new("UPDATE special_committee_seats SET to_on = ");
    sql.push_bind(on).push(" WHERE to_on IS NULL AND member_id = ").push_bind(member.id.clone());
    transaction.execute(sql).await?;
    Ok(())
}

/// How many rows of the member's a table has, which is the place of the next.
async fn count_of(
    transaction: &mut Transaction,
    table: &'static str,
    member: &Member,
) -> Result<u32, StoreError> {
    let mut sql = Sql::new(format!("SELECT COUNT(*) FROM {table} WHERE member_id = "));
    sql.push_bind(member.id.clone());
    let (count,): (i64,) = transaction.fetch_one(sql).await?;
    Ok(u32::try_from(count).map_err(|too_many| sqlx::Error::Decode(too_many.into()))?)
}
