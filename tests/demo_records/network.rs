//! The records of all 101 sites in one database in memory: what a union of the sites' own databases
//! would hold, since no two records share an id.

use qianzhan::demo::records::Plan;
use qianzhan_network::Database;
use qianzhan_network::database::Sql;

const REGIONS: &str = include_str!("../../schema/regions.csv");
const LOCALITIES: &str = include_str!("../../schema/localities.csv");
const FACTS: &str = include_str!("../../schema/facts.csv");

/// The plan that the project's own tables make.
pub(crate) fn plan() -> Plan {
    Plan::new(REGIONS, LOCALITIES, FACTS).expect("the tables of the project make a plan")
}

/// An empty database with the tables of every level.
pub(crate) async fn empty_database() -> Database {
    let database = Database::in_memory().await.expect("memory suffices");
    let migrations = [
        qianzhan_province::extension().migrations,
        qianzhan_city::extension().migrations,
        qianzhan_county::extension().migrations,
        qianzhan_duties::extension().migrations,
    ];
    database.migrate(migrations).await.expect("the migrations run");
    database
}

/// A database filled with the records of some regions.
pub(crate) struct Filled {
    database: Database,
}

impl Filled {
    pub(crate) async fn with_all(plan: &Plan) -> Self {
        Self::with(plan, plan.regions()).await
    }

    pub(crate) async fn with(plan: &Plan, regions: impl Iterator<Item = &str>) -> Self {
        let database = empty_database().await;
        for region in regions {
            assert!(!plan.is_filled(&database, region).await.expect("it can be read"), "{region}");
            plan.fill(&database, region).await.expect("the records fit the tables");
            assert!(plan.is_filled(&database, region).await.expect("it can be read"), "{region}");
        }
        Self { database }
    }

    /// The single number that a query gives. It may use `?1` to `?4`.
    pub(crate) async fn number(&self, sql: &str, values: &[&str]) -> i64 {
        let mut text = sql.to_owned();
        for (index, value) in values.iter().enumerate() {
            text = text.replace(&format!("?{}", index + 1), &format!("'{value}'"));
        }
        let (number,): (i64,) = self.database.fetch_one(Sql::new(text)).await.expect(sql);
        number
    }

    /// The texts that a query gives.
    pub(crate) async fn texts(&self, sql: &str) -> Vec<String> {
        let rows: Vec<(String,)> = self.database.fetch_all(Sql::new(sql)).await.expect(sql);
        rows.into_iter().map(|(text,)| text).collect()
    }
}
