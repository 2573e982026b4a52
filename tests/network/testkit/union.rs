//! One database with the rows of every site: what a gather must equal.

use std::path::PathBuf;

use serde_json::Value;
use sqlx::{
    Row, SqlitePool, TypeInfo, ValueRef,
    sqlite::{SqliteConnectOptions, SqlitePoolOptions, SqliteRow},
};
use tempfile::TempDir;

use super::runtime;

/// Tables that are copied; a locality may be known to several sites.
const TABLES: [&str; 29] = [
    "committees",
    "localities",
    "members",
    "seat_status_changes",
    "special_committee_seats",
    "platforms",
    "plaques",
    "six_has_checks",
    "annual_plans",
    "deployments",
    "topics",
    "consultation_events",
    "attendance",
    "opinion_reports",
    "codes",
    "appeals",
    "contacts",
    "contact_records",
    "duty_records",
    "duty_assessments",
    "party_links",
    "proposals",
    "proposal_units",
    "proposal_supervisions",
    "consultation_plans",
    "consultation_meetings",
    "sector_activities",
    "surveys",
    "brands",
];

/// The union of all sites' databases.
pub(crate) struct Union {
    pool: SqlitePool,
    _folder: TempDir,
}

impl Union {
    pub(crate) async fn of(databases: &[PathBuf]) -> Self {
        let folder = tempfile::tempdir().expect("a folder");
        let file = SqliteConnectOptions::new()
            .filename(folder.path().join("union.sqlite"))
            .create_if_missing(true);
        // An attached database is seen by one connection only.
        let pool = SqlitePoolOptions::new()
            .max_connections(1)
            .connect_with(file)
            .await
            .expect("a database opens");
        for (place, path) in databases.iter().enumerate() {
            let attach = format!("ATTACH '{}' AS site", path.display());
            sqlx::query(sqlx::AssertSqlSafe(attach)).execute(&pool).await.expect("it attaches");
            for table in TABLES {
                let copy = if place == 0 {
                    format!("CREATE TABLE main.{table} AS SELECT * FROM site.{table}")
                } else {
                    format!("INSERT INTO main.{table} SELECT * FROM site.{table}")
                };
                sqlx::query(sqlx::AssertSqlSafe(copy))
                    .execute(&pool)
                    .await
                    .unwrap_or_else(|error| panic!("{} {place} {table}: {error}", path.display()));
            }
            sqlx::query("DETACH site").execute(&pool).await.expect("it detaches");
        }
        Self { pool, _folder: folder }
    }

    /// The rows of a query, each a list of values.
    pub(crate) fn rows(&self, sql: &str) -> Vec<Vec<Value>> {
        let rows = runtime()
            .block_on(sqlx::query(sqlx::AssertSqlSafe(sql.to_owned())).fetch_all(&self.pool))
            .unwrap_or_else(|error| panic!("{sql}: {error}"));
        rows.iter().map(read_row).collect()
    }

    /// The only row of a query.
    pub(crate) fn row(&self, sql: &str) -> Vec<Value> {
        let mut rows = self.rows(sql);
        assert_eq!(rows.len(), 1, "{sql}");
        rows.remove(0)
    }
}

fn read_row(row: &SqliteRow) -> Vec<Value> {
    (0..row.columns().len())
        .map(|column| {
            let raw = row.try_get_raw(column).expect("a column");
            let kind = raw.type_info().name().to_owned();
            if raw.is_null() {
                return Value::Null;
            }
            match kind.as_str() {
                "INTEGER" => Value::from(row.get::<i64, _>(column)),
                "REAL" => Value::from(row.get::<f64, _>(column)),
                _ => Value::from(row.get::<String, _>(column)),
            }
        })
        .collect()
}
