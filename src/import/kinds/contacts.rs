//! Contacts, whom members registered.
//!
//! Their names and telephones stay with the owner, and an id does not: superiors may list ids. So no
//! id is made of what a row says, which could be guessed from it; a row that comes again is found out
//! by the member, the name and the telephone.

use std::collections::{HashMap, HashSet};

use qianzhan_duties::contacts::{Contact, ContactStatus};
use qianzhan_network::{
    RecordId, StoreError,
    database::{Sql, Transaction, insert_rows},
    records::members::SectorCode,
    writes::UserErrorCode,
};

use super::{Likeness, Owner, Reference, RowKind};
use crate::import::{cells::Cells, column::Column};

const MEMBER: Column = Column::new("memberId", "委员编号");
const NAME: Column = Column::new("name", "姓名");
const PHONE: Column = Column::new("phone", "电话");
const SECTORAL: Column = Column::new("isSectoral", "是界别群众");
const LOCALITY: Column = Column::new("localityCode", "地点代码");
const STATUS: Column = Column::new("status", "状态");
const REGISTERED: Column = Column::new("registeredOn", "登记日期");
const REGULAR: Column = Column::new("regularOn", "确定为常态化联系的日期");
const ENDED: Column = Column::new("endedOn", "不再联系的日期");

/// As in the contract.
const MAX_NAME_CHARACTERS: usize = 50;
const MAX_PHONE_CHARACTERS: usize = 30;

pub(in crate::import) struct ContactRow {
    contact: Contact,
    has_own_id: bool,
}

impl RowKind for ContactRow {
    const NAME: &'static str = "importContacts";
    const TABLE: &'static str = "contacts";
    const COLUMNS: &'static [Column] =
        &[super::ID, MEMBER, NAME, PHONE, SECTORAL, LOCALITY, STATUS, REGISTERED, REGULAR, ENDED];

    fn read(cells: &mut Cells<'_>, owner: Owner) -> Option<Self> {
        let has_own_id = cells.optional(super::ID).is_some();
        let id = match has_own_id {
            true => owner.given_id(cells),
            false => Some(RecordId::new(&owner.region)),
        };
        if cells.optional(MEMBER).is_none() {
            cells.required(MEMBER);
        }
        let member_id = owner.own_record(cells, MEMBER);
        let name = cells.text_of(NAME, MAX_NAME_CHARACTERS);
        let phone = cells.optional_of(PHONE, MAX_PHONE_CHARACTERS);
        // As in the contract, one is sectoral unless it is said otherwise.
        let is_sectoral = cells.optional(SECTORAL).is_none() || cells.flag(SECTORAL);
        let locality_code = owner.locality(cells, LOCALITY);
        let registered_on = cells.required_past_date(REGISTERED);
        let regular_on = cells.past_date(REGULAR);
        let ended_on = cells.past_date(ENDED);
        for (column, earlier, later) in
            [(REGULAR, registered_on, regular_on), (ENDED, regular_on.or(registered_on), ended_on)]
        {
            if earlier.zip(later).is_some_and(|(earlier, later)| later < earlier) {
                let (zh, en) = ("早于登记或常态化联系", "before it was registered or made regular");
                cells.refuse(column, UserErrorCode::Invalid, zh, en);
            }
        }
        let status = match (cells.optional(STATUS), regular_on, ended_on) {
            (Some(_), ..) => cells.choice(STATUS, "ContactStatus"),
            (None, _, Some(_)) => Some(ContactStatus::Ended),
            (None, Some(_), None) => Some(ContactStatus::Regular),
            (None, None, None) => Some(ContactStatus::Registered),
        };
        if status.is_some_and(|it| (it == ContactStatus::Ended) != ended_on.is_some()) {
            let zh = "不再联系的有其日期，仍联系的没有";
            let en = "a contact that ended has the day of it, and no other has";
            cells.refuse(ENDED, UserErrorCode::Invalid, zh, en);
        }
        if status.is_some_and(|it| {
            it != ContactStatus::Ended && (it == ContactStatus::Regular) != regular_on.is_some()
        }) {
            let zh = "常态化联系的有其日期，仅登记的没有";
            let en =
                "a regular contact has the day of it, and one that is only registered has none";
            cells.refuse(REGULAR, UserErrorCode::Invalid, zh, en);
        }
        let contact = Contact {
            id: id?,
            committee_id: owner.committee(),
            member_id: member_id?,
            name,
            phone,
            is_sectoral,
            // The member's, which the database has.
            sector: None,
            locality_code,
            status: status?,
            registered_on: registered_on?,
            regular_on,
            ended_on,
            version: 1,
            is_generated: false,
        };
        Some(Self { contact, has_own_id })
    }

    fn id(&self) -> &RecordId {
        &self.contact.id
    }

    fn likeness(&self) -> Option<Likeness> {
        let Contact { member_id, name, phone, .. } = &self.contact;
        (!self.has_own_id).then(|| likeness(member_id, name.clone(), phone.clone()))
    }

    async fn likenesses_there(
        transaction: &mut Transaction,
        rows: &[Self],
    ) -> Result<HashSet<Likeness>, StoreError> {
        let mut sql = Sql::new("SELECT member_id, name, phone FROM contacts WHERE member_id IN ");
        sql.push_keys(&members(rows));
        let there: Vec<(RecordId, String, Option<String>)> = transaction.fetch_all(sql).await?;
        Ok(there.into_iter().map(|(member, name, phone)| likeness(&member, name, phone)).collect())
    }

    fn references(&self) -> Vec<Reference> {
        [
            Reference::by_id(MEMBER, "members", Some(&self.contact.member_id)),
            Reference::locality(LOCALITY, self.contact.locality_code),
        ]
        .into_iter()
        .flatten()
        .collect()
    }

    async fn insert(transaction: &mut Transaction, rows: &[Self]) -> Result<(), StoreError> {
        let mut sql = Sql::new("SELECT id, sector FROM members WHERE id IN ");
        sql.push_keys(&members(rows));
        let sectors: Vec<(RecordId, SectorCode)> = transaction.fetch_all(sql).await?;
        let sectors: HashMap<_, _> = sectors.into_iter().collect();
        let contacts: Vec<_> = rows
            .iter()
            .map(|ContactRow { contact, .. }| {
                let sector = sectors.get(&contact.member_id).filter(|_| contact.is_sectoral);
                Contact { sector: sector.copied(), ..contact.clone() }
            })
            .collect();
        insert_rows(transaction, &contacts).await
    }
}

fn likeness(member: &RecordId, name: String, phone: Option<String>) -> Likeness {
    vec![Some(member.to_string()), Some(name), phone]
}

/// The members of rows, each once.
fn members(rows: &[ContactRow]) -> Vec<&RecordId> {
    let members: HashSet<_> = rows.iter().map(|row| &row.contact.member_id).collect();
    members.into_iter().collect()
}
