//! Roll-ups of training and reading.

use async_graphql::dynamic::FieldValue;
use futures::future::FutureExt;
use qianzhan_network::{
    Database, Period, StoreError,
    contract::{Output, Resolvers, argument},
    database::Sql,
    region::{RegionRef, RowPlace, Scope, push_within},
};
use sqlx::FromRow;

/// A roll-up.
#[derive(Debug, Clone)]
struct TrainingTally {
    period: Option<String>,
    training: Training,
    groups: i64,
    reading: Reading,
}

#[derive(Debug, Clone, FromRow)]
struct Training {
    sessions: i64,
    participants: i64,
    lectures: i64,
}

#[derive(Debug, Clone, FromRow)]
struct Reading {
    activities: i64,
    person_times: i64,
}

impl Output for TrainingTally {
    fn into_field(self) -> Option<FieldValue<'static>> {
        Some(FieldValue::owned_any(self))
    }
}

pub(super) fn register(resolvers: &mut Resolvers) {
    resolvers.object::<RegionRef>("Region").load("trainingTally", |context, region| {
        async move {
            let text: Option<String> = argument(&context, "period")?;
            let period = text.as_deref().map(str::parse::<Period>).transpose()?;
            // Committees train their members; a locality does not.
            if !region.scope().holds_seats() {
                return Ok(None);
            }
            let database = context.data_unchecked::<Database>();
            let query = Query { database, scope: region.scope(), period };
            Ok(Some(TrainingTally {
                period: text,
                training: query.training().await?,
                groups: query.groups().await?,
                reading: query.reading().await?,
            }))
        }
        .boxed()
    });
    resolvers
        .object::<TrainingTally>("TrainingTally")
        .value("period", |tally| tally.period.clone())
        .value("sessions", |tally| tally.training.sessions)
        .value("participants", |tally| tally.training.participants)
        .value("lectures", |tally| tally.training.lectures)
        .value("readingGroups", |tally| tally.groups)
        .value("readingActivities", |tally| tally.reading.activities)
        .value("readingPersonTimes", |tally| tally.reading.person_times);
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
