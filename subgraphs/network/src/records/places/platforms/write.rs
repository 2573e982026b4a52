//! Writes of platforms: begun, given plaques, launched or put off, checked, planned for, withdrawn.

use serde::Deserialize;

use super::{
    AnnualPlan, AnnualPlanStatus, HostKind, Plaque, Platform, PlatformKind, PlatformStatus,
    SixHasCheck, SixHasSelfCheck, insert_annual_plans, insert_plaques, insert_platforms,
    insert_six_has_checks, insert_six_has_self_checks,
};
use crate::{
    callers::CallerRole::{Admin, Clerk, Member, Office},
    database::{InsertRow, Sql, StoreError, Transaction},
    record_id::RecordId,
    records::members::SectorCode,
    writes::{Authority, Moves, Mutation, Refusal, UserError, UserErrorCode, Writing, update_row},
};

const CLERKS: Authority = Authority::Own(&[Clerk, Office, Admin]);
const ON_AT: [&str; 2] = ["input", "on"];
const MAX_NAME_CHARACTERS: usize = 100;
const MAX_PERSON_CHARACTERS: usize = 50;
const MAX_REASON_CHARACTERS: usize = 500;
const MAX_EVIDENCE_CHARACTERS: usize = 1_000;
const MAX_PLAN_CHARACTERS: usize = 4_000;

/// 筹建 → 授牌 → 启动 → 运行 → 撤销; what has its plaque may be put off.
const MOVES: Moves<PlatformStatus> = {
    use PlatformStatus::{Launched, Operating, PlaqueGranted, Postponed, Preparing, Withdrawn};
    Moves(&[
        (Preparing, &[PlaqueGranted, Withdrawn]),
        (PlaqueGranted, &[Launched, Postponed, Withdrawn]),
        (Postponed, &[Launched, Withdrawn]),
        (Launched, &[Operating, Withdrawn]),
        (Operating, &[Withdrawn]),
    ])
};

/// 拟定 → 协商 → 执行; what was consulted may be drafted again.
const PLAN_MOVES: Moves<AnnualPlanStatus> = {
    use AnnualPlanStatus::{Consulted, Drafted, Underway};
    Moves(&[(Drafted, &[Consulted]), (Consulted, &[Underway, Drafted])])
};

/// `RegisterPlatformInput`.
#[derive(Debug, Deserialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct RegisterPlatform {
    kind: PlatformKind,
    name: String,
    locality_code: Option<String>,
    host_kind: HostKind,
    host: Option<String>,
    head: Option<String>,
    sector: Option<SectorCode>,
    lead_member_id: Option<String>,
    lead_unit: Option<String>,
}

impl Mutation for RegisterPlatform {
    const FIELD: &'static str = "registerPlatform";
    const KEY: &'static str = "committeeId";
    const AUTHORITY: Authority = CLERKS;
    type Record = Platform;

    async fn run(
        self,
        _committee: RecordId,
        writing: &mut Writing<'_>,
    ) -> Result<Platform, Refusal> {
        let name = writing.text(&["input", "name"], &self.name, MAX_NAME_CHARACTERS);
        let code = self.locality_code.as_deref();
        let locality_code = writing.locality(&["input", "localityCode"], code).await?;
        let mut optional = |field: &str, text: Option<&str>, most| {
            writing.optional_text(&["input", field], text, most)
        };
        let host = optional("host", self.host.as_deref(), MAX_NAME_CHARACTERS);
        let head = optional("head", self.head.as_deref(), MAX_PERSON_CHARACTERS);
        let lead_unit = optional("leadUnit", self.lead_unit.as_deref(), MAX_NAME_CHARACTERS);
        let lead = self.lead_member_id.as_deref();
        let lead_member_id = writing.id(&["input", "leadMemberId"], lead);
        writing.check()?;
        let platform = Platform {
            id: writing.new_id(),
            committee_id: RecordId::committee(writing.owner),
            kind: self.kind,
            name,
            locality_code,
            host_kind: self.host_kind,
            host,
            status: PlatformStatus::Preparing,
            head,
            sector: self.sector,
            withdrawn_on: None,
            status_reason: None,
            launched_on: None,
            lead_member_id,
            lead_unit,
            book_count: None,
            version: 1,
            is_generated: false,
            granted_on: None,
        };
        insert_platforms(writing.transaction, std::slice::from_ref(&platform)).await?;
        Ok(platform)
    }
}

/// `GrantPlaqueInput`.
#[derive(Debug, Deserialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct GrantPlaque {
    expected_version: i64,
    kind: PlatformKind,
    name: String,
    on: Option<String>,
}

impl Mutation for GrantPlaque {
    const FIELD: &'static str = "grantPlaque";
    const KEY: &'static str = "id";
    const AUTHORITY: Authority = CLERKS;
    type Record = Platform;

    async fn run(self, id: RecordId, writing: &mut Writing<'_>) -> Result<Platform, Refusal> {
        let seen: Platform = writing.seen(Self::KEY, &id, self.expected_version).await?;
        let kind_at = ["input", "kind"];
        let is_first = seen.status == PlatformStatus::Preparing;
        if seen.status == PlatformStatus::Withdrawn {
            writing.invalid(&[Self::KEY], "平台已撤销", "the platform is withdrawn");
        } else if is_first && self.kind != seen.kind {
            let (zh, en) = ("首块牌子须为平台的类型", "the first plaque is of the platform's kind");
            writing.invalid(&kind_at, zh, en);
        }
        let plaques = plaques_of(writing.transaction, &seen).await?;
        if plaques.iter().any(|plaque| plaque.kind == self.kind) {
            let (zh, en) = ("已挂此类牌子", "there is a plaque of the kind");
            writing.refuse(UserError::new(UserErrorCode::AlreadyExists, &kind_at, zh, en));
        }
        let name = writing.text(&["input", "name"], &self.name, MAX_NAME_CHARACTERS);
        let granted_on = writing.past_day(&["input", "on"], self.on.as_deref());
        writing.check()?;
        let next = plaques.iter().map(|plaque| plaque.ordinal + 1).max().unwrap_or(0);
        let status = if is_first { PlatformStatus::PlaqueGranted } else { seen.status };
        let platform = Platform { status, version: seen.version + 1, ..seen };
        update_row(writing.transaction, &platform, "id", &platform.id).await?;
        let platform_id = platform.id.clone();
        let plaque = Plaque { platform_id, ordinal: next, kind: self.kind, name, granted_on };
        insert_plaques(writing.transaction, &[plaque]).await?;
        Ok(platform)
    }
}

async fn plaques_of(
    transaction: &mut Transaction,
    platform: &Platform,
) -> Result<Vec<Plaque>, StoreError> {
    let mut sql = Sql::new(
        "SELECT platform_id, ordinal, kind, name, granted_on FROM plaques WHERE platform_id = ",
    );
    sql.push_bind(platform.id.clone());
    transaction.fetch_all(sql).await
}

/// `MovePlatformInput`.
#[derive(Debug, Deserialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct MovePlatform {
    expected_version: i64,
    to: PlatformStatus,
    reason: Option<String>,
    on: Option<String>,
}

impl Mutation for MovePlatform {
    const FIELD: &'static str = "movePlatform";
    const KEY: &'static str = "id";
    const AUTHORITY: Authority = CLERKS;
    type Record = Platform;

    async fn run(self, id: RecordId, writing: &mut Writing<'_>) -> Result<Platform, Refusal> {
        use PlatformStatus::{Launched, PlaqueGranted, Postponed, Withdrawn};
        let seen: Platform = writing.seen(Self::KEY, &id, self.expected_version).await?;
        writing.moves(MOVES, seen.status, self.to);
        if self.to == PlaqueGranted {
            let (zh, en) = ("由授牌写入", "it comes by its first plaque");
            writing.invalid(&["input", "to"], zh, en);
        }
        let reason_at = ["input", "reason"];
        let reason = self.reason.as_deref();
        let status_reason = writing.optional_text(&reason_at, reason, MAX_REASON_CHARACTERS);
        if status_reason.is_none() && matches!(self.to, Postponed | Withdrawn) {
            writing.refuse(UserError::required(&reason_at));
        }
        let on = writing.past_day(&["input", "on"], self.on.as_deref());
        if seen.launched_on.max(seen.granted_on).is_some_and(|before| on < before) {
            writing.invalid(&["input", "on"], "早于授牌或启动", "before its plaque or its launch");
        }
        writing.check()?;
        let platform = Platform {
            status: self.to,
            status_reason,
            launched_on: if self.to == Launched { Some(on) } else { seen.launched_on },
            withdrawn_on: (self.to == Withdrawn).then_some(on),
            version: seen.version + 1,
            ..seen
        };
        update_row(writing.transaction, &platform, "id", &platform.id).await?;
        Ok(platform)
    }
}

/// `RecordSixHasCheckInput`.
#[derive(Debug, Deserialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct RecordSixHasCheck {
    expected_version: i64,
    on: Option<String>,
    fixed_place: bool,
    dedicated_person: bool,
    signage: bool,
    duties: bool,
    annual_plan: bool,
    outcomes: bool,
    checker: String,
    evidence: Option<String>,
}

impl RecordSixHasCheck {
    /// What was found of a platform, on a day of which the table has nothing; and the platform as it
    /// is written. Nothing is written here.
    async fn check(
        self,
        id: &RecordId,
        writing: &mut Writing<'_>,
        table: &'static str,
    ) -> Result<(Platform, SixHasCheck), Refusal> {
        let seen: Platform = writing.seen(Self::KEY, id, self.expected_version).await?;
        if matches!(seen.status, PlatformStatus::Preparing | PlatformStatus::Withdrawn) {
            let (zh, en) = ("筹建中或已撤销的平台不核验", "it is in preparation or withdrawn");
            writing.invalid(&[Self::KEY], zh, en);
        }
        let checker = writing.text(&["input", "checker"], &self.checker, MAX_PERSON_CHARACTERS);
        let evidence_at = ["input", "evidence"];
        let evidence = self.evidence.as_deref();
        let evidence = writing.optional_text(&evidence_at, evidence, MAX_EVIDENCE_CHARACTERS);
        let checked_on = writing.past_day(&ON_AT, self.on.as_deref());
        let mut sql = Sql::new(format!("SELECT COUNT(*) FROM {table} WHERE platform_id = "));
        sql.push_bind(seen.id.clone()).push(" AND checked_on = ").push_bind(checked_on);
        let (checks,): (i64,) = writing.transaction.fetch_one(sql).await?;
        if checks > 0 {
            let (zh, en) = ("此日已有一次", "there is one of the day");
            writing.refuse(UserError::new(UserErrorCode::AlreadyExists, &ON_AT, zh, en));
        }
        let check = SixHasCheck {
            platform_id: seen.id.clone(),
            checked_on,
            fixed_place: self.fixed_place,
            dedicated_person: self.dedicated_person,
            signage: self.signage,
            duties: self.duties,
            annual_plan: self.annual_plan,
            outcomes: self.outcomes,
            checker: Some(checker),
            evidence,
        };
        Ok((Platform { version: seen.version + 1, ..seen }, check))
    }
}

impl Mutation for RecordSixHasCheck {
    const FIELD: &'static str = "recordSixHasCheck";
    const KEY: &'static str = "id";
    const AUTHORITY: Authority = CLERKS;
    type Record = Platform;

    async fn run(self, id: RecordId, writing: &mut Writing<'_>) -> Result<Platform, Refusal> {
        let (platform, check) = self.check(&id, writing, SixHasCheck::TABLE).await?;
        writing.check()?;
        update_row(writing.transaction, &platform, "id", &platform.id).await?;
        insert_six_has_checks(writing.transaction, &[check]).await?;
        Ok(platform)
    }
}

/// `RecordSixHasSelfCheckInput`, which has the fields of a check.
#[derive(Debug, Deserialize)]
#[serde(transparent)]
pub(super) struct RecordSixHasSelfCheck(RecordSixHasCheck);

impl Mutation for RecordSixHasSelfCheck {
    const FIELD: &'static str = "recordSixHasSelfCheck";
    const KEY: &'static str = RecordSixHasCheck::KEY;
    const AUTHORITY: Authority = Authority::Own(&[Member, Clerk, Office, Admin]);
    type Record = Platform;

    async fn run(self, id: RecordId, writing: &mut Writing<'_>) -> Result<Platform, Refusal> {
        let (platform, check) = self.0.check(&id, writing, SixHasSelfCheck::TABLE).await?;
        let mut sql = Sql::new("SELECT COUNT(*) FROM six_has_checks WHERE platform_id = ");
        sql.push_bind(platform.id.clone()).push(" AND checked_on >= ").push_bind(check.checked_on);
        let (verified,): (i64,) = writing.transaction.fetch_one(sql).await?;
        if verified > 0 {
            let (zh, en) = ("此日或其后已经核验", "it was verified that day or later");
            writing.invalid(&ON_AT, zh, en);
        }
        writing.check()?;
        update_row(writing.transaction, &platform, "id", &platform.id).await?;
        insert_six_has_self_checks(writing.transaction, &[SixHasSelfCheck { check }]).await?;
        Ok(platform)
    }
}

/// `WriteAnnualPlanInput`.
#[derive(Debug, Deserialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct WriteAnnualPlan {
    expected_version: i64,
    year: i64,
    text: Option<String>,
    to: Option<AnnualPlanStatus>,
}

impl Mutation for WriteAnnualPlan {
    const FIELD: &'static str = "writeAnnualPlan";
    const KEY: &'static str = "id";
    const AUTHORITY: Authority = CLERKS;
    type Record = Platform;

    async fn run(self, id: RecordId, writing: &mut Writing<'_>) -> Result<Platform, Refusal> {
        let seen: Platform = writing.seen(Self::KEY, &id, self.expected_version).await?;
        if seen.status == PlatformStatus::Withdrawn {
            writing.invalid(&[Self::KEY], "平台已撤销", "the platform is withdrawn");
        }
        if !(2000..=2100).contains(&self.year) {
            writing.invalid(&["input", "year"], "须为 2000 至 2100", "must be 2000 to 2100");
        }
        let text_at = ["input", "text"];
        let text = writing.optional_text(&text_at, self.text.as_deref(), MAX_PLAN_CHARACTERS);
        let known = plan_of(writing.transaction, &seen, self.year).await?;
        match (&known, self.to) {
            (Some(plan), Some(to)) => writing.moves(PLAN_MOVES, plan.status, to),
            (None, Some(to)) if to != AnnualPlanStatus::Drafted => {
                writing.invalid(&["input", "to"], "须先拟定", "it is drafted first");
            }
            _ => {}
        }
        if known.is_none() && text.is_none() {
            writing.refuse(UserError::required(&text_at));
        }
        if let (Some(plan), Some(_)) = (&known, &text)
            && plan.status == AnnualPlanStatus::Underway
        {
            writing.invalid(&text_at, "执行中的计划不改", "a plan under way is not edited");
        }
        writing.check()?;
        let platform = Platform { version: seen.version + 1, ..seen };
        update_row(writing.transaction, &platform, "id", &platform.id).await?;
        match known {
            Some(plan) => {
                let mut sql = Sql::new("UPDATE annual_plans SET status = ");
                sql.push_bind(self.to.unwrap_or(plan.status)).push(", text = ");
                sql.push_bind(text.unwrap_or(plan.text)).push(" WHERE platform_id = ");
                sql.push_bind(platform.id.clone()).push(" AND year = ").push_bind(self.year);
                writing.transaction.execute(sql).await?;
            }
            None => {
                let plan = AnnualPlan {
                    platform_id: platform.id.clone(),
                    year: self.year,
                    status: AnnualPlanStatus::Drafted,
                    text: text.unwrap_or_default(),
                };
                insert_annual_plans(writing.transaction, &[plan]).await?;
            }
        }
        Ok(platform)
    }
}

async fn plan_of(
    transaction: &mut Transaction,
    platform: &Platform,
    year: i64,
) -> Result<Option<AnnualPlan>, StoreError> {
    let mut sql =
        Sql::new("SELECT platform_id, year, status, text FROM annual_plans WHERE year = ");
    sql.push_bind(year).push(" AND platform_id = ").push_bind(platform.id.clone());
    transaction.fetch_optional(sql).await
}
