//! Members, a seat in each row.

use qianzhan_network::{
    RecordId, StoreError,
    database::Transaction,
    records::members::{
        Member, OfficeRole, SeatStatus, SpecialCommitteeSeat, insert_members,
        insert_special_committee_seats,
    },
    writes::UserErrorCode,
};

use super::{Owner, Reference, RowKind};
use crate::import::{cells::Cells, column::Column};

const PERSON: Column = Column::new("personId", "人员编号");
const NAME: Column = Column::new("name", "姓名");
const SECTOR: Column = Column::new("sector", "界别");
const OFFICE: Column = Column::new("office", "职务");
const STATUS: Column = Column::new("status", "席位状态");
const PARTY_MEMBER: Column = Column::new("isPartyMember", "是否中共党员");
const EMPLOYER: Column = Column::new("employer", "工作单位");
const RESIDENCE: Column = Column::new("residenceRegion", "居住地区");
const SPECIAL_COMMITTEE: Column = Column::new("specialCommittee", "编入的专门委员会");
const SINCE: Column = Column::new("since", "任职起始日");
const UNTIL: Column = Column::new("until", "任职截止日");
const DUTY_SCORE: Column = Column::new("dutyScore", "最近年度的履职得分");

pub(in crate::import) struct MemberRow(Member);

impl RowKind for MemberRow {
    const NAME: &'static str = "importMembers";
    const TABLE: &'static str = "members";
    const COLUMNS: &'static [Column] = &[
        super::ID,
        PERSON,
        NAME,
        SECTOR,
        OFFICE,
        STATUS,
        PARTY_MEMBER,
        EMPLOYER,
        RESIDENCE,
        SPECIAL_COMMITTEE,
        SINCE,
        UNTIL,
        DUTY_SCORE,
    ];

    fn read(cells: &mut Cells<'_>, owner: Owner) -> Option<Self> {
        let id = owner.id_of(cells, Self::NAME);
        let name = cells.text(NAME);
        let sector = cells.required_choice(SECTOR, "SectorCode");
        let office = match cells.optional(OFFICE) {
            Some(_) => cells.choice(OFFICE, "OfficeRole"),
            None => Some(OfficeRole::Member),
        };
        let status = match cells.optional(STATUS) {
            Some(_) => cells.choice(STATUS, "SeatStatus"),
            None => Some(SeatStatus::Active),
        };
        if cells.optional(SINCE).is_none() {
            cells.refuse(SINCE, UserErrorCode::Required, "缺少", "missing or blank");
        }
        let (since, until) = (cells.date(SINCE), cells.date(UNTIL));
        if status.is_some_and(|it| (it == SeatStatus::Exited) != until.is_some()) {
            let zh = "退出的席位有截止日，其他席位没有";
            let en = "a seat that was left has its last day, and no other has";
            cells.refuse(UNTIL, UserErrorCode::Invalid, zh, en);
        }
        if since.zip(until).is_some_and(|(since, until)| until < since) {
            let (zh, en) = ("截止日早于起始日", "the last day is before the first");
            cells.refuse(UNTIL, UserErrorCode::Invalid, zh, en);
        }
        let duty_score: Option<f64> = cells.parsed(DUTY_SCORE);
        if duty_score.is_some_and(|score| !(0.0..=100.0).contains(&score)) {
            cells.refuse(DUTY_SCORE, UserErrorCode::Invalid, "应为 0 至 100", "is 0 to 100");
        }
        let person_id = cells.optional(PERSON);
        let is_party_member = cells.flag(PARTY_MEMBER);
        let employer = cells.optional(EMPLOYER);
        let residence_region = cells.parsed(RESIDENCE);
        let special_committee = cells.optional(SPECIAL_COMMITTEE);
        let id = id?;
        Some(Self(Member {
            committee_id: owner.committee(),
            // Without a number of its own, a person is known by the seat alone.
            person_id: person_id.unwrap_or_else(|| id.to_string()),
            id,
            level: owner.level,
            name,
            sector: sector?,
            office: office?,
            status: status?,
            is_party_member,
            employer,
            residence_region,
            special_committee,
            since: since?,
            until,
            duty_score,
            version: 1,
            is_generated: false,
        }))
    }

    fn id(&self) -> &RecordId {
        &self.0.id
    }

    fn references(&self) -> Vec<Reference> {
        Vec::new()
    }

    async fn insert(transaction: &mut Transaction, rows: &[Self]) -> Result<(), StoreError> {
        let members: Vec<_> = rows.iter().map(|row| row.0.clone()).collect();
        insert_members(transaction, &members).await?;
        // A table tells where a member is placed now: the history begins with it.
        let placed = members.iter().filter_map(|member| {
            Some(SpecialCommitteeSeat {
                member_id: member.id.clone(),
                ordinal: 0,
                special_committee: member.special_committee.clone()?,
                from_on: member.since,
                to_on: member.until,
            })
        });
        insert_special_committee_seats(transaction, &placed.collect::<Vec<_>>()).await
    }
}
