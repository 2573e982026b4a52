//! Writes of deployments, at the site where the member is sent. The member may be any level's: a
//! site knows of another's member what it is told, and does not ask.

use serde::Deserialize;

use super::{Deployment, PlatformRole, insert_deployments};
use crate::{
    callers::CallerRole::{Admin, Clerk, Office},
    database::Sql,
    record_id::RecordId,
    records::{
        members::{Member, SeatStatus},
        platforms::{Platform, PlatformStatus},
    },
    region::Level,
    writes::{
        Authority, Mutation, Refusal, UserError, UserErrorCode, Writing, find_record, update_row,
    },
};

const MAX_TEXT_CHARACTERS: usize = 200;
/// Longest id of a person.
const MAX_PERSON_CHARACTERS: usize = 80;

/// `DeployMemberInput`.
#[derive(Debug, Deserialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct DeployMember {
    member_id: String,
    person_id: Option<String>,
    member_level: Option<Level>,
    locality_code: String,
    platform_id: Option<String>,
    /// The contract's default is filled in here: the executor leaves out what an input object lacks.
    #[serde(default = "fixed_member")]
    role: PlatformRole,
    issued_by: Option<String>,
    document: Option<String>,
    from: Option<String>,
}

fn fixed_member() -> PlatformRole {
    PlatformRole::FixedMember
}

/// Who is sent.
struct Sent {
    member_id: RecordId,
    person_id: String,
    member_level: Level,
}

impl DeployMember {
    /// A member of the owner's is looked up; of another's, the caller says who it is.
    async fn sent(&self, writing: &mut Writing<'_>) -> Result<Option<Sent>, Refusal> {
        let at = ["input", "memberId"];
        let Some(member_id) = writing.id(&at, Some(&self.member_id)) else { return Ok(None) };
        if writing.owns(&member_id) {
            let Some(member) = find_record::<Member>(writing.transaction, &member_id).await? else {
                writing.refuse(UserError::not_found(&at));
                return Ok(None);
            };
            if member.status != SeatStatus::Active {
                writing.invalid(&at, "委员不在任", "the member is not in office");
            }
            let (person_id, member_level) = (member.person_id, member.level);
            return Ok(Some(Sent { member_id, person_id, member_level }));
        }
        let person_at = ["input", "personId"];
        let person = self.person_id.as_deref();
        let person_id = writing.optional_text(&person_at, person, MAX_PERSON_CHARACTERS);
        if person_id.is_none() {
            writing.refuse(UserError::required(&person_at));
        }
        if self.member_level.is_none() {
            writing.refuse(UserError::required(&["input", "memberLevel"]));
        }
        let known = person_id.zip(self.member_level);
        Ok(known.map(|(person_id, member_level)| Sent { member_id, person_id, member_level }))
    }
}

impl Mutation for DeployMember {
    const FIELD: &'static str = "deployMember";
    const KEY: &'static str = "committeeId";
    const AUTHORITY: Authority = Authority::Own(&[Clerk, Office, Admin]);
    type Record = Deployment;

    async fn run(
        self,
        _committee: RecordId,
        writing: &mut Writing<'_>,
    ) -> Result<Deployment, Refusal> {
        let committee = RecordId::committee(writing.owner);
        let sent = self.sent(writing).await?;
        let locality_at = ["input", "localityCode"];
        let locality = writing.locality(&locality_at, Some(&self.locality_code)).await?;
        let platform_at = ["input", "platformId"];
        let platform =
            writing.own_record::<Platform>(&platform_at, self.platform_id.as_deref()).await?;
        if platform.as_ref().is_some_and(|it| it.status == PlatformStatus::Withdrawn) {
            writing.invalid(&platform_at, "平台已撤销", "the platform is withdrawn");
        }
        let issued_by = writing.id(&["input", "issuedBy"], self.issued_by.as_deref());
        let document_at = ["input", "document"];
        let document = self.document.as_deref();
        let document = writing.optional_text(&document_at, document, MAX_TEXT_CHARACTERS);
        let from_on = writing.past_day(&["input", "from"], self.from.as_deref());
        if let (Some(sent), Some(locality)) = (&sent, locality) {
            let mut sql = Sql::new("SELECT COUNT(*) FROM deployments WHERE to_on IS NULL AND ");
            sql.push("member_id = ").push_bind(sent.member_id.clone());
            sql.push(" AND locality_code = ").push_bind(locality);
            match &platform {
                Some(platform) => sql.push(" AND platform_id = ").push_bind(platform.id.clone()),
                None => sql.push(" AND platform_id IS NULL"),
            };
            let (lasting,): (i64,) = writing.transaction.fetch_one(sql).await?;
            if lasting > 0 {
                let (zh, en) = ("已下沉到此处", "the member is deployed there");
                let at = ["input", "memberId"];
                writing.refuse(UserError::new(UserErrorCode::AlreadyExists, &at, zh, en));
            }
        }
        writing.check()?;
        let (Some(sent), Some(locality_code)) = (sent, locality) else {
            return Err(UserError::required(&locality_at).into());
        };
        let deployment = Deployment {
            id: writing.new_id(),
            member_id: sent.member_id,
            person_id: sent.person_id,
            member_level: sent.member_level,
            locality_code,
            platform_id: platform.map(|it| it.id),
            role: self.role,
            issued_by: Some(issued_by.unwrap_or_else(|| committee.clone())),
            committee_id: committee,
            from_on,
            to_on: None,
            document,
            ended_reason: None,
            version: 1,
            is_generated: false,
        };
        insert_deployments(writing.transaction, std::slice::from_ref(&deployment)).await?;
        Ok(deployment)
    }
}

/// `EndDeploymentInput`.
#[derive(Debug, Deserialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct EndDeployment {
    expected_version: i64,
    on: Option<String>,
    reason: String,
}

impl Mutation for EndDeployment {
    const FIELD: &'static str = "endDeployment";
    const KEY: &'static str = "id";
    const AUTHORITY: Authority = Authority::Own(&[Clerk, Office, Admin]);
    type Record = Deployment;

    async fn run(self, id: RecordId, writing: &mut Writing<'_>) -> Result<Deployment, Refusal> {
        let seen: Deployment = writing.seen(Self::KEY, &id, self.expected_version).await?;
        let on = writing.past_day(&["input", "on"], self.on.as_deref());
        if seen.to_on.is_some() {
            writing.invalid(&[Self::KEY], "已结束", "it has ended");
        } else if on < seen.from_on {
            writing.invalid(&["input", "on"], "早于起始日", "before it began");
        }
        let reason = writing.text(&["input", "reason"], &self.reason, MAX_TEXT_CHARACTERS);
        writing.check()?;
        let deployment = Deployment {
            to_on: Some(on),
            ended_reason: Some(reason),
            version: seen.version + 1,
            ..seen
        };
        update_row(writing.transaction, &deployment, "id", &deployment.id).await?;
        Ok(deployment)
    }
}
