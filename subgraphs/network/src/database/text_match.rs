//! Text inside text.

use sqlx::{QueryBuilder, Sqlite};

/// Adds ` AND …`: the column contains the text, letter for letter.
pub(crate) fn push_contains(sql: &mut QueryBuilder<Sqlite>, column: &str, text: &str) {
    sql.push(format_args!(" AND instr({column}, ")).push_bind(text.to_owned()).push(") > 0");
}

/// Adds ` AND …`: the column has this value.
pub(crate) fn push_equals(sql: &mut QueryBuilder<Sqlite>, column: &str, value: &'static str) {
    sql.push(format_args!(" AND {column} = ")).push_bind(value);
}
