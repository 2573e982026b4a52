//! What a database holds, whatever the contracts say of it.

use qianzhan_network::{
    Database,
    database::{DatabaseKind, Sql},
};
use serde_json::Value;

/// Runs statements as they are written.
///
/// # Panics
/// Panics if one fails.
pub async fn run(database: &Database, script: &str) {
    database.run_script(script).await.expect(script);
}

/// The first column of each row, which is JSON. The functions that make JSON are spelled as SQLite
/// does.
///
/// # Panics
/// Panics if the statement fails, or its first column is no JSON.
pub async fn json_rows(database: &Database, select: &str) -> Vec<Value> {
    let select = match database.kind() {
        DatabaseKind::Sqlite => select.to_owned(),
        DatabaseKind::Postgres => select
            .replace("json_object(", "json_build_object(")
            .replace("json_array(", "json_build_array("),
    };
    let rows: Vec<(String,)> = database.fetch_all(Sql::new(select)).await.expect("it runs");
    rows.iter().map(|(json,)| serde_json::from_str(json).expect("JSON")).collect()
}

/// Every row of every table as text, but for the access log and the list of migrations.
///
/// # Panics
/// Panics if a table cannot be read.
pub async fn all_rows(database: &Database) -> Vec<String> {
    let mut lines = Vec::new();
    for table in tables(database).await {
        let columns = columns(database, &table).await;
        let sql = match database.kind() {
            DatabaseKind::Sqlite => {
                let row: Vec<_> = columns.iter().map(|it| format!("quote({it})")).collect();
                let row = row.join(" || ',' || ");
                format!("SELECT '{table}: ' || {row} AS line FROM {table} ORDER BY line")
            }
            DatabaseKind::Postgres => {
                format!(
                    "SELECT '{table}: ' || CAST({table} AS TEXT) AS line FROM {table} ORDER BY 1"
                )
            }
        };
        let rows: Vec<(String,)> = database.fetch_all(Sql::new(sql)).await.expect("the rows");
        lines.extend(rows.into_iter().map(|(line,)| line));
    }
    lines
}

/// The tables that hold records, in order.
///
/// # Panics
/// Panics if the database cannot be asked.
pub async fn tables(database: &Database) -> Vec<String> {
    let sql = match database.kind() {
        DatabaseKind::Sqlite => {
            "SELECT name FROM sqlite_schema WHERE type = 'table' AND name NOT LIKE 'sqlite_%' \
             AND name NOT IN ('access_log', '_sqlx_migrations') ORDER BY name"
        }
        DatabaseKind::Postgres => {
            "SELECT CAST(table_name AS TEXT) FROM information_schema.tables \
             WHERE table_schema = current_schema() \
             AND table_name NOT IN ('access_log', '_sqlx_migrations') ORDER BY 1"
        }
    };
    let rows: Vec<(String,)> = database.fetch_all(Sql::new(sql)).await.expect("the tables");
    rows.into_iter().map(|(name,)| name).collect()
}

/// The columns of a table, in their order.
///
/// # Panics
/// Panics if the database cannot be asked.
pub async fn columns(database: &Database, table: &str) -> Vec<String> {
    let mut sql = match database.kind() {
        DatabaseKind::Sqlite => Sql::new("SELECT name FROM pragma_table_info("),
        DatabaseKind::Postgres => Sql::new(
            "SELECT CAST(column_name AS TEXT) FROM information_schema.columns \
             WHERE table_schema = current_schema() AND table_name = ",
        ),
    };
    sql.push_bind(table);
    sql.push_dialects(")", " ORDER BY ordinal_position");
    let rows: Vec<(String,)> = database.fetch_all(sql).await.expect("the columns");
    rows.into_iter().map(|(name,)| name).collect()
}
