//! Roll-ups of training and reading.

use futures::future::FutureExt;
use qianzhan_network::{
    Database, Period, StoreError,
    contract::{Resolvers, argument},
    database::Sql,
    region::{RegionRef, RowPlace, Scope, push_within},
    tally::{RollUp, RolledUp, roll_up},
};
use sqlx::FromRow;

/// A roll-up.
#[derive(Debug, Clone, Default)]
pub(crate) struct TrainingTally {
    period: Option<String>,
    training: Training,
    groups: i64,
    reading: Reading,
}

#[derive(Debug, Clone, Default, FromRow)]
struct Training {
    sessions: i64,
    participants: i64,
    lectures: i64,
}

#[derive(Debug, Clone, Default, FromRow)]
struct Reading {
    activities: i64,
    person_times: i64,
}

pub(super) fn register(resolvers: &mut Resolvers) {
    resolvers.object::<RegionRef>("Region").load("trainingTally", |context, region| {
        async move {
            let period: Option<String> = argument(&context, "period")?;
            let span = period.as_deref().map(str::parse::<Period>).transpose()?;
            // Committees train their members; a locality does not.
            if !region.scope().holds_seats() {
                return Ok(None);
            }
            let key = TallyKey { scope: region.scope().clone(), period, span };
            roll_up::<TrainingTally>(&context, key).await.map(Some)
        }
        .boxed()
    });
    resolvers
        .object::<RolledUp<TrainingTally>>("TrainingTally")
        .value("period", |tally| tally.period.clone())
        .value("sessions", |tally| tally.training.sessions)
        .value("participants", |tally| tally.training.participants)
        .value("lectures", |tally| tally.training.lectures)
        .value("readingGroups", |tally| tally.groups)
        .value("readingActivities", |tally| tally.reading.activities)
        .value("readingPersonTimes", |tally| tally.reading.person_times);
}

/// A roll-up that is asked for.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub(crate) struct TallyKey {
    scope: Scope,
    period: Option<String>,
    span: Option<Period>,
}

impl RollUp for TrainingTally {
    type Key = TallyKey;

    async fn compute(database: &Database, key: &TallyKey) -> Result<Self, StoreError> {
        let query = Query { database, scope: &key.scope, period: key.span };
        Ok(Self {
            period: key.period.clone(),
            training: query.training().await?,
            groups: query.groups().await?,
            reading: query.reading().await?,
        })
    }
}

struct Query<'q> {
    database: &'q Database,
    scope: &'q Scope,
    period: Option<Period>,
}

impl Query<'_> {
    async fn training(&self) -> Result<Training, StoreError> {
        let mut sql = Sql::new(
            "SELECT COUNT(*) AS sessions, \
             CAST(COALESCE(SUM(participants), 0) AS BIGINT) AS participants, \
             COUNT(CASE WHEN kind = 'LECTURE' THEN 1 END) AS lectures \
             FROM training_sessions WHERE status <> 'PLANNED'",
        );
        self.scope.restrict(&mut sql, "committee_id", RowPlace::Nowhere);
        if let Some(period) = &self.period {
            push_within(&mut sql, "held_on", period);
        }
        self.database.fetch_one(sql).await
    }

    async fn groups(&self) -> Result<i64, StoreError> {
        let mut sql = Sql::new("SELECT COUNT(*) FROM reading_groups WHERE 1 = 1");
        self.scope.restrict(&mut sql, "committee_id", RowPlace::Nowhere);
        if let Some(period) = &self.period {
            sql.push(" AND founded_on <= ").push_bind(period.last);
        }
        let (count,): (i64,) = self.database.fetch_one(sql).await?;
        Ok(count)
    }

    async fn reading(&self) -> Result<Reading, StoreError> {
        let mut sql = Sql::new(
            "SELECT COUNT(*) AS activities, \
             CAST(COALESCE(SUM(activity.participants), 0) AS BIGINT) AS person_times \
             FROM reading_activities AS activity \
             JOIN reading_groups ON reading_groups.id = activity.group_id WHERE 1 = 1",
        );
        self.scope.restrict(&mut sql, "committee_id", RowPlace::Nowhere);
        if let Some(period) = &self.period {
            push_within(&mut sql, "activity.held_on", period);
        }
        self.database.fetch_one(sql).await
    }
}
