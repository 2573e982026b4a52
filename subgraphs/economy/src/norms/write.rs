//! Writes of norms.

use async_graphql::dynamic::FieldValue;
use qianzhan_network::{
    CallerRole::{Admin, Leader, Office},
    RecordId, Reference, StoreError,
    database::{InsertRow, Row, Sql, Transaction},
    records::committees::Committee,
    writes::{Authority, Mutation, Refusal, UserError, Writable, Writing},
};
use serde::Deserialize;

use super::{EnterpriseContactNorm, insert_enterprise_contact_norms};

const MOST_MEMBERS: i64 = 1_000;

impl Writable for EnterpriseContactNorm {
    fn key(&self) -> &RecordId {
        &self.committee_id
    }

    fn version(&self) -> i64 {
        self.version
    }

    fn state(&self) -> Option<&'static str> {
        None
    }

    /// The latest norm of a committee: what a payload gives is the committee.
    async fn find(
        transaction: &mut Transaction,
        key: &RecordId,
    ) -> Result<Option<Self>, StoreError> {
        let columns = Self::COLUMNS.join(", ");
        let mut sql = Sql::new(format!("SELECT {columns} FROM {}", Self::TABLE));
        sql.push(" WHERE committee_id = ").push_bind(key.clone());
        sql.push(" ORDER BY year DESC LIMIT 1");
        transaction.fetch_optional(sql).await
    }

    fn into_output(self) -> FieldValue<'static> {
        let committee = Reference::<Committee>::Key(Row::alone(self.committee_id));
        FieldValue::owned_any(committee)
    }
}

/// `SetEnterpriseContactNormInput`.
#[derive(Debug, Deserialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct SetEnterpriseContactNorm {
    year: i64,
    expected_version: i64,
    members_per_director_min: i64,
    members_per_director_max: i64,
}

impl Mutation for SetEnterpriseContactNorm {
    const FIELD: &'static str = "setEnterpriseContactNorm";
    const KEY: &'static str = "committeeId";
    const AUTHORITY: Authority = Authority::Own(&[Leader, Office, Admin]);
    type Record = EnterpriseContactNorm;

    async fn run(
        self,
        committee: RecordId,
        writing: &mut Writing<'_>,
    ) -> Result<EnterpriseContactNorm, Refusal> {
        let year = writing.number_within(&["input", "year"], self.year, 1949, 2200);
        let least_at = ["input", "membersPerDirectorMin"];
        let least =
            writing.number_within(&least_at, self.members_per_director_min, 0, MOST_MEMBERS);
        let most_at = ["input", "membersPerDirectorMax"];
        let most =
            writing.number_within(&most_at, self.members_per_director_max, least, MOST_MEMBERS);
        let seen = norm_of_year(writing.transaction, &committee, year).await?;
        let version = seen.as_ref().map_or(0, |it| it.version);
        if version != self.expected_version {
            return Err(UserError::stale(self.expected_version, version).into());
        }
        writing.check()?;
        let norm = EnterpriseContactNorm {
            committee_id: committee,
            year,
            members_per_director_min: least,
            members_per_director_max: most,
            version: version + 1,
            is_generated: false,
        };
        let mut sql = Sql::new("DELETE FROM enterprise_contact_norms WHERE committee_id = ");
        sql.push_bind(norm.committee_id.clone()).push(" AND year = ").push_bind(year);
        writing.transaction.execute(sql).await?;
        let rows = std::slice::from_ref(&norm);
        insert_enterprise_contact_norms(writing.transaction, rows).await?;
        Ok(norm)
    }
}

async fn norm_of_year(
    transaction: &mut Transaction,
    committee: &RecordId,
    year: i64,
) -> Result<Option<EnterpriseContactNorm>, StoreError> {
    let columns = EnterpriseContactNorm::COLUMNS.join(", ");
    let mut sql = Sql::new(format!("SELECT {columns} FROM {}", EnterpriseContactNorm::TABLE));
    sql.push(" WHERE committee_id = ").push_bind(committee.clone());
    sql.push(" AND year = ").push_bind(year);
    transaction.fetch_optional(sql).await
}
