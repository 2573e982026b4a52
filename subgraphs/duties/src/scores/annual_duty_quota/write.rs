//! Sets a norm, or gives one that stands new numbers.

use qianzhan_network::{
    Record, RecordId, StoreError,
    database::{InsertRow, Sql, Transaction, insert_rows},
    writes::{Authority, Mutation, Refusal, UserError, Writing, update_row},
};
use serde::Deserialize;

use super::AnnualDutyQuota;
use crate::{
    checks::{LEADERS, MAX_NAME_CHARACTERS, check_year},
    duty_period::DutyPeriodKind,
    scores::DutyItem,
};

/// `SetAnnualDutyQuotaInput`.
#[derive(Debug, Deserialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct SetAnnualDutyQuota {
    expected_version: i64,
    special_committee: Option<String>,
    year: i64,
    item: DutyItem,
    /// The contract's default is filled in here: the executor leaves out what an input object lacks.
    #[serde(default = "by_year")]
    period: DutyPeriodKind,
    minimum: i64,
    maximum: Option<i64>,
}

fn by_year() -> DutyPeriodKind {
    DutyPeriodKind::Year
}

impl Mutation for SetAnnualDutyQuota {
    const FIELD: &'static str = "setAnnualDutyQuota";
    const KEY: &'static str = "committeeId";
    const AUTHORITY: Authority = LEADERS;
    type Record = AnnualDutyQuota;

    async fn run(
        self,
        _committee: RecordId,
        writing: &mut Writing<'_>,
    ) -> Result<AnnualDutyQuota, Refusal> {
        check_year(writing, self.year);
        let special_at = ["input", "specialCommittee"];
        let special = self.special_committee.as_deref();
        let special = writing.optional_text(&special_at, special, MAX_NAME_CHARACTERS);
        writing.count(&["input", "minimum"], self.minimum);
        let is_of_leaders = !self.item.is_of_members();
        let maximum_at = ["input", "maximum"];
        match self.maximum {
            Some(_) if !is_of_leaders => {
                let (zh, en) =
                    ("只有领导的乡镇数有至多", "only townships of a leader have a limit");
                writing.invalid(&maximum_at, zh, en);
            }
            Some(maximum) if maximum < self.minimum => {
                writing.invalid(&maximum_at, "小于至少", "below the minimum");
            }
            _ => {}
        }
        if is_of_leaders && self.period == DutyPeriodKind::Quarter {
            writing.invalid(&["input", "period"], "领导的乡镇数按年", "townships go by the year");
        }
        let key = Key {
            committee_id: RecordId::committee(writing.owner),
            year: self.year,
            item: self.item,
            special_committee: special.unwrap_or_default(),
        };
        let known = key.find(writing.transaction).await?;
        let version = known.as_ref().map_or(0, |it| it.version);
        if version != self.expected_version {
            writing.refuse(UserError::stale(self.expected_version, version));
        }
        writing.check()?;
        let quota = AnnualDutyQuota {
            id: known.as_ref().map_or_else(|| writing.new_id(), |it| it.id.clone()),
            committee_id: key.committee_id,
            special_committee: key.special_committee,
            year: key.year,
            item: key.item,
            period: self.period,
            minimum: self.minimum,
            maximum: self.maximum,
            version: version + 1,
            is_generated: false,
        };
        match known {
            Some(_) => update_row(writing.transaction, &quota, "id", &quota.id).await?,
            None => insert_rows(writing.transaction, std::slice::from_ref(&quota)).await?,
        }
        Ok(quota)
    }
}

/// What there is one norm of.
struct Key {
    committee_id: RecordId,
    year: i64,
    item: DutyItem,
    special_committee: String,
}

impl Key {
    async fn find(
        &self,
        transaction: &mut Transaction,
    ) -> Result<Option<AnnualDutyQuota>, StoreError> {
        let columns = <AnnualDutyQuota as InsertRow>::COLUMNS.join(", ");
        let table = <AnnualDutyQuota as Record>::TABLE;
        let mut sql = Sql::new(format!("SELECT {columns} FROM {table} WHERE committee_id = "));
        sql.push_bind(self.committee_id.clone()).push(" AND year = ").push_bind(self.year);
        sql.push(" AND item = ").push_bind(self.item);
        sql.push(" AND special_committee = ").push_bind(&self.special_committee);
        transaction.fetch_optional(sql).await
    }
}
