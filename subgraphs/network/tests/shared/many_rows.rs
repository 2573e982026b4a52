//! Many rows in a table, made of its first.

use qianzhan_network::Database;

/// Rows that are written beside the first of a table.
const ROWS: u32 = 2_000;
/// A day that differs from row to row, as SQL.
pub(crate) const DAY: &str = "'202' || (i % 5) || '-1' || (i % 3) || '-1' || (i % 10)";

/// An id that differs from row to row, as SQL, for a column of another name.
pub(crate) fn id_in(region: &str) -> String {
    format!("'{region}-n-' || i")
}

/// Writes many rows like the first of a table. `given` are the columns that are to differ, as SQL of
/// the row's number `i`; an `id` differs anyway, and keeps its region.
pub(crate) async fn multiply(database: &Database, table: &str, given: &[(&str, &str)]) {
    let columns = qianzhan_testkit::columns(database, table).await;
    let columns: Vec<_> = columns.iter().map(String::as_str).collect();
    let value = |column: &&str| match given.iter().find(|(name, _)| name == column) {
        Some((_, sql)) => (*sql).to_owned(),
        None if *column == "id" => "substr(copied.id, 1, 7) || 'n-' || i".to_owned(),
        None => format!("copied.{column}"),
    };
    let values: Vec<_> = columns.iter().map(value).collect();
    let script = format!(
        "INSERT INTO {table} ({}) WITH RECURSIVE numbers (i) AS (SELECT 1 UNION ALL \
         SELECT i + 1 FROM numbers WHERE i < {ROWS}) SELECT {} FROM \
         (SELECT * FROM {table} ORDER BY {} LIMIT 1) AS copied, numbers",
        columns.join(", "),
        values.join(", "),
        columns[0],
    );
    qianzhan_testkit::run(database, &script).await;
}
