//! How a seat begins: registered, or given to who was nominated.

use uuid::Uuid;

use super::{
    Member, OfficeRole, SeatStatus, SeatStatusChange, SectorCode, SpecialCommitteeSeat,
    insert_members, insert_seat_status_changes, insert_special_committee_seats,
};
use crate::{
    database::Sql,
    date::Date,
    record_id::RecordId,
    records::committees::Committee,
    region::RegionCode,
    writes::{Refusal, UserError, UserErrorCode, Writing, find_record},
};

/// A seat to come.
#[derive(Debug)]
pub(in crate::records) struct NewSeat {
    /// The person, where they have a seat elsewhere.
    pub(in crate::records) person_id: Option<String>,
    pub(in crate::records) name: String,
    pub(in crate::records) sector: SectorCode,
    pub(in crate::records) office: OfficeRole,
    pub(in crate::records) is_party_member: bool,
    pub(in crate::records) employer: Option<String>,
    pub(in crate::records) residence_region: Option<RegionCode>,
    pub(in crate::records) special_committee: Option<String>,
    pub(in crate::records) since: Date,
}

impl NewSeat {
    /// Writes the seat, of the committee that owns what is written, unless there is a reason against
    /// it. `person_at` is where the person is named.
    pub(in crate::records) async fn take(
        self,
        writing: &mut Writing<'_>,
        person_at: &[&str],
    ) -> Result<Member, Refusal> {
        let committee = RecordId::committee(writing.owner);
        let found = find_record::<Committee>(writing.transaction, &committee).await?;
        let committee = found.ok_or_else(|| UserError::not_found(&["committeeId"]))?;
        if let Some(person) = &self.person_id {
            check_seat_is_new(writing, &committee.id, person, person_at).await?;
        }
        writing.check()?;
        let member = Member {
            id: writing.new_id(),
            committee_id: committee.id,
            person_id: self.person_id.unwrap_or_else(|| Uuid::now_v7().hyphenated().to_string()),
            level: committee.level,
            name: self.name,
            sector: self.sector,
            office: self.office,
            status: SeatStatus::Active,
            is_party_member: self.is_party_member,
            employer: self.employer,
            residence_region: self.residence_region,
            special_committee: self.special_committee,
            since: self.since,
            until: None,
            duty_score: None,
            version: 1,
            is_generated: false,
        };
        insert_members(writing.transaction, std::slice::from_ref(&member)).await?;
        let begun = SeatStatusChange {
            member_id: member.id.clone(),
            ordinal: 0,
            status: member.status,
            changed_on: member.since,
            reason: None,
        };
        insert_seat_status_changes(writing.transaction, &[begun]).await?;
        let placed =
            member.special_committee.clone().map(|special_committee| SpecialCommitteeSeat {
                member_id: member.id.clone(),
                ordinal: 0,
                special_committee,
                from_on: member.since,
                to_on: None,
            });
        insert_special_committee_seats(writing.transaction, placed.as_slice()).await?;
        Ok(member)
    }
}

/// A person has at most one seat that lasts in a committee.
async fn check_seat_is_new(
    writing: &mut Writing<'_>,
    committee: &RecordId,
    person: &str,
    at: &[&str],
) -> Result<(), Refusal> {
    let mut sql =
        Sql::new("SELECT COUNT(*) FROM members WHERE status <> 'EXITED' AND person_id = ");
    sql.push_bind(person).push(" AND committee_id = ").push_bind(committee.clone());
    let (seats,): (i64,) = writing.transaction.fetch_one(sql).await?;
    if seats > 0 {
        let (zh, en) = ("此人在本级已有席位", "the person has a seat in this committee");
        writing.refuse(UserError::new(UserErrorCode::AlreadyExists, at, zh, en));
    }
    Ok(())
}
