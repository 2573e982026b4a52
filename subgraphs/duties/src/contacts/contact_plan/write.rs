//! Writes of contact plans. None of the five may be missing; every one that is, is named.

use qianzhan_network::{
    RecordId,
    database::insert_rows,
    records::platforms::Platform,
    writes::{Authority, Moves, Mutation, Refusal, UserError, Writing, update_row},
};
use serde::Deserialize;

use super::{ContactPlan, ContactPlanStatus};
use crate::{
    checks::{CLERKS, MAX_TITLE_CHARACTERS, MEMBERS, check_year, member_in_office},
    contacts::ContactMode,
};

const MAX_FIXED_CHARACTERS: usize = 500;

/// 制定 → 执行 → 到期核对.
const MOVES: Moves<ContactPlanStatus> = {
    use ContactPlanStatus::{Checked, DrawnUp, Underway};
    Moves(&[(DrawnUp, &[Underway]), (Underway, &[Checked])])
};

/// `MakeContactPlanInput`.
#[derive(Debug, Deserialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct MakeContactPlan {
    member_id: String,
    year: i64,
    mode: ContactMode,
    target: Option<String>,
    platform_id: Option<String>,
    content: Option<String>,
    frequency: Option<i64>,
    goal: Option<String>,
}

impl Mutation for MakeContactPlan {
    const FIELD: &'static str = "makeContactPlan";
    const KEY: &'static str = "committeeId";
    const AUTHORITY: Authority = MEMBERS;
    type Record = ContactPlan;

    async fn run(
        self,
        _committee: RecordId,
        writing: &mut Writing<'_>,
    ) -> Result<ContactPlan, Refusal> {
        let member_at = ["input", "memberId"];
        let member = member_in_office(writing, &member_at, &self.member_id).await?;
        check_year(writing, self.year);
        let mut fixed = |field: &str, text: Option<&str>, most| {
            writing.text(&["input", field], text.unwrap_or_default(), most)
        };
        let target = fixed("target", self.target.as_deref(), MAX_TITLE_CHARACTERS);
        let content = fixed("content", self.content.as_deref(), MAX_FIXED_CHARACTERS);
        let goal = fixed("goal", self.goal.as_deref(), MAX_FIXED_CHARACTERS);
        let platform_at = ["input", "platformId"];
        let platform_id = writing.id(&platform_at, self.platform_id.as_deref());
        match &platform_id {
            None if self.platform_id.is_none() => writing.refuse(UserError::required(&platform_at)),
            Some(id) if writing.owns(id) => {
                writing.own_record::<Platform>(&platform_at, Some(id.as_str())).await?;
            }
            _ => {}
        }
        let frequency_at = ["input", "frequency"];
        match self.frequency {
            None => writing.refuse(UserError::required(&frequency_at)),
            Some(1..=366) => {}
            Some(_) => writing.invalid(&frequency_at, "须为 1 至 366", "must be 1 to 366"),
        }
        writing.check()?;
        let member = member.ok_or_else(|| UserError::not_found(&member_at))?;
        let plan = ContactPlan {
            id: writing.new_id(),
            committee_id: member.committee_id,
            member_id: member.id,
            year: self.year,
            mode: self.mode,
            target,
            platform_id: platform_id.ok_or_else(|| UserError::required(&platform_at))?,
            content,
            frequency: self.frequency.ok_or_else(|| UserError::required(&frequency_at))?,
            goal,
            status: ContactPlanStatus::DrawnUp,
            version: 1,
            is_generated: false,
        };
        insert_rows(writing.transaction, std::slice::from_ref(&plan)).await?;
        Ok(plan)
    }
}

/// `MoveContactPlanInput`.
#[derive(Debug, Deserialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct MoveContactPlan {
    expected_version: i64,
    to: ContactPlanStatus,
}

impl Mutation for MoveContactPlan {
    const FIELD: &'static str = "moveContactPlan";
    const KEY: &'static str = "id";
    const AUTHORITY: Authority = CLERKS;
    type Record = ContactPlan;

    async fn run(self, id: RecordId, writing: &mut Writing<'_>) -> Result<ContactPlan, Refusal> {
        let seen: ContactPlan = writing.seen(Self::KEY, &id, self.expected_version).await?;
        writing.moves(MOVES, seen.status, self.to);
        writing.check()?;
        let plan = ContactPlan { status: self.to, version: seen.version + 1, ..seen };
        update_row(writing.transaction, &plan, "id", &plan.id).await?;
        Ok(plan)
    }
}
