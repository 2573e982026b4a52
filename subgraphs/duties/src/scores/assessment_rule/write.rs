//! Makes the rule of a year, or changes it while nothing that it assessed has been reviewed.

use qianzhan_network::{
    Record, RecordId,
    database::{InsertRow, Sql, insert_rows},
    writes::{Authority, Mutation, Refusal, UserError, Writing, update_row},
};
use serde::Deserialize;

use super::{AssessmentItem, AssessmentRule};
use crate::{
    checks::{LEADERS, MAX_NAME_CHARACTERS, check_year},
    duty_period::DutyPeriodKind,
    scores::DutyItem,
};

/// What a rule comes to at most.
const FULL_SCORE: f64 = 100.0;

/// `SetAssessmentRuleInput`.
#[derive(Debug, Deserialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct SetAssessmentRule {
    expected_version: i64,
    special_committee: Option<String>,
    year: i64,
    period: DutyPeriodKind,
    items: Vec<Points>,
}

/// `AssessmentItemInput`.
#[derive(Debug, Deserialize)]
struct Points {
    item: DutyItem,
    points: f64,
    most: f64,
}

impl SetAssessmentRule {
    fn check_items(&self, writing: &mut Writing<'_>) {
        let at = ["input", "items"];
        if self.items.is_empty() {
            writing.refuse(UserError::required(&at));
        }
        for (index, points) in self.items.iter().enumerate() {
            let at = [at[0], at[1], &index.to_string()];
            let is_known = self.items[..index].iter().any(|other| other.item == points.item);
            if is_known || !points.item.is_of_members() {
                writing.invalid(&at, "事项重复或不计分", "twice, or no item that gives points");
            }
            if !(points.points > 0.0 && points.most >= points.points) {
                let (zh, en) =
                    ("分值须大于 0，且不超过至多", "points must be above 0 and at most `most`");
                writing.invalid(&at, zh, en);
            }
        }
        if self.items.iter().map(|points| points.most).sum::<f64>() > FULL_SCORE {
            writing.invalid(&at, "至多之和超过 100", "they come to more than 100");
        }
    }
}

impl Mutation for SetAssessmentRule {
    const FIELD: &'static str = "setAssessmentRule";
    const KEY: &'static str = "committeeId";
    const AUTHORITY: Authority = LEADERS;
    type Record = AssessmentRule;

    async fn run(
        self,
        _committee: RecordId,
        writing: &mut Writing<'_>,
    ) -> Result<AssessmentRule, Refusal> {
        check_year(writing, self.year);
        let special_at = ["input", "specialCommittee"];
        let special = self.special_committee.as_deref();
        let special = writing.optional_text(&special_at, special, MAX_NAME_CHARACTERS);
        let special_committee = special.unwrap_or_default();
        self.check_items(writing);
        let committee_id = RecordId::committee(writing.owner);
        let columns = <AssessmentRule as InsertRow>::COLUMNS.join(", ");
        let table = <AssessmentRule as Record>::TABLE;
        let mut sql = Sql::new(format!("SELECT {columns} FROM {table} WHERE committee_id = "));
        sql.push_bind(committee_id.clone()).push(" AND year = ").push_bind(self.year);
        sql.push(" AND special_committee = ").push_bind(&special_committee);
        let known: Option<AssessmentRule> = writing.transaction.fetch_optional(sql).await?;
        let version = known.as_ref().map_or(0, |it| it.version);
        if version != self.expected_version {
            writing.refuse(UserError::stale(self.expected_version, version));
        }
        if let Some(known) = &known {
            let mut sql = Sql::new(
                "SELECT COUNT(*) FROM duty_assessments WHERE status <> 'SCORED' AND rule_id = ",
            );
            sql.push_bind(known.id.clone());
            let (reviewed,): (i64,) = writing.transaction.fetch_one(sql).await?;
            if reviewed > 0 {
                let (zh, en) = ("已有考核经审核", "an assessment under it has been reviewed");
                writing.invalid(&["input", "year"], zh, en);
            }
        }
        writing.check()?;
        let rule = AssessmentRule {
            id: known.as_ref().map_or_else(|| writing.new_id(), |it| it.id.clone()),
            committee_id,
            special_committee,
            year: self.year,
            period: self.period,
            version: version + 1,
            is_generated: false,
        };
        match known {
            Some(_) => {
                update_row(writing.transaction, &rule, "id", &rule.id).await?;
                let mut sql = Sql::new("DELETE FROM assessment_items WHERE rule_id = ");
                sql.push_bind(rule.id.clone());
                writing.transaction.execute(sql).await?;
            }
            None => insert_rows(writing.transaction, std::slice::from_ref(&rule)).await?,
        }
        let items: Vec<_> = self
            .items
            .into_iter()
            .map(|Points { item, points, most }| {
                let rule_id = rule.id.clone();
                AssessmentItem { rule_id, item, points, most }
            })
            .collect();
        insert_rows(writing.transaction, &items).await?;
        Ok(rule)
    }
}
