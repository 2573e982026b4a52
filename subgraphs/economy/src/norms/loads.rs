//! Norms in the database, and what each director leads.

use qianzhan_network::{
    Database, RecordId, StoreError,
    database::{InsertRow, Sql},
};
use sqlx::FromRow;

use super::EnterpriseContactNorm;

/// What one director leads in a year.
#[derive(Debug, Clone, FromRow)]
pub(super) struct DirectorLoad {
    pub(super) director_id: RecordId,
    pub(super) members: i64,
    pub(super) enterprises: i64,
}

impl DirectorLoad {
    pub(super) fn is_outside(&self, norm: &EnterpriseContactNorm) -> bool {
        let range = norm.members_per_director_min..=norm.members_per_director_max;
        !range.contains(&self.members)
    }
}

/// The norm of a year, or the latest.
pub(super) async fn find_norm(
    database: &Database,
    committee: &RecordId,
    year: Option<i64>,
) -> Result<Option<EnterpriseContactNorm>, StoreError> {
    let mut sql = database.select(EnterpriseContactNorm::COLUMNS, EnterpriseContactNorm::TABLE);
    sql.push(" WHERE committee_id = ").push_bind(committee.clone());
    if let Some(year) = year {
        sql.push(" AND year = ").push_bind(year);
    }
    sql.push(" ORDER BY year DESC LIMIT 1");
    Ok(database.fetch_all(sql).await?.pop())
}

/// What the directors lead in a year, or the latest with contacts; and which year that is.
pub(super) async fn find_loads(
    database: &Database,
    committee: &RecordId,
    year: Option<i64>,
) -> Result<Option<(i64, Vec<DirectorLoad>)>, StoreError> {
    let year = match year {
        Some(year) => year,
        None => {
            let mut sql = Sql::new("SELECT MAX(year) FROM enterprise_contacts");
            sql.push(" WHERE committee_id = ").push_bind(committee.clone());
            let (latest,): (Option<i64>,) = database.fetch_one(sql).await?;
            let Some(latest) = latest else { return Ok(None) };
            latest
        }
    };
    let mut sql = Sql::new(
        "SELECT director_id, COUNT(DISTINCT member_id) AS members, COUNT(*) AS enterprises \
         FROM enterprise_contacts WHERE committee_id = ",
    );
    sql.push_bind(committee.clone()).push(" AND year = ").push_bind(year);
    sql.push(" GROUP BY director_id ORDER BY director_id");
    Ok(Some((year, database.fetch_all(sql).await?)))
}
