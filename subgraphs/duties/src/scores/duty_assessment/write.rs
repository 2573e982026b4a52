//! Scores a member for a period from the records that there are, under the rule of the member's
//! special committee, or else of the committee; reviews the score, and enters it in the duty app.

use qianzhan_network::{
    Record, RecordId, StoreError,
    database::{InsertRow, Sql, Transaction, insert_rows},
    records::members::Member,
    writes::{Authority, Moves, Mutation, Refusal, UserError, UserErrorCode, Writing, update_row},
};
use serde::Deserialize;

use super::{DutyAssessment, DutyAssessmentStatus};
use crate::{
    checks::{CLERKS, LEADERS, MAX_NAME_CHARACTERS, member_in_office},
    duty_period::{DutyPeriod, DutyPeriodKind},
    scores::measures::{push_measure, push_rule_of_member},
};

/// 计分 → 审核 → 录入; what was reviewed may be sent back.
const MOVES: Moves<DutyAssessmentStatus> = {
    use DutyAssessmentStatus::{Entered, Reviewed, Scored};
    Moves(&[(Scored, &[Reviewed]), (Reviewed, &[Entered, Scored])])
};

/// `AssessDutyInput`.
#[derive(Debug, Deserialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct AssessDuty {
    expected_version: i64,
    member_id: String,
    period: String,
}

impl AssessDuty {
    /// The period and the member's rule, which must assess by such a period.
    async fn rule(
        &self,
        writing: &mut Writing<'_>,
        member: &Member,
    ) -> Result<Option<(DutyPeriod, RecordId)>, Refusal> {
        let at = ["input", "period"];
        let Ok(period) = self.period.parse::<DutyPeriod>() else {
            let (zh, en) = ("须为年或季度，如 2024、2024-Q3", "a year or quarter, such as 2024-Q3");
            writing.invalid(&at, zh, en);
            return Ok(None);
        };
        if period.span.first > writing.today {
            writing.invalid(&at, "尚未开始", "it has not begun");
        }
        let mut sql = Sql::new(
            "SELECT rule.id, rule.period FROM assessment_rules AS rule \
             JOIN members ON members.committee_id = rule.committee_id WHERE members.id = ",
        );
        sql.push_bind(member.id.clone()).push(" AND ");
        push_rule_of_member(&mut sql, period.year);
        let found: Option<(RecordId, DutyPeriodKind)> =
            writing.transaction.fetch_optional(sql).await?;
        let Some((rule, kind)) = found else {
            let (zh, en) = ("此年没有考核办法", "there is no rule of the year");
            writing.refuse(UserError::new(UserErrorCode::NotFound, &at, zh, en));
            return Ok(None);
        };
        if kind != period.kind {
            let (zh, en) = match kind {
                DutyPeriodKind::Quarter => ("办法按季度考核", "the rule assesses by quarter"),
                DutyPeriodKind::Year => ("办法按年考核", "the rule assesses by year"),
            };
            writing.invalid(&at, zh, en);
        }
        Ok(Some((period, rule)))
    }
}

impl Mutation for AssessDuty {
    const FIELD: &'static str = "assessDuty";
    const KEY: &'static str = "committeeId";
    const AUTHORITY: Authority = CLERKS;
    type Record = DutyAssessment;

    async fn run(
        self,
        _committee: RecordId,
        writing: &mut Writing<'_>,
    ) -> Result<DutyAssessment, Refusal> {
        let member_at = ["input", "memberId"];
        let member = member_in_office(writing, &member_at, &self.member_id).await?;
        writing.check()?;
        let member = member.ok_or_else(|| UserError::not_found(&member_at))?;
        let ruled = self.rule(writing, &member).await?;
        let known = find(writing.transaction, &member.id, &self.period).await?;
        let version = known.as_ref().map_or(0, |it| it.version);
        if version != self.expected_version {
            writing.refuse(UserError::stale(self.expected_version, version));
        }
        if known.as_ref().is_some_and(|it| it.status != DutyAssessmentStatus::Scored) {
            writing.invalid(&["input", "period"], "已审核", "it has been reviewed");
        }
        writing.check()?;
        let (period, rule_id) = ruled.ok_or_else(|| UserError::not_found(&["input", "period"]))?;
        let score = score(writing.transaction, &member.id, &rule_id, &period).await?;
        let assessment = DutyAssessment {
            id: known.as_ref().map_or_else(|| writing.new_id(), |it| it.id.clone()),
            committee_id: member.committee_id,
            member_id: member.id,
            rule_id,
            period: period.text,
            score,
            status: DutyAssessmentStatus::Scored,
            app_entry: None,
            entered_on: None,
            version: version + 1,
            is_generated: false,
        };
        match known {
            Some(_) => update_row(writing.transaction, &assessment, "id", &assessment.id).await?,
            None => insert_rows(writing.transaction, std::slice::from_ref(&assessment)).await?,
        }
        Ok(assessment)
    }
}

async fn find(
    transaction: &mut Transaction,
    member: &RecordId,
    period: &str,
) -> Result<Option<DutyAssessment>, StoreError> {
    let columns = <DutyAssessment as InsertRow>::COLUMNS.join(", ");
    let table = <DutyAssessment as Record>::TABLE;
    let mut sql = Sql::new(format!("SELECT {columns} FROM {table} WHERE member_id = "));
    sql.push_bind(member.clone()).push(" AND period = ").push_bind(period);
    transaction.fetch_optional(sql).await
}

/// The points of each item for what was done of it, up to the most that the item gives.
async fn score(
    transaction: &mut Transaction,
    member: &RecordId,
    rule: &RecordId,
    period: &DutyPeriod,
) -> Result<f64, StoreError> {
    let mut sql = Sql::new("SELECT points.points, points.most, ");
    push_measure(&mut sql, "points.item", &period.span);
    sql.push(" FROM assessment_items AS points JOIN members ON members.id = ");
    sql.push_bind(member.clone()).push(" WHERE points.rule_id = ").push_bind(rule.clone());
    let items: Vec<(f64, f64, i64)> = transaction.fetch_all(sql).await?;
    // What one member did in a year is far below where a number loses digits.
    Ok(items.into_iter().map(|(points, most, done)| (points * done as f64).min(most)).sum())
}

/// `MoveDutyAssessmentInput`.
#[derive(Debug, Deserialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct MoveDutyAssessment {
    expected_version: i64,
    to: DutyAssessmentStatus,
    app_entry: Option<String>,
}

impl Mutation for MoveDutyAssessment {
    const FIELD: &'static str = "moveDutyAssessment";
    const KEY: &'static str = "id";
    const AUTHORITY: Authority = LEADERS;
    type Record = DutyAssessment;

    async fn run(self, id: RecordId, writing: &mut Writing<'_>) -> Result<DutyAssessment, Refusal> {
        let seen: DutyAssessment = writing.seen(Self::KEY, &id, self.expected_version).await?;
        writing.moves(MOVES, seen.status, self.to);
        let is_entered = self.to == DutyAssessmentStatus::Entered;
        let entry_at = ["input", "appEntry"];
        let entry = self.app_entry.as_deref();
        let app_entry = writing.optional_text(&entry_at, entry, MAX_NAME_CHARACTERS);
        match &app_entry {
            None if is_entered => writing.refuse(UserError::required(&entry_at)),
            Some(_) if !is_entered => {
                writing.invalid(&entry_at, "录入时才写", "it is given when it is entered");
            }
            _ => {}
        }
        writing.check()?;
        let assessment = DutyAssessment {
            status: self.to,
            app_entry,
            entered_on: is_entered.then_some(writing.today),
            version: seen.version + 1,
            ..seen
        };
        update_row(writing.transaction, &assessment, "id", &assessment.id).await?;
        Ok(assessment)
    }
}
