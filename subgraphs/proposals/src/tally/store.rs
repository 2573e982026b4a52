//! The statements of a roll-up. Proposals count by the day they were submitted, supervisions by the
//! day they were held.

use qianzhan_network::{
    Database, Date, Period, StoreError,
    database::Sql,
    region::{RowPlace, Scope, push_within},
    tally::RollUp,
};

use super::figures::ProposalTally;

/// Groups of figures, each computed by one statement.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub(super) struct Wanted {
    pub(super) proposals: bool,
    pub(super) overdue: bool,
    pub(super) supervisions: bool,
    pub(super) supervised_not_done: bool,
    pub(super) by_kind: bool,
    pub(super) by_status: bool,
    pub(super) by_sector: bool,
    pub(super) by_unit: bool,
    pub(super) by_leader: bool,
}

/// A roll-up that is asked for.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub(crate) struct TallyKey {
    pub(super) scope: Scope,
    pub(super) period: Option<Period>,
    /// Replies that were due before this day are overdue.
    pub(super) as_of: Date,
    pub(super) wanted: Wanted,
}

impl RollUp for ProposalTally {
    type Key = TallyKey;

    async fn compute(database: &Database, key: &TallyKey) -> Result<Self, StoreError> {
        let query =
            TallyQuery { database, scope: &key.scope, period: key.period, as_of: key.as_of };
        query.run(key.wanted).await
    }
}

/// A roll-up to compute.
struct TallyQuery<'q> {
    database: &'q Database,
    scope: &'q Scope,
    period: Option<Period>,
    /// Replies that were due before this day are overdue.
    as_of: Date,
}

const OF_PROPOSAL: &str = "proposals JOIN proposal_units ON proposal_id = proposals.id";
const SUPERVISED: &str =
    "proposal_supervisions JOIN proposals ON proposals.id = proposal_supervisions.proposal_id";

impl TallyQuery<'_> {
    async fn run(&self, wanted: Wanted) -> Result<ProposalTally, StoreError> {
        let mut tally = ProposalTally::default();
        if self.scope.is_nothing() {
            return Ok(tally);
        }
        if wanted.proposals {
            let sql = self.proposals(
                "SELECT COUNT(*) AS proposals, COUNT(CASE WHEN is_key THEN 1 END) AS key_proposals, \
                 COUNT(CASE WHEN survey_id IS NULL THEN 1 END) AS without_survey, \
                 COUNT(source_appeal_id) AS from_appeals, \
                 COUNT(CASE WHEN status IN ('REPLIED', 'CARRIED_OUT') THEN 1 END) AS replied",
                "proposals",
            );
            tally.proposals = self.database.fetch_one(sql).await?;
        }
        if wanted.overdue {
            let mut sql = self.proposals("SELECT COUNT(DISTINCT proposals.id)", OF_PROPOSAL);
            sql.push(" AND NOT is_replied AND due_on < ").push_bind(self.as_of);
            (tally.overdue,) = self.database.fetch_one(sql).await?;
        }
        if wanted.supervisions {
            let sql = self.supervisions(
                "SELECT COUNT(*) AS supervisions, \
                 COUNT(CASE WHEN has_sector_public THEN 1 END) AS with_sector_public",
                "proposal_supervisions",
            );
            tally.supervisions = self.database.fetch_one(sql).await?;
        }
        if wanted.supervised_not_done {
            let mut sql = self.supervisions("SELECT COUNT(DISTINCT proposals.id)", SUPERVISED);
            sql.push(" AND proposals.status <> 'CARRIED_OUT'");
            (tally.supervised_not_done,) = self.database.fetch_one(sql).await?;
        }
        if wanted.by_kind {
            let mut sql = self.proposals("SELECT kind, COUNT(*) AS proposals", "proposals");
            sql.push(" GROUP BY kind ORDER BY kind");
            tally.by_kind = self.database.fetch_all(sql).await?;
        }
        if wanted.by_status {
            let mut sql = self.proposals("SELECT status, COUNT(*) AS proposals", "proposals");
            sql.push(" GROUP BY status ORDER BY status");
            tally.by_status = self.database.fetch_all(sql).await?;
        }
        if wanted.by_sector {
            let mut sql = self.proposals("SELECT sector, COUNT(*) AS proposals", "proposals");
            sql.push(" AND sector IS NOT NULL GROUP BY sector ORDER BY sector");
            tally.by_sector = self.database.fetch_all(sql).await?;
        }
        if wanted.by_unit {
            let mut sql = Sql::new(
                "SELECT unit, COUNT(*) AS proposals, \
                 COUNT(CASE WHEN is_replied THEN 1 END) AS replied, \
                 COUNT(CASE WHEN NOT is_replied AND due_on < ",
            );
            sql.push_bind(self.as_of).push(" THEN 1 END) AS overdue");
            self.push_proposals(&mut sql, OF_PROPOSAL);
            sql.push(" GROUP BY unit ORDER BY unit");
            tally.by_unit = self.database.fetch_all(sql).await?;
        }
        if wanted.by_leader {
            let mut sql = self.supervisions(
                "SELECT leader, COUNT(DISTINCT proposals.id) AS proposals",
                SUPERVISED,
            );
            sql.push(" AND leader IS NOT NULL AND proposal_supervisions.kind = 'LED'");
            sql.push(" GROUP BY leader ORDER BY leader");
            tally.by_leader = self.database.fetch_all(sql).await?;
        }
        Ok(tally)
    }

    /// `… FROM tables`, one of which is that of proposals: those submitted.
    fn proposals(&self, select: &str, tables: &str) -> Sql {
        let mut sql = Sql::new(select);
        self.push_proposals(&mut sql, tables);
        sql
    }

    fn push_proposals(&self, sql: &mut Sql, tables: &str) {
        sql.push(format_args!(" FROM {tables} WHERE status NOT IN ('COLLECTED', 'SURVEYED')"));
        self.scope.restrict(sql, "committee_id", RowPlace::Nowhere);
        if let Some(period) = &self.period {
            push_within(sql, "submitted_on", period);
        }
    }

    /// `… FROM tables`, one of which is that of supervisions: those held.
    fn supervisions(&self, select: &str, tables: &str) -> Sql {
        let mut sql = Sql::new(select);
        sql.push(format_args!(" FROM {tables} WHERE proposal_supervisions.status <> 'PLANNED'"));
        let committee = "proposal_supervisions.committee_id";
        self.scope.restrict(&mut sql, committee, RowPlace::Nowhere);
        if let Some(period) = &self.period {
            push_within(&mut sql, "held_on", period);
        }
        sql
    }
}
