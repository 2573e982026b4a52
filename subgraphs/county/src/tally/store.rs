//! The statements of a roll-up. Cases count by the day they were opened, matters by the day they were
//! said, micro consultations by the day they were held; councils are a state.

use qianzhan_network::{
    Database, Period, StoreError,
    database::Sql,
    region::{RowPlace, Scope, push_within},
    tally::RollUp,
};

use super::figures::CountyTally;

/// Groups of figures, each computed by one statement.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub(super) struct Wanted {
    pub(super) mediation: bool,
    pub(super) friday: bool,
    pub(super) friday_meetings: bool,
    pub(super) micro: bool,
    pub(super) councils: bool,
    pub(super) by_mediation_kind: bool,
    pub(super) open_by_difficulty: bool,
    pub(super) by_sector_group: bool,
}

/// A roll-up that is asked for.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub(crate) struct TallyKey {
    pub(super) scope: Scope,
    pub(super) period: Option<Period>,
    pub(super) wanted: Wanted,
}

impl RollUp for CountyTally {
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

const MICRO: &str = "micro_consultations JOIN consultation_events \
                     ON consultation_events.id = micro_consultations.event_id";

impl TallyQuery<'_> {
    async fn run(&self, wanted: Wanted) -> Result<CountyTally, StoreError> {
        let mut tally = CountyTally::default();
        if self.scope.is_nothing() {
            return Ok(tally);
        }
        if wanted.mediation {
            let sql = self.cases(
                "SELECT COUNT(*) AS cases, \
                 COUNT(CASE WHEN status = 'RESOLVED' THEN 1 END) AS resolved, \
                 COUNT(minutes_open) AS closed, \
                 CAST(AVG(minutes_open) AS DOUBLE PRECISION) AS mean_minutes",
            );
            tally.mediation = self.database.fetch_one(sql).await?;
        }
        if wanted.by_mediation_kind {
            let mut sql = self.cases(
                "SELECT kind, COUNT(*) AS cases, \
                 COUNT(CASE WHEN status = 'RESOLVED' THEN 1 END) AS resolved",
            );
            sql.push(" GROUP BY kind ORDER BY kind");
            tally.by_mediation_kind = self.database.fetch_all(sql).await?;
        }
        if wanted.friday {
            let mut sql = Sql::new(
                "SELECT COUNT(*) AS matters, COUNT(handled_on) AS handled, \
                 COUNT(rating) AS rated, AVG(",
            );
            sql.push_dialects(
                "julianday(handled_on) - julianday(spoken_on)",
                "CAST(CAST(handled_on AS DATE) - CAST(spoken_on AS DATE) AS DOUBLE PRECISION)",
            );
            sql.push(") AS mean_days, CAST(AVG(rating) AS DOUBLE PRECISION) AS mean_rating");
            self.push_matters(&mut sql, "spoken_on");
            tally.friday = self.database.fetch_one(sql).await?;
        }
        if wanted.friday_meetings {
            let mut sql = Sql::new("SELECT COUNT(*) FROM (SELECT locality_code, discussed_on");
            self.push_matters(&mut sql, "discussed_on");
            sql.push(" AND discussed_on IS NOT NULL");
            sql.push(" GROUP BY locality_code, discussed_on) AS meetings");
            (tally.friday_meetings,) = self.database.fetch_one(sql).await?;
        }
        if wanted.open_by_difficulty {
            let mut sql = Sql::new("SELECT difficulty, COUNT(*) AS matters");
            self.push_matters(&mut sql, "spoken_on");
            sql.push(" AND status IN ('KNOWN', 'DISCUSSED') AND difficulty IS NOT NULL");
            sql.push(" GROUP BY difficulty ORDER BY difficulty");
            tally.open_by_difficulty = self.database.fetch_all(sql).await?;
        }
        const OF_MICRO: &str = "COUNT(*) AS consultations, \
             CAST(COALESCE(SUM(problems_solved), 0) AS BIGINT) AS problems_solved, \
             COUNT(opinion_report_id) AS opinion_reports, COUNT(proposal_id) AS proposals";
        if wanted.micro {
            let sql = self.micro(&format!("SELECT {OF_MICRO}"));
            tally.micro = self.database.fetch_one(sql).await?;
        }
        if wanted.by_sector_group {
            let mut sql = self.micro(&format!("SELECT sector_group, {OF_MICRO}"));
            sql.push(" GROUP BY sector_group ORDER BY sector_group");
            tally.by_sector_group = self.database.fetch_all(sql).await?;
        }
        if wanted.councils {
            let mut sql = Sql::new(
                "SELECT COUNT(*) AS councils, \
                 COUNT(CASE WHEN NOT has_room THEN 1 END) AS without_room, \
                 COUNT(CASE WHEN NOT EXISTS (SELECT 1 FROM deployments WHERE \
                   deployments.platform_id = consultation_councils.platform_id \
                   AND to_on IS NULL) THEN 1 END) AS without_deployed \
                 FROM consultation_councils JOIN platforms \
                 ON platforms.id = consultation_councils.platform_id WHERE withdrawn_on IS NULL",
            );
            self.scope.restrict(&mut sql, "committee_id", RowPlace::Code("locality_code"));
            tally.councils = self.database.fetch_one(sql).await?;
        }
        Ok(tally)
    }

    fn cases(&self, select: &str) -> Sql {
        let mut sql = Sql::new(select);
        sql.push(" FROM mediation_cases WHERE 1 = 1");
        self.scope.restrict(&mut sql, "committee_id", RowPlace::Nowhere);
        if let Some(period) = &self.period {
            push_within(&mut sql, "opened_on", period);
        }
        sql
    }

    fn push_matters(&self, sql: &mut Sql, day: &str) {
        sql.push(" FROM friday_matters WHERE 1 = 1");
        self.scope.restrict(sql, "committee_id", RowPlace::Code("locality_code"));
        if let Some(period) = &self.period {
            push_within(sql, day, period);
        }
    }

    fn micro(&self, select: &str) -> Sql {
        let mut sql = Sql::new(select);
        sql.push(format_args!(" FROM {MICRO} WHERE consultation_events.status <> 'PLANNED'"));
        self.scope.restrict(&mut sql, "committee_id", RowPlace::Code("locality_code"));
        if let Some(period) = &self.period {
            push_within(&mut sql, "held_on", period);
        }
        sql
    }
}
