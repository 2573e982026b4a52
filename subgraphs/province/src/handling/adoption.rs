//! How many reports from a region the province received, adopted and instructed.
//! Unlike what a site tells of its own records, this depends on the region itself: the reports are
//! other sites', and the province's site is asked about any part of the province.

use qianzhan_network::{Database, FieldError, Period, RegionCode, StoreError, database::Sql};
use sqlx::FromRow;

/// Adoption figures.
#[derive(Debug, Clone, PartialEq, Eq, FromRow)]
pub(crate) struct AdoptionTally {
    pub(super) received: i64,
    pub(super) adopted: i64,
    pub(super) instructed: i64,
}

/// Counts the reports from a region that were received in a period, and what became of them since.
/// `None` below a county: an id tells no more of a report's origin.
pub(super) async fn count_adoption(
    database: &Database,
    region: RegionCode,
    period: Option<&str>,
) -> Result<Option<AdoptionTally>, FieldError> {
    let period: Option<Period> = period.map(str::parse).transpose()?;
    if region.is_below_county() {
        return Ok(None);
    }
    Ok(Some(fetch_adoption(database, region, period).await?))
}

async fn fetch_adoption(
    database: &Database,
    region: RegionCode,
    period: Option<Period>,
) -> Result<AdoptionTally, StoreError> {
    let mut sql = Sql::new(
        "SELECT COUNT(*) AS received, COUNT(CASE WHEN is_adopted THEN 1 END) AS adopted, \
         COUNT(CASE WHEN EXISTS (SELECT 1 FROM instructions WHERE \
         instructions.opinion_report_id = provincial_handlings.opinion_report_id) THEN 1 END) \
         AS instructed FROM provincial_handlings WHERE origin_region >= ",
    );
    let first = region.prefix().to_owned();
    // `:` is the character after `9`.
    let end = format!("{first}:");
    sql.push_bind(first).push(" AND origin_region < ").push_bind(end);
    if let Some(period) = period {
        sql.push(" AND received_on BETWEEN ").push_bind(period.first);
        sql.push(" AND ").push_bind(period.last);
    }
    database.fetch_one(sql).await
}
