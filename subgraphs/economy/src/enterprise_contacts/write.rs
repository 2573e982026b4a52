//! Writes of contacts: determined, visited, reported by a form, scored, and the problem dealt with.

use qianzhan_network::{
    CallerRole::{Admin, Clerk, Member, Office},
    RecordId, RegionCode,
    database::Sql,
    writes::{Authority, Moves, Mutation, Refusal, UserError, UserErrorCode, Writing, update_row},
};
use serde::Deserialize;

use super::{
    EnterpriseContact, EnterpriseContactStatus, EnterpriseVisit, insert_enterprise_contacts,
    insert_enterprise_visits,
};

const MAX_NAME_CHARACTERS: usize = 100;
const MAX_TEXT_CHARACTERS: usize = 1_000;

/// 确定 → 走访 → 反馈表 → 成绩单 → 问题办理; further visits leave it where it is.
const MOVES: Moves<EnterpriseContactStatus> = {
    use EnterpriseContactStatus::{Determined, Reported, Resolved, Scored, Visited};
    Moves(&[
        (Determined, &[Visited]),
        (Visited, &[Visited, Reported]),
        (Reported, &[Visited, Scored]),
        (Scored, &[Visited, Resolved]),
    ])
};

/// `DetermineEnterpriseContactInput`.
#[derive(Debug, Deserialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct DetermineEnterpriseContact {
    year: i64,
    director_id: String,
    member_id: String,
    enterprise: String,
    enterprise_region: String,
    liaison: Option<String>,
    #[serde(default)]
    staff_count: i64,
    form_due_on: Option<String>,
}

impl Mutation for DetermineEnterpriseContact {
    const FIELD: &'static str = "determineEnterpriseContact";
    const KEY: &'static str = "committeeId";
    const AUTHORITY: Authority = Authority::Own(&[Clerk, Office, Admin]);
    type Record = EnterpriseContact;

    async fn run(
        self,
        committee: RecordId,
        writing: &mut Writing<'_>,
    ) -> Result<EnterpriseContact, Refusal> {
        let year = writing.number_within(&["input", "year"], self.year, 1949, 2200);
        let director = writing.id(&["input", "directorId"], Some(&self.director_id));
        let member = writing.id(&["input", "memberId"], Some(&self.member_id));
        let enterprise_at = ["input", "enterprise"];
        let enterprise = writing.text(&enterprise_at, &self.enterprise, MAX_NAME_CHARACTERS);
        let liaison_at = ["input", "liaison"];
        let liaison =
            writing.optional_text(&liaison_at, self.liaison.as_deref(), MAX_NAME_CHARACTERS);
        let staff_count = writing.count(&["input", "staffCount"], self.staff_count);
        let form_due_on =
            self.form_due_on.as_deref().map(|day| writing.day(&["input", "formDueOn"], day));
        let region =
            region_inside(writing, &["input", "enterpriseRegion"], &self.enterprise_region);
        let mut sql = Sql::new("SELECT 1 FROM enterprise_contacts WHERE committee_id = ");
        sql.push_bind(committee.clone()).push(" AND year = ").push_bind(year);
        sql.push(" AND enterprise = ").push_bind(&enterprise);
        if writing.transaction.fetch_optional::<(i32,)>(sql).await?.is_some() {
            let (zh, en) =
                ("此年度已联系此企业", "the enterprise is contacted in this year already");
            let code = UserErrorCode::AlreadyExists;
            writing.refuse(UserError::new(code, &enterprise_at, zh, en));
        }
        writing.check()?;
        let (Some(director_id), Some(member_id), Some(region)) = (director, member, region) else {
            return Err(UserError::required(&["input"]).into());
        };
        let contact = EnterpriseContact {
            id: writing.new_id(),
            committee_id: committee,
            year,
            director_id,
            member_id,
            enterprise,
            enterprise_region: region,
            liaison,
            staff_count,
            persons_reached: 0,
            form_due_on,
            form_received_on: None,
            services: None,
            problem: None,
            result: None,
            status: EnterpriseContactStatus::Determined,
            version: 1,
            is_generated: false,
        };
        insert_enterprise_contacts(writing.transaction, std::slice::from_ref(&contact)).await?;
        Ok(contact)
    }
}

/// A region inside the owner's.
pub(crate) fn region_inside(
    writing: &mut Writing<'_>,
    field: &[&str],
    code: &str,
) -> Option<RegionCode> {
    let region = code.parse::<RegionCode>().ok().filter(|code| writing.owner.contains(code));
    if region.is_none() {
        let (zh, en) = ("须为本地区之内的区划代码", "must be the code of a region inside");
        writing.refuse(UserError::new(UserErrorCode::Invalid, field, zh, en));
    }
    region
}

/// `RecordEnterpriseVisitInput`.
#[derive(Debug, Deserialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct RecordEnterpriseVisit {
    expected_version: i64,
    visited_on: Option<String>,
    note: Option<String>,
}

impl Mutation for RecordEnterpriseVisit {
    const FIELD: &'static str = "recordEnterpriseVisit";
    const KEY: &'static str = "id";
    const AUTHORITY: Authority = Authority::Own(&[Member, Clerk, Office, Admin]);
    type Record = EnterpriseContact;

    async fn run(
        self,
        id: RecordId,
        writing: &mut Writing<'_>,
    ) -> Result<EnterpriseContact, Refusal> {
        let seen: EnterpriseContact = writing.seen(Self::KEY, &id, self.expected_version).await?;
        writing.moves(MOVES, seen.status, EnterpriseContactStatus::Visited);
        let visited_on = writing.past_day(&["input", "visitedOn"], self.visited_on.as_deref());
        let note =
            writing.optional_text(&["input", "note"], self.note.as_deref(), MAX_TEXT_CHARACTERS);
        writing.check()?;
        let mut sql = Sql::new("SELECT COUNT(*) FROM enterprise_visits WHERE contact_id = ");
        sql.push_bind(id.clone());
        let (count,): (i64,) = writing.transaction.fetch_one(sql).await?;
        let ordinal =
            u32::try_from(count).map_err(|too_many| sqlx::Error::Decode(too_many.into()))?;
        let visit = EnterpriseVisit { contact_id: id, ordinal, visited_on, note };
        let is_first = seen.status == EnterpriseContactStatus::Determined;
        let status = if is_first { EnterpriseContactStatus::Visited } else { seen.status };
        let contact = EnterpriseContact { status, version: seen.version + 1, ..seen };
        update_row(writing.transaction, &contact, "id", &contact.id).await?;
        insert_enterprise_visits(writing.transaction, &[visit]).await?;
        Ok(contact)
    }
}

/// `MoveEnterpriseContactInput`.
#[derive(Debug, Deserialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct MoveEnterpriseContact {
    expected_version: i64,
    to: EnterpriseContactStatus,
    persons_reached: Option<i64>,
    problem: Option<String>,
    services: Option<String>,
    result: Option<String>,
}

impl Mutation for MoveEnterpriseContact {
    const FIELD: &'static str = "moveEnterpriseContact";
    const KEY: &'static str = "id";
    const AUTHORITY: Authority = Authority::Own(&[Clerk, Office, Admin]);
    type Record = EnterpriseContact;

    async fn run(
        self,
        id: RecordId,
        writing: &mut Writing<'_>,
    ) -> Result<EnterpriseContact, Refusal> {
        use EnterpriseContactStatus::{Reported, Resolved, Scored, Visited};
        let seen: EnterpriseContact = writing.seen(Self::KEY, &id, self.expected_version).await?;
        writing.moves(MOVES, seen.status, self.to);
        let (zh, en) = ("由登记走访写入", "it is visited by a visit");
        writing.not_by_a_move(self.to, Visited, zh, en);
        for (field, is_given, at, is_needed) in [
            ("personsReached", self.persons_reached.is_some(), Reported, true),
            ("problem", self.problem.is_some(), Reported, false),
            ("services", self.services.is_some(), Scored, true),
            ("result", self.result.is_some(), Resolved, true),
        ] {
            writing.only_with(field, is_given, self.to, &[at]);
            if is_needed {
                writing.needed_with(field, is_given, self.to, &[at]);
            }
        }
        let mut contact = EnterpriseContact { status: self.to, version: seen.version + 1, ..seen };
        if let Some(count) = self.persons_reached {
            contact.persons_reached = writing.count(&["input", "personsReached"], count);
        }
        for (field, given, text) in [
            ("problem", &self.problem, &mut contact.problem),
            ("services", &self.services, &mut contact.services),
            ("result", &self.result, &mut contact.result),
        ] {
            if let Some(given) = given {
                *text = Some(writing.text(&["input", field], given, MAX_TEXT_CHARACTERS));
            }
        }
        if self.to == Reported {
            contact.form_received_on = Some(writing.today);
        }
        writing.check()?;
        update_row(writing.transaction, &contact, "id", &contact.id).await?;
        Ok(contact)
    }
}
