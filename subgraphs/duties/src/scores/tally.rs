//! Roll-ups of duty: how many members lack what, and what their assessments come to.

use async_graphql::dynamic::ResolverContext;
use futures::future::FutureExt;
use qianzhan_network::{
    Database, FieldError, StoreError,
    contract::{Resolvers, argument},
    database::{Row, Sql},
    records::members::SectorCode,
    region::{RegionRef, RowPlace, Scope, push_within},
    tally::{RollUp, RolledUp, roll_up},
};
use sqlx::FromRow;

use super::{
    DutyItem,
    measures::{push_has_no_record, push_is_not_entered, push_is_short},
};
use crate::duty_period::DutyPeriod;

/// A roll-up; `None` of a figure: not asked for, or not to be told at this scope.
#[derive(Debug, Clone, Default)]
pub(crate) struct DutyTally {
    period: String,
    members: Option<i64>,
    short: Option<i64>,
    without_record: Option<i64>,
    not_entered: Option<i64>,
    records: Option<i64>,
    scores: Option<Scores>,
    by_sector: Vec<DutySectorTally>,
}

#[derive(Debug, Clone, FromRow)]
struct Scores {
    assessments: i64,
    mean_score: Option<f64>,
}

#[derive(Debug, Clone, FromRow)]
struct DutySectorTally {
    sector: SectorCode,
    members: i64,
    short: i64,
}

pub(super) fn register(resolvers: &mut Resolvers) {
    resolvers.object::<RegionRef>("Region").load("dutyTally", |context, region| {
        async move { tally_of(&context, region.scope()).await }.boxed()
    });
    resolvers
        .object::<RolledUp<DutyTally>>("DutyTally")
        .value("period", |tally| tally.period.clone())
        .value("members", |tally| tally.members)
        .value("short", |tally| tally.short)
        .value("withoutRecord", |tally| tally.without_record)
        .value("notEntered", |tally| tally.not_entered)
        .value("records", |tally| tally.records)
        .value("assessments", |tally| tally.scores.as_ref().map(|it| it.assessments))
        .value("meanScore", |tally| tally.scores.as_ref().and_then(|it| it.mean_score))
        .value("bySector", |tally| Row::cohort(tally.by_sector.clone()));
    resolvers
        .object::<Row<DutySectorTally>>("DutySectorTally")
        .value("sector", |tally| tally.sector)
        .value("members", |tally| tally.members)
        .value("short", |tally| tally.short);
}

/// A roll-up that is asked for.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub(crate) struct TallyKey {
    scope: Scope,
    period: DutyPeriod,
    items: Option<Vec<DutyItem>>,
    wanted: Wanted,
}

/// Figures, each computed by one statement.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
struct Wanted {
    members: bool,
    short: bool,
    without_record: bool,
    not_entered: bool,
    records: bool,
    scores: bool,
    by_sector: bool,
}

async fn tally_of(
    context: &ResolverContext<'_>,
    scope: &Scope,
) -> Result<RolledUp<DutyTally>, FieldError> {
    let period: String = argument(context, "period")?.unwrap_or_default();
    let selected = context.look_ahead();
    let has = |name: &str| selected.field(name).exists();
    let key = TallyKey {
        scope: scope.clone(),
        period: period.parse()?,
        items: argument(context, "items")?,
        wanted: Wanted {
            members: has("members"),
            short: has("short"),
            without_record: has("withoutRecord"),
            not_entered: has("notEntered"),
            records: has("records"),
            scores: has("assessments") || has("meanScore"),
            by_sector: has("bySector"),
        },
    };
    roll_up(context, key).await
}

impl RollUp for DutyTally {
    type Key = TallyKey;

    async fn compute(database: &Database, key: &TallyKey) -> Result<Self, StoreError> {
        let TallyKey { scope, period, items, wanted } = key;
        let mut tally = Self { period: period.text.clone(), ..Self::default() };
        // Seats belong to committees, never to a locality.
        if !scope.holds_seats() {
            return Ok(tally);
        }
        let query = Query { database, scope, period, items: items.as_deref() };
        if wanted.members {
            tally.members = Some(query.count_members(|_| ()).await?);
        }
        if wanted.short {
            let is_short = |sql: &mut Sql| {
                sql.push(" AND ");
                push_is_short(sql, period, query.items);
            };
            tally.short = Some(query.count_members(is_short).await?);
        }
        if wanted.without_record {
            let without = |sql: &mut Sql| {
                sql.push(" AND ");
                push_has_no_record(sql, &period.span);
            };
            tally.without_record = Some(query.count_members(without).await?);
        }
        if wanted.not_entered {
            let not_entered = |sql: &mut Sql| {
                sql.push(" AND ");
                push_is_not_entered(sql, period);
            };
            tally.not_entered = Some(query.count_members(not_entered).await?);
        }
        if wanted.records {
            tally.records = Some(query.count_records().await?);
        }
        if wanted.scores {
            tally.scores = Some(query.scores().await?);
        }
        if wanted.by_sector {
            tally.by_sector = query.by_sector().await?;
        }
        Ok(tally)
    }
}

struct Query<'q> {
    database: &'q Database,
    scope: &'q Scope,
    period: &'q DutyPeriod,
    items: Option<&'q [DutyItem]>,
}

impl Query<'_> {
    async fn count_members(&self, restrict: impl Fn(&mut Sql)) -> Result<i64, StoreError> {
        let mut sql = Sql::new("SELECT COUNT(*) FROM members WHERE status = 'ACTIVE'");
        self.scope.restrict(&mut sql, "committee_id", RowPlace::Nowhere);
        restrict(&mut sql);
        let (count,): (i64,) = self.database.fetch_one(sql).await?;
        Ok(count)
    }

    async fn count_records(&self) -> Result<i64, StoreError> {
        let mut sql = Sql::new("SELECT COUNT(*) FROM duty_records WHERE 1 = 1");
        self.scope.restrict(&mut sql, "committee_id", RowPlace::Nowhere);
        push_within(&mut sql, "done_on", &self.period.span);
        let (count,): (i64,) = self.database.fetch_one(sql).await?;
        Ok(count)
    }

    async fn scores(&self) -> Result<Scores, StoreError> {
        let mut sql = Sql::new(
            "SELECT COUNT(*) AS assessments, AVG(score) AS mean_score FROM duty_assessments \
             WHERE period = ",
        );
        sql.push_bind(&self.period.text);
        self.scope.restrict(&mut sql, "committee_id", RowPlace::Nowhere);
        self.database.fetch_one(sql).await
    }

    async fn by_sector(&self) -> Result<Vec<DutySectorTally>, StoreError> {
        let mut sql = Sql::new("SELECT sector, COUNT(*) AS members, COUNT(CASE WHEN ");
        push_is_short(&mut sql, self.period, self.items);
        sql.push(" THEN 1 END) AS short FROM members WHERE status = 'ACTIVE'");
        self.scope.restrict(&mut sql, "committee_id", RowPlace::Nowhere);
        sql.push(" GROUP BY sector ORDER BY sector");
        self.database.fetch_all(sql).await
    }
}
