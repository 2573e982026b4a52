//! Roll-ups of contact: who is registered at the end of a period, and what was done in it.

use async_graphql::dynamic::ResolverContext;
use futures::future::FutureExt;
use qianzhan_network::{
    Database, FieldError, Period, StoreError,
    contract::{Resolvers, argument},
    database::{Row, Sql},
    region::{RegionRef, RowPlace, Scope, push_within},
    tally::{RollUp, RolledUp, roll_up},
};
use sqlx::FromRow;

use super::ContactMode;

/// A roll-up; `None` of a part: not asked for.
#[derive(Debug, Clone, Default)]
pub(crate) struct ContactTally {
    period: Option<String>,
    register: Option<Register>,
    acts: Option<Acts>,
    by_mode: Vec<ContactModeTally>,
}

#[derive(Debug, Clone, FromRow)]
struct Register {
    registered: i64,
    regular: i64,
}

#[derive(Debug, Clone, FromRow)]
struct Acts {
    records: i64,
    person_times: i64,
    problems_found: i64,
    problems_to_appeals: i64,
}

#[derive(Debug, Clone, FromRow)]
struct ContactModeTally {
    mode: ContactMode,
    records: i64,
    person_times: i64,
}

pub(super) fn register(resolvers: &mut Resolvers) {
    resolvers.object::<RegionRef>("Region").load("contactTally", |context, region| {
        async move { tally_of(&context, region.scope()).await }.boxed()
    });
    resolvers
        .object::<RolledUp<ContactTally>>("ContactTally")
        .value("period", |tally| tally.period.clone())
        .value("registered", |tally| tally.register.as_ref().map(|it| it.registered))
        .value("regular", |tally| tally.register.as_ref().map(|it| it.regular))
        .value("regularShare", |tally| {
            let register = tally.register.as_ref().filter(|it| it.registered > 0)?;
            // Counts of people are far below where a number loses digits.
            Some(register.regular as f64 / register.registered as f64)
        })
        .value("records", |tally| tally.acts.as_ref().map(|it| it.records))
        .value("personTimes", |tally| tally.acts.as_ref().map(|it| it.person_times))
        .value("problemsFound", |tally| tally.acts.as_ref().map(|it| it.problems_found))
        .value("problemsToAppeals", |tally| tally.acts.as_ref().map(|it| it.problems_to_appeals))
        .value("byMode", |tally| Row::cohort(tally.by_mode.clone()));
    resolvers
        .object::<Row<ContactModeTally>>("ContactModeTally")
        .value("mode", |tally| tally.mode)
        .value("records", |tally| tally.records)
        .value("personTimes", |tally| tally.person_times);
}

/// A roll-up that is asked for.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub(crate) struct TallyKey {
    scope: Scope,
    period: Option<String>,
    span: Option<Period>,
    register: bool,
    acts: bool,
    by_mode: bool,
}

async fn tally_of(
    context: &ResolverContext<'_>,
    scope: &Scope,
) -> Result<RolledUp<ContactTally>, FieldError> {
    let period: Option<String> = argument(context, "period")?;
    let span = period.as_deref().map(str::parse::<Period>).transpose()?;
    let selected = context.look_ahead();
    let has_any = |names: &[&str]| names.iter().any(|name| selected.field(name).exists());
    // Acts of contact belong to members and their committees, never to a locality.
    let tells_acts = scope.holds_seats();
    let key = TallyKey {
        scope: scope.clone(),
        period,
        span,
        register: has_any(&["registered", "regular", "regularShare"]),
        acts: tells_acts
            && has_any(&["records", "personTimes", "problemsFound", "problemsToAppeals"]),
        by_mode: tells_acts && has_any(&["byMode"]),
    };
    roll_up(context, key).await
}

impl RollUp for ContactTally {
    type Key = TallyKey;

    async fn compute(database: &Database, key: &TallyKey) -> Result<Self, StoreError> {
        let query = Query { database, scope: &key.scope, period: key.span };
        let mut tally = Self { period: key.period.clone(), ..Self::default() };
        if key.register {
            tally.register = Some(query.register().await?);
        }
        if key.acts {
            tally.acts = Some(query.acts().await?);
        }
        if key.by_mode {
            tally.by_mode = query.by_mode().await?;
        }
        Ok(tally)
    }
}

struct Query<'q> {
    database: &'q Database,
    scope: &'q Scope,
    period: Option<Period>,
}

impl Query<'_> {
    async fn register(&self) -> Result<Register, StoreError> {
        let mut sql = Sql::new("SELECT COUNT(*) AS registered, ");
        match &self.period {
            None => {
                sql.push("COUNT(regular_on) AS regular FROM contacts WHERE ended_on IS NULL");
            }
            Some(period) => {
                sql.push("COUNT(CASE WHEN regular_on <= ").push_bind(period.last);
                sql.push(" THEN 1 END) AS regular FROM contacts WHERE registered_on <= ");
                sql.push_bind(period.last);
                sql.push(" AND (ended_on IS NULL OR ended_on > ").push_bind(period.last).push(")");
            }
        }
        self.scope.restrict(&mut sql, "committee_id", RowPlace::Code("locality_code"));
        self.database.fetch_one(sql).await
    }

    async fn acts(&self) -> Result<Acts, StoreError> {
        // Problems are long texts, which an index cannot hold: it holds which acts have one.
        let mut sql = Sql::new("SELECT (SELECT COUNT(*)");
        self.push_acts(&mut sql);
        sql.push(
            " AND problem IS NOT NULL) AS problems_found, COUNT(*) AS records, \
             CAST(COALESCE(SUM(persons), 0) AS BIGINT) AS person_times, \
             COUNT(appeal_id) AS problems_to_appeals",
        );
        self.push_acts(&mut sql);
        self.database.fetch_one(sql).await
    }

    async fn by_mode(&self) -> Result<Vec<ContactModeTally>, StoreError> {
        let mut sql = Sql::new(
            "SELECT mode, COUNT(*) AS records, CAST(SUM(persons) AS BIGINT) AS person_times",
        );
        self.push_acts(&mut sql);
        sql.push(" GROUP BY mode ORDER BY mode");
        self.database.fetch_all(sql).await
    }

    /// Adds `FROM contact_records` and which of them.
    fn push_acts(&self, sql: &mut Sql) {
        sql.push(" FROM contact_records WHERE 1 = 1");
        self.scope.restrict(sql, "committee_id", RowPlace::Nowhere);
        if let Some(period) = &self.period {
            push_within(sql, "held_on", period);
        }
    }
}
