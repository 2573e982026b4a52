//! Records an act of contact; the problem that was found may become an appeal in the same
//! transaction.

use qianzhan_network::{
    RecordId,
    database::insert_rows,
    records::{
        appeals::{Appeal, AppealChannel, AppealStatus, insert_appeals},
        members::Member,
    },
    writes::{Authority, Mutation, Refusal, UserError, UserErrorCode, Writing},
};
use serde::Deserialize;

use super::{ContactMode, ContactRecord, ContactRecordContact};
use crate::{
    checks::{MAX_NOTE_CHARACTERS, MEMBERS, member_in_office},
    contacts::{Contact, ContactPlan, ContactPlanStatus, ContactStatus},
};

const MAX_PROBLEM_CHARACTERS: usize = 2_000;
/// Most registered contacts that one record lists.
const MAX_CONTACTS: usize = 200;

/// `RecordContactInput`.
#[derive(Debug, Deserialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct RecordContact {
    member_id: String,
    plan_id: Option<String>,
    mode: ContactMode,
    held_on: Option<String>,
    persons: i64,
    content: String,
    /// The contract's defaults are filled in here: the executor leaves out what an input object
    /// lacks.
    #[serde(default)]
    contact_ids: Vec<String>,
    problem: Option<String>,
    #[serde(default)]
    becomes_appeal: bool,
}

impl RecordContact {
    /// The plan, which must be the member's and under way.
    async fn plan(
        &self,
        writing: &mut Writing<'_>,
        member: Option<&Member>,
    ) -> Result<Option<ContactPlan>, Refusal> {
        let at = ["input", "planId"];
        let plan = writing.own_record::<ContactPlan>(&at, self.plan_id.as_deref()).await?;
        if let (Some(plan), Some(member)) = (&plan, member) {
            if plan.member_id != member.id {
                writing.invalid(&at, "不是此委员的计划", "the plan is another member's");
            } else if plan.status != ContactPlanStatus::Underway {
                writing.invalid(&at, "计划不在执行中", "the plan is not under way");
            }
        }
        Ok(plan)
    }

    /// The registered contacts, which must be the member's and not ended.
    async fn contacts(
        &self,
        writing: &mut Writing<'_>,
        member: Option<&Member>,
    ) -> Result<Vec<Contact>, Refusal> {
        const AT: [&str; 2] = ["input", "contactIds"];
        if self.contact_ids.len() > MAX_CONTACTS {
            let zh = format!("至多 {MAX_CONTACTS} 人");
            let en = format!("at most {MAX_CONTACTS}");
            writing.refuse(UserError::new(UserErrorCode::TooLong, &AT, zh, en));
            return Ok(Vec::new());
        }
        let mut contacts: Vec<Contact> = Vec::new();
        for (index, id) in self.contact_ids.iter().enumerate() {
            let at = [AT[0], AT[1], &index.to_string()];
            let Some(contact) = writing.own_record::<Contact>(&at, Some(id)).await? else {
                continue;
            };
            if member.is_some_and(|member| contact.member_id != member.id) {
                writing.invalid(&at, "不是此委员登记的", "another member registered the contact");
            } else if contact.status == ContactStatus::Ended {
                writing.invalid(&at, "已不再联系", "the contact has ended");
            }
            if contacts.iter().all(|known| known.id != contact.id) {
                contacts.push(contact);
            }
        }
        Ok(contacts)
    }
}

impl Mutation for RecordContact {
    const FIELD: &'static str = "recordContact";
    const KEY: &'static str = "committeeId";
    const AUTHORITY: Authority = MEMBERS;
    type Record = ContactRecord;

    async fn run(
        self,
        _committee: RecordId,
        writing: &mut Writing<'_>,
    ) -> Result<ContactRecord, Refusal> {
        let member_at = ["input", "memberId"];
        let member = member_in_office(writing, &member_at, &self.member_id).await?;
        let plan = self.plan(writing, member.as_ref()).await?;
        let contacts = self.contacts(writing, member.as_ref()).await?;
        let least = i64::try_from(contacts.len()).unwrap_or(i64::MAX).max(1);
        if self.persons < least {
            let (zh, en) = ("少于所列的群众，或不足 1", "fewer than those listed, or than 1");
            writing.invalid(&["input", "persons"], zh, en);
        }
        let held_on = writing.past_day(&["input", "heldOn"], self.held_on.as_deref());
        let content = writing.text(&["input", "content"], &self.content, MAX_NOTE_CHARACTERS);
        let problem_at = ["input", "problem"];
        let problem =
            writing.optional_text(&problem_at, self.problem.as_deref(), MAX_PROBLEM_CHARACTERS);
        if self.becomes_appeal && problem.is_none() {
            writing.refuse(UserError::required(&problem_at));
        }
        writing.check()?;
        let member = member.ok_or_else(|| UserError::not_found(&member_at))?;
        let appeal = problem
            .clone()
            .filter(|_| self.becomes_appeal)
            .map(|text| appeal_of(writing, &member, text, &contacts));
        insert_appeals(writing.transaction, appeal.as_slice()).await?;
        let record = ContactRecord {
            id: writing.new_id(),
            committee_id: member.committee_id,
            member_id: member.id,
            plan_id: plan.map(|it| it.id),
            mode: self.mode,
            held_on,
            persons: self.persons,
            content,
            problem,
            appeal_id: appeal.map(|it| it.id),
            version: 1,
            is_generated: false,
        };
        insert_rows(writing.transaction, std::slice::from_ref(&record)).await?;
        let listed: Vec<_> = contacts
            .into_iter()
            .map(|contact| ContactRecordContact {
                record_id: record.id.clone(),
                contact_id: contact.id,
            })
            .collect();
        insert_rows(writing.transaction, &listed).await?;
        Ok(record)
    }
}

/// The appeal that a problem becomes: made to the member, offline, by the contact if there is one.
fn appeal_of(writing: &Writing<'_>, member: &Member, text: String, contacts: &[Contact]) -> Appeal {
    let speaker = match contacts {
        [only] => Some(only),
        _ => None,
    };
    Appeal {
        id: writing.new_id(),
        committee_id: member.committee_id.clone(),
        channel: AppealChannel::Offline,
        code_id: None,
        member_id: Some(member.id.clone()),
        platform_id: None,
        locality_code: speaker.and_then(|it| it.locality_code),
        text,
        speaker_name: speaker.map(|it| it.name.clone()),
        speaker_phone: speaker.and_then(|it| it.phone.clone()),
        received_on: writing.today,
        status: AppealStatus::Received,
        handler: None,
        result: None,
        closed_on: None,
        satisfaction: None,
        topic_id: None,
        opinion_report_id: None,
        version: 1,
        is_generated: false,
    }
}
