//! The statements of a roll-up.

use qianzhan_network::{
    Database, Date, RegionCode, StoreError, database::Sql, region::push_code_within, tally::RollUp,
};

use super::figures::EconomyTally;

/// Groups of figures, each computed by one statement.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub(super) struct Wanted {
    pub(super) contacts: bool,
    pub(super) groups: bool,
    pub(super) by_city: bool,
}

/// A roll-up that is asked for.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub(crate) struct TallyKey {
    pub(super) region: RegionCode,
    pub(super) year: Option<i64>,
    /// Forms that were due before this day are overdue.
    pub(super) as_of: Date,
    pub(super) wanted: Wanted,
}

impl RollUp for EconomyTally {
    type Key = TallyKey;

    async fn compute(database: &Database, key: &TallyKey) -> Result<Self, StoreError> {
        let query = TallyQuery { database, region: key.region, year: key.year, as_of: key.as_of };
        query.run(key.wanted).await
    }
}

/// A roll-up to compute.
struct TallyQuery<'q> {
    database: &'q Database,
    region: RegionCode,
    year: Option<i64>,
    /// Forms that were due before this day are overdue.
    as_of: Date,
}

/// An enterprise is visited if any of its contacts of the years asked for was.
const VISITED: &str = "COUNT(DISTINCT CASE WHEN EXISTS (SELECT 1 FROM enterprise_visits WHERE \
     contact_id = enterprise_contacts.id) THEN enterprise END) AS visited";

impl TallyQuery<'_> {
    async fn run(&self, wanted: Wanted) -> Result<EconomyTally, StoreError> {
        let mut tally = EconomyTally::default();
        if wanted.contacts {
            let mut sql = Sql::new(format!(
                "SELECT COUNT(DISTINCT enterprise) AS enterprises, {VISITED}, \
                 CAST(COALESCE(SUM(persons_reached), 0) AS BIGINT) AS persons_reached, \
                 COUNT(DISTINCT member_id) AS members, COUNT(DISTINCT director_id) AS directors, \
                 COUNT(DISTINCT CASE WHEN status = 'RESOLVED' THEN enterprise END) \
                 AS problems_resolved, \
                 COUNT(DISTINCT CASE WHEN form_received_on IS NULL AND form_due_on < "
            ));
            sql.push_bind(self.as_of).push(" THEN enterprise END) AS forms_overdue");
            self.push_contacts(&mut sql);
            tally.contacts = self.database.fetch_one(sql).await?;
        }
        if wanted.groups {
            let mut sql = Sql::new(
                "SELECT COUNT(*) AS groups, \
                 CAST(COALESCE(SUM(meeting_count), 0) AS BIGINT) AS meetings, \
                 COUNT(report_title) AS reports, COUNT(listed_on) AS lists \
                 FROM industry_assistance_groups WHERE ",
            );
            push_code_within(&mut sql, "city_code", &self.region);
            if let Some(year) = self.year {
                sql.push(" AND substr(founded_on, 1, 4) = ").push_bind(format!("{year:04}"));
            }
            tally.groups = self.database.fetch_one(sql).await?;
        }
        if wanted.by_city {
            let mut sql = Sql::new(format!(
                "SELECT substr(enterprise_region, 1, 4) || '00' AS city_code, \
                 COUNT(DISTINCT enterprise) AS enterprises, {VISITED}"
            ));
            self.push_contacts(&mut sql);
            sql.push(" GROUP BY substr(enterprise_region, 1, 4) || '00' ORDER BY city_code");
            tally.by_city = self.database.fetch_all(sql).await?;
        }
        Ok(tally)
    }

    fn push_contacts(&self, sql: &mut Sql) {
        sql.push(" FROM enterprise_contacts WHERE ");
        push_code_within(sql, "enterprise_region", &self.region);
        if let Some(year) = self.year {
            sql.push(" AND year = ").push_bind(year);
        }
    }
}
