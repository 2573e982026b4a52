//! The records of all 101 sites in one database in memory: what a union of the sites' own databases
//! would hold, since no two records share an id.

use qianzhan::demo::records::Plan;
use qianzhan_network::Database;
use sqlx::pool::PoolConnection;
use sqlx::{AssertSqlSafe, Sqlite};

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
    ];
    database.migrate(migrations).await.expect("the migrations run");
    database
}

/// A database filled with the records of some regions.
pub(crate) struct Filled {
    connection: PoolConnection<Sqlite>,
    // Keeps the memory alive.
    _database: Database,
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
        let connection = database.acquire().await.expect("a connection is free");
        Self { connection, _database: database }
    }

    /// The single number that a query gives. It may use `?1` to `?4`.
    pub(crate) async fn number(&mut self, sql: &str, values: &[&str]) -> i64 {
        let mut query = sqlx::query_scalar(AssertSqlSafe(sql));
        for value in values {
            query = query.bind(*value);
        }
        query.fetch_one(&mut *self.connection).await.expect(sql)
    }

    /// The texts that a query gives.
    pub(crate) async fn texts(&mut self, sql: &str) -> Vec<String> {
        sqlx::query_scalar(AssertSqlSafe(sql)).fetch_all(&mut *self.connection).await.expect(sql)
    }
}
