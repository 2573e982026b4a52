//! Roll-ups of a year's reports of station heads and funds.

use futures::future::FutureExt;
use qianzhan_network::{
    Database, FieldError, StoreError,
    contract::{Resolvers, argument},
    database::Sql,
    region::{RegionRef, RowPlace, Scope},
    tally::{RollUp, RolledUp, roll_up},
};
use sqlx::FromRow;

/// A roll-up.
#[derive(Debug, Clone, Default)]
pub(crate) struct StationTally {
    year: i64,
    stations: Stations,
    funds: Funds,
}

#[derive(Debug, Clone, Default, FromRow)]
struct Stations {
    stations: i64,
    reports: i64,
    graded: i64,
}

#[derive(Debug, Clone, Default, FromRow)]
struct Funds {
    fund_yuan: i64,
    fund_paid_yuan: i64,
}

pub(super) fn register(resolvers: &mut Resolvers) {
    resolvers.object::<RegionRef>("Region").load("stationTally", |context, region| {
        async move {
            let unreadable = || FieldError::Argument { name: "year".to_owned() };
            let year: i64 = argument(&context, "year")?.ok_or_else(unreadable)?;
            roll_up::<StationTally>(&context, (region.scope().clone(), year)).await
        }
        .boxed()
    });
    resolvers
        .object::<RolledUp<StationTally>>("StationTally")
        .value("year", |tally| tally.year)
        .value("stations", |tally| tally.stations.stations)
        .value("reports", |tally| tally.stations.reports)
        .value("graded", |tally| tally.stations.graded)
        .value("fundYuan", |tally| tally.funds.fund_yuan)
        .value("fundPaidYuan", |tally| tally.funds.fund_paid_yuan);
}

impl RollUp for StationTally {
    /// The year beside the scope.
    type Key = (Scope, i64);

    async fn compute(database: &Database, (scope, year): &Self::Key) -> Result<Self, StoreError> {
        Ok(Self {
            year: *year,
            stations: count_stations(database, scope, *year).await?,
            funds: sum_funds(database, scope, *year).await?,
        })
    }
}

async fn count_stations(
    database: &Database,
    scope: &Scope,
    year: i64,
) -> Result<Stations, StoreError> {
    let mut sql = Sql::new(
        "SELECT COUNT(*) AS stations, COUNT(report.id) AS reports, COUNT(report.grade) AS graded \
         FROM platforms LEFT JOIN station_head_reports AS report \
         ON report.platform_id = platforms.id AND report.year = ",
    );
    sql.push_bind(year).push(
        " WHERE platforms.withdrawn_on IS NULL AND platforms.id IN \
         (SELECT plaques.platform_id FROM plaques WHERE plaques.kind = 'WORKSTATION')",
    );
    let place = RowPlace::Code("platforms.locality_code");
    scope.restrict(&mut sql, "platforms.committee_id", place);
    database.fetch_one(sql).await
}

async fn sum_funds(database: &Database, scope: &Scope, year: i64) -> Result<Funds, StoreError> {
    let mut sql = Sql::new(
        "SELECT CAST(COALESCE(SUM(amount_yuan), 0) AS BIGINT) AS fund_yuan, \
         CAST(COALESCE(SUM(CASE WHEN status = 'PAID' THEN amount_yuan END), 0) AS BIGINT) \
         AS fund_paid_yuan FROM township_funds WHERE year = ",
    );
    sql.push_bind(year);
    scope.restrict(&mut sql, "committee_id", RowPlace::Code("locality_code"));
    database.fetch_one(sql).await
}
