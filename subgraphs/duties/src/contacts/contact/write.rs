//! Writes of contacts: registered, made regular, ended.

use qianzhan_network::{
    RecordId,
    database::insert_rows,
    writes::{Authority, Moves, Mutation, Refusal, UserError, Writing, update_row},
};
use serde::Deserialize;

use super::{Contact, ContactStatus};
use crate::checks::{MAX_NAME_CHARACTERS, MEMBERS, member_in_office};

const MAX_PHONE_CHARACTERS: usize = 30;

/// 登记 → 常态化联系; either may end.
const MOVES: Moves<ContactStatus> = {
    use ContactStatus::{Ended, Registered, Regular};
    Moves(&[(Registered, &[Regular, Ended]), (Regular, &[Registered, Ended])])
};

/// `RegisterContactInput`.
#[derive(Debug, Deserialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct RegisterContact {
    member_id: String,
    name: String,
    phone: Option<String>,
    /// The contract's default is filled in here: the executor leaves out what an input object lacks.
    #[serde(default = "sectoral")]
    is_sectoral: bool,
    locality_code: Option<String>,
    registered_on: Option<String>,
}

fn sectoral() -> bool {
    true
}

impl Mutation for RegisterContact {
    const FIELD: &'static str = "registerContact";
    const KEY: &'static str = "committeeId";
    const AUTHORITY: Authority = MEMBERS;
    type Record = Contact;

    async fn run(
        self,
        _committee: RecordId,
        writing: &mut Writing<'_>,
    ) -> Result<Contact, Refusal> {
        let member_at = ["input", "memberId"];
        let member = member_in_office(writing, &member_at, &self.member_id).await?;
        let name = writing.text(&["input", "name"], &self.name, MAX_NAME_CHARACTERS);
        let phone_at = ["input", "phone"];
        let phone = writing.optional_text(&phone_at, self.phone.as_deref(), MAX_PHONE_CHARACTERS);
        let locality_at = ["input", "localityCode"];
        let locality_code = writing.locality(&locality_at, self.locality_code.as_deref()).await?;
        let day = self.registered_on.as_deref();
        let registered_on = writing.past_day(&["input", "registeredOn"], day);
        writing.check()?;
        let member = member.ok_or_else(|| UserError::not_found(&member_at))?;
        let contact = Contact {
            id: writing.new_id(),
            committee_id: member.committee_id,
            member_id: member.id,
            name,
            phone,
            is_sectoral: self.is_sectoral,
            sector: self.is_sectoral.then_some(member.sector),
            locality_code,
            status: ContactStatus::Registered,
            registered_on,
            regular_on: None,
            ended_on: None,
            version: 1,
            is_generated: false,
        };
        insert_rows(writing.transaction, std::slice::from_ref(&contact)).await?;
        Ok(contact)
    }
}

/// `MoveContactInput`.
#[derive(Debug, Deserialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct MoveContact {
    expected_version: i64,
    to: ContactStatus,
    on: Option<String>,
}

impl Mutation for MoveContact {
    const FIELD: &'static str = "moveContact";
    const KEY: &'static str = "id";
    const AUTHORITY: Authority = MEMBERS;
    type Record = Contact;

    async fn run(self, id: RecordId, writing: &mut Writing<'_>) -> Result<Contact, Refusal> {
        let seen: Contact = writing.seen(Self::KEY, &id, self.expected_version).await?;
        writing.moves(MOVES, seen.status, self.to);
        let on = writing.past_day(&["input", "on"], self.on.as_deref());
        if on < seen.registered_on.max(seen.regular_on.unwrap_or(seen.registered_on)) {
            let (zh, en) = ("早于登记或常态化联系", "before it was registered or made regular");
            writing.invalid(&["input", "on"], zh, en);
        }
        writing.check()?;
        let contact = Contact {
            status: self.to,
            regular_on: match self.to {
                ContactStatus::Regular => Some(on),
                ContactStatus::Registered => None,
                ContactStatus::Ended => seen.regular_on,
            },
            ended_on: (self.to == ContactStatus::Ended).then_some(on),
            version: seen.version + 1,
            ..seen
        };
        update_row(writing.transaction, &contact, "id", &contact.id).await?;
        Ok(contact)
    }
}
