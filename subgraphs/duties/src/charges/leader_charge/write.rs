//! Writes of charges: given, ended, and visited.

use qianzhan_network::{
    CallerRole::{Admin, Clerk, Leader, Office},
    RecordId, RegionCode,
    database::{Sql, insert_rows},
    writes::{Authority, Mutation, Refusal, UserError, UserErrorCode, Writing, update_row},
};
use serde::Deserialize;

use super::{ChargeKind, ChargeTargetKind, ChargeVisit, LeaderCharge};
use crate::checks::{LEADERS, MAX_NOTE_CHARACTERS, is_leader, member_in_office};

const MAX_TARGET_CHARACTERS: usize = 100;

/// `AssignLeaderChargeInput`.
#[derive(Debug, Deserialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct AssignLeaderCharge {
    leader_id: String,
    kind: ChargeKind,
    target_kind: ChargeTargetKind,
    locality_code: Option<String>,
    region_code: Option<String>,
    target_name: Option<String>,
    from: Option<String>,
}

/// What is in charge.
#[derive(Default)]
struct Target {
    locality_code: Option<RegionCode>,
    region_code: Option<RegionCode>,
    name: String,
}

impl AssignLeaderCharge {
    async fn target(&self, writing: &mut Writing<'_>) -> Result<Target, Refusal> {
        let (locality_at, region_at) = (["input", "localityCode"], ["input", "regionCode"]);
        let is_of = |kind| self.target_kind == kind;
        if self.locality_code.is_some() && !is_of(ChargeTargetKind::Township) {
            writing.invalid(&locality_at, "对象不是乡镇", "what is in charge is no township");
        }
        if self.region_code.is_some() && !is_of(ChargeTargetKind::County) {
            writing.invalid(&region_at, "对象不是县区", "what is in charge is no county");
        }
        let name_at = ["input", "targetName"];
        let name =
            writing.optional_text(&name_at, self.target_name.as_deref(), MAX_TARGET_CHARACTERS);
        match self.target_kind {
            ChargeTargetKind::Township => self.township(writing, name).await,
            ChargeTargetKind::County => {
                let code = self.region_code.as_deref();
                if code.is_none() {
                    writing.refuse(UserError::required(&region_at));
                }
                let region_code = code.and_then(|code| code.parse::<RegionCode>().ok());
                let is_below = |code: &RegionCode| {
                    writing.owner.contains(code)
                        && *code != writing.owner
                        && !code.is_below_county()
                };
                if code.is_some() && !region_code.as_ref().is_some_and(is_below) {
                    writing.invalid(&region_at, "不是下级的县区", "no county below");
                }
                let name = name.or_else(|| region_code.map(|code| code.to_string()));
                Ok(Target { region_code, name: name.unwrap_or_default(), ..Target::default() })
            }
            ChargeTargetKind::Unit | ChargeTargetKind::Party => {
                if name.is_none() {
                    writing.refuse(UserError::required(&name_at));
                }
                Ok(Target { name: name.unwrap_or_default(), ..Target::default() })
            }
        }
    }

    /// A township of the owner's, which nobody has in charge.
    async fn township(
        &self,
        writing: &mut Writing<'_>,
        name: Option<String>,
    ) -> Result<Target, Refusal> {
        let at = ["input", "localityCode"];
        if self.locality_code.is_none() {
            writing.refuse(UserError::required(&at));
        }
        let locality_code = writing.locality(&at, self.locality_code.as_deref()).await?;
        let Some(code) = locality_code else { return Ok(Target::default()) };
        let mut sql = Sql::new("SELECT kind, name FROM localities WHERE code = ");
        sql.push_bind(code);
        let (kind, own_name): (String, String) = writing.transaction.fetch_one(sql).await?;
        if !["TOWNSHIP", "SUBDISTRICT"].contains(&kind.as_str()) {
            writing.invalid(&at, "不是乡镇或街道", "neither a township nor a subdistrict");
        }
        let mut sql = Sql::new(
            "SELECT COUNT(*) FROM leader_charges WHERE to_on IS NULL AND locality_code = ",
        );
        sql.push_bind(code);
        let (lasting,): (i64,) = writing.transaction.fetch_one(sql).await?;
        if lasting > 0 {
            let (zh, en) = ("此乡镇已有领导负责", "a leader has the township in charge");
            writing.refuse(UserError::new(UserErrorCode::AlreadyExists, &at, zh, en));
        }
        Ok(Target { locality_code, name: name.unwrap_or(own_name), ..Target::default() })
    }
}

impl Mutation for AssignLeaderCharge {
    const FIELD: &'static str = "assignLeaderCharge";
    const KEY: &'static str = "committeeId";
    const AUTHORITY: Authority = LEADERS;
    type Record = LeaderCharge;

    async fn run(
        self,
        _committee: RecordId,
        writing: &mut Writing<'_>,
    ) -> Result<LeaderCharge, Refusal> {
        let leader_at = ["input", "leaderId"];
        let leader = member_in_office(writing, &leader_at, &self.leader_id).await?;
        if leader.as_ref().is_some_and(|it| !is_leader(it)) {
            let (zh, en) = ("不是主席会议成员", "not of the chair meeting");
            writing.invalid(&leader_at, zh, en);
        }
        let target = self.target(writing).await?;
        let from_on = writing.past_day(&["input", "from"], self.from.as_deref());
        writing.check()?;
        let leader = leader.ok_or_else(|| UserError::not_found(&leader_at))?;
        let charge = LeaderCharge {
            id: writing.new_id(),
            committee_id: leader.committee_id,
            leader_id: leader.id,
            kind: self.kind,
            target_kind: self.target_kind,
            locality_code: target.locality_code,
            region_code: target.region_code,
            target_name: target.name,
            from_on,
            to_on: None,
            version: 1,
            is_generated: false,
        };
        insert_rows(writing.transaction, std::slice::from_ref(&charge)).await?;
        Ok(charge)
    }
}

/// Notes a day before the charge began, or after it ended.
fn check_day(writing: &mut Writing<'_>, seen: &LeaderCharge, on: qianzhan_network::Date) {
    if seen.to_on.is_some() {
        writing.invalid(&["id"], "已结束", "it has ended");
    } else if on < seen.from_on {
        writing.invalid(&["input", "on"], "早于起始日", "before it began");
    }
}

/// `EndLeaderChargeInput`.
#[derive(Debug, Deserialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct EndLeaderCharge {
    expected_version: i64,
    on: Option<String>,
}

impl Mutation for EndLeaderCharge {
    const FIELD: &'static str = "endLeaderCharge";
    const KEY: &'static str = "id";
    const AUTHORITY: Authority = LEADERS;
    type Record = LeaderCharge;

    async fn run(self, id: RecordId, writing: &mut Writing<'_>) -> Result<LeaderCharge, Refusal> {
        let seen: LeaderCharge = writing.seen(Self::KEY, &id, self.expected_version).await?;
        let on = writing.past_day(&["input", "on"], self.on.as_deref());
        check_day(writing, &seen, on);
        writing.check()?;
        let charge = LeaderCharge { to_on: Some(on), version: seen.version + 1, ..seen };
        update_row(writing.transaction, &charge, "id", &charge.id).await?;
        Ok(charge)
    }
}

/// `RecordChargeVisitInput`.
#[derive(Debug, Deserialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct RecordChargeVisit {
    expected_version: i64,
    on: Option<String>,
    note: String,
}

impl Mutation for RecordChargeVisit {
    const FIELD: &'static str = "recordChargeVisit";
    const KEY: &'static str = "id";
    const AUTHORITY: Authority = Authority::Own(&[Leader, Clerk, Office, Admin]);
    type Record = LeaderCharge;

    async fn run(self, id: RecordId, writing: &mut Writing<'_>) -> Result<LeaderCharge, Refusal> {
        let seen: LeaderCharge = writing.seen(Self::KEY, &id, self.expected_version).await?;
        let visited_on = writing.past_day(&["input", "on"], self.on.as_deref());
        check_day(writing, &seen, visited_on);
        let note = writing.text(&["input", "note"], &self.note, MAX_NOTE_CHARACTERS);
        writing.check()?;
        let mut sql = Sql::new("SELECT COUNT(*) FROM charge_visits WHERE charge_id = ");
        sql.push_bind(seen.id.clone());
        let (ordinal,): (i64,) = writing.transaction.fetch_one(sql).await?;
        let charge = LeaderCharge { version: seen.version + 1, ..seen };
        update_row(writing.transaction, &charge, "id", &charge.id).await?;
        let visit = ChargeVisit { charge_id: charge.id.clone(), ordinal, visited_on, note };
        insert_rows(writing.transaction, &[visit]).await?;
        Ok(charge)
    }
}
