//! The statements of a roll-up. Meetings and activities count by the day they were held, surveys by
//! that of the preparatory meeting, reports by their own.

use std::collections::BTreeMap;

use qianzhan_network::{
    Database, Period, StoreError,
    database::Sql,
    region::{RowPlace, Scope, push_within},
    tally::RollUp,
};

use super::figures::{ActivityTally, HostTally};

/// Groups of figures, each computed by one or two statements.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub(super) struct Wanted {
    pub(super) meetings: bool,
    pub(super) activities: bool,
    pub(super) surveys: bool,
    pub(super) reports: bool,
    pub(super) by_host: bool,
    pub(super) by_sector: bool,
}

/// A roll-up that is asked for.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub(crate) struct TallyKey {
    pub(super) scope: Scope,
    pub(super) period: Option<Period>,
    pub(super) wanted: Wanted,
}

impl RollUp for ActivityTally {
    type Key = TallyKey;

    async fn compute(database: &Database, key: &TallyKey) -> Result<Self, StoreError> {
        let query = TallyQuery { database, scope: &key.scope, period: key.period };
        query.run(key.wanted).await
    }
}

/// A roll-up to compute.
struct TallyQuery<'q> {
    database: &'q Database,
    scope: &'q Scope,
    period: Option<Period>,
}

impl TallyQuery<'_> {
    async fn run(&self, wanted: Wanted) -> Result<ActivityTally, StoreError> {
        let mut tally = ActivityTally::default();
        if self.scope.is_nothing() {
            return Ok(tally);
        }
        if wanted.meetings {
            let sql = self.meetings(
                "SELECT COUNT(*) AS meetings, \
                 CAST(COALESCE(SUM(member_count), 0) AS BIGINT) AS members, \
                 CAST(COALESCE(SUM(suggestion_count), 0) AS BIGINT) AS suggestions, \
                 CAST(COALESCE(SUM(adopted_count), 0) AS BIGINT) AS adopted, \
                 COUNT(CASE WHEN substr(topic_id, 1, 6) <> substr(committee_id, 1, 6) THEN 1 END) \
                 AS on_topics_from_below",
            );
            tally.meetings = self.database.fetch_one(sql).await?;
        }
        if wanted.activities {
            let sql = self.activities(
                "SELECT COUNT(*) AS activities, \
                 CAST(COALESCE(SUM(member_participations), 0) AS BIGINT) AS members, \
                 CAST(COALESCE(SUM(public_participations), 0) AS BIGINT) AS public, \
                 CAST(COALESCE(SUM(suggestion_count), 0) AS BIGINT) AS suggestions, \
                 CAST(COALESCE(SUM(adopted_count), 0) AS BIGINT) AS adopted, \
                 COUNT(joint_committee_id) AS joint",
                "sector_activities",
            );
            tally.activities = self.database.fetch_one(sql).await?;
        }
        if wanted.surveys {
            let sql = self.within("SELECT COUNT(*) FROM surveys WHERE 1 = 1", "prepared_on");
            (tally.surveys,) = self.database.fetch_one(sql).await?;
        }
        if wanted.reports {
            let sql = self.within(
                "SELECT COUNT(*) AS submitted, COUNT(adopted_on) AS adopted, \
                 COUNT(referred_on) AS referred, COUNT(handled_on) AS handled, \
                 CAST(COALESCE(SUM(aspect_count), 0) AS BIGINT) AS aspects, \
                 CAST(COALESCE(SUM(suggestion_count), 0) AS BIGINT) AS suggestions \
                 FROM surveys WHERE reported_on IS NOT NULL",
                "reported_on",
            );
            tally.reports = self.database.fetch_one(sql).await?;
        }
        if wanted.by_host {
            tally.by_host = self.by_host().await?;
        }
        if wanted.by_sector {
            let mut sql = self.activities(
                "SELECT activity_sectors.sector AS sector, COUNT(*) AS activities, \
                 CAST(SUM(public_participations) AS BIGINT) AS public",
                "sector_activities JOIN activity_sectors ON activity_id = sector_activities.id",
            );
            sql.push(" GROUP BY activity_sectors.sector ORDER BY activity_sectors.sector");
            tally.by_sector = self.database.fetch_all(sql).await?;
        }
        Ok(tally)
    }

    /// A special committee may have held meetings, activities, or both.
    async fn by_host(&self) -> Result<Vec<HostTally>, StoreError> {
        let mut hosts: BTreeMap<String, HostTally> = BTreeMap::new();
        let mut sql = self.meetings(
            "SELECT host, COUNT(*), CAST(SUM(member_count) AS BIGINT), \
             CAST(SUM(adopted_count) AS BIGINT)",
        );
        sql.push(" GROUP BY host");
        let meetings: Vec<(String, i64, i64, i64)> = self.database.fetch_all(sql).await?;
        for (host, meetings, members, adopted) in meetings {
            let tally = hosts.entry(host).or_default();
            (tally.meetings, tally.meeting_members) = (meetings, members);
            tally.meeting_adopted = adopted;
        }
        let mut sql = self.activities(
            "SELECT host, COUNT(*), CAST(SUM(member_participations) AS BIGINT), \
             CAST(SUM(public_participations) AS BIGINT), \
             CAST(SUM(suggestion_count) AS BIGINT), CAST(SUM(adopted_count) AS BIGINT), \
             CAST(SUM(problems_solved) AS BIGINT)",
            "sector_activities",
        );
        sql.push(" AND host IS NOT NULL GROUP BY host");
        let activities: Vec<(String, i64, i64, i64, i64, i64, i64)> =
            self.database.fetch_all(sql).await?;
        for (host, activities, members, public, suggestions, adopted, solved) in activities {
            let tally = hosts.entry(host).or_default();
            (tally.activities, tally.members, tally.public) = (activities, members, public);
            (tally.suggestions, tally.adopted) = (suggestions, adopted);
            tally.problems_solved = solved;
        }
        let named = hosts.into_iter().map(|(host, tally)| HostTally { host, ..tally });
        Ok(named.collect())
    }

    /// `… FROM consultation_meetings`: meetings held.
    fn meetings(&self, select: &str) -> Sql {
        let held = "status IN ('HELD', 'SUGGESTED', 'ADOPTED')";
        self.within(&format!("{select} FROM consultation_meetings WHERE {held}"), "held_on")
    }

    /// `… FROM tables`, one of which is that of sector activities: those held.
    fn activities(&self, select: &str, tables: &str) -> Sql {
        self.within(&format!("{select} FROM {tables} WHERE status <> 'PLANNED'"), "held_on")
    }

    fn within(&self, select: &str, day: &str) -> Sql {
        let mut sql = Sql::new(select);
        self.scope.restrict(&mut sql, "committee_id", RowPlace::Nowhere);
        if let Some(period) = &self.period {
            push_within(&mut sql, day, period);
        }
        sql
    }
}
