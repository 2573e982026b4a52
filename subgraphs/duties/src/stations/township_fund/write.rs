//! Writes of funds: a township is assessed once a year, and paid.

use qianzhan_network::{
    CallerRole::{Admin, Office},
    RecordId,
    database::{Sql, insert_rows},
    writes::{Authority, Moves, Mutation, Refusal, UserError, UserErrorCode, Writing, update_row},
};
use serde::Deserialize;

use super::{TownshipFund, TownshipFundStatus};
use crate::{
    checks::{LEADERS, check_year},
    stations::DutyGrade,
};

/// 考核 → 兑现.
const MOVES: Moves<TownshipFundStatus> = {
    use TownshipFundStatus::{Assessed, Paid};
    Moves(&[(Assessed, &[Paid])])
};

/// `AssessTownshipInput`.
#[derive(Debug, Deserialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct AssessTownship {
    locality_code: String,
    year: i64,
    grade: DutyGrade,
    amount_yuan: i64,
}

impl Mutation for AssessTownship {
    const FIELD: &'static str = "assessTownship";
    const KEY: &'static str = "committeeId";
    const AUTHORITY: Authority = LEADERS;
    type Record = TownshipFund;

    async fn run(
        self,
        _committee: RecordId,
        writing: &mut Writing<'_>,
    ) -> Result<TownshipFund, Refusal> {
        let at = ["input", "localityCode"];
        let locality = writing.locality(&at, Some(&self.locality_code)).await?;
        check_year(writing, self.year);
        writing.count(&["input", "amountYuan"], self.amount_yuan);
        if let Some(locality) = locality {
            let mut sql = Sql::new("SELECT COUNT(*) FROM township_funds WHERE year = ");
            sql.push_bind(self.year).push(" AND locality_code = ").push_bind(locality);
            let (known,): (i64,) = writing.transaction.fetch_one(sql).await?;
            if known > 0 {
                let (zh, en) = ("此年已考核", "it has been assessed for the year");
                let at = ["input", "year"];
                writing.refuse(UserError::new(UserErrorCode::AlreadyExists, &at, zh, en));
            }
        }
        writing.check()?;
        let fund = TownshipFund {
            id: writing.new_id(),
            committee_id: RecordId::committee(writing.owner),
            locality_code: locality.ok_or_else(|| UserError::not_found(&at))?,
            year: self.year,
            grade: self.grade,
            amount_yuan: self.amount_yuan,
            status: TownshipFundStatus::Assessed,
            assessed_on: writing.today,
            paid_on: None,
            version: 1,
            is_generated: false,
        };
        insert_rows(writing.transaction, std::slice::from_ref(&fund)).await?;
        Ok(fund)
    }
}

/// `PayTownshipFundInput`.
#[derive(Debug, Deserialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct PayTownshipFund {
    expected_version: i64,
    on: Option<String>,
}

impl Mutation for PayTownshipFund {
    const FIELD: &'static str = "payTownshipFund";
    const KEY: &'static str = "id";
    const AUTHORITY: Authority = Authority::Own(&[Office, Admin]);
    type Record = TownshipFund;

    async fn run(self, id: RecordId, writing: &mut Writing<'_>) -> Result<TownshipFund, Refusal> {
        let seen: TownshipFund = writing.seen(Self::KEY, &id, self.expected_version).await?;
        writing.moves(MOVES, seen.status, TownshipFundStatus::Paid);
        let on = writing.past_day(&["input", "on"], self.on.as_deref());
        if on < seen.assessed_on {
            writing.invalid(&["input", "on"], "早于考核", "before the assessment");
        }
        writing.check()?;
        let fund = TownshipFund {
            status: TownshipFundStatus::Paid,
            paid_on: Some(on),
            version: seen.version + 1,
            ..seen
        };
        update_row(writing.transaction, &fund, "id", &fund.id).await?;
        Ok(fund)
    }
}
