//! Text inside text.

use super::Sql;

/// Adds ` AND …`: the column contains the text, letter for letter.
pub fn push_contains(sql: &mut Sql, column: &str, text: &str) {
    sql.push(" AND ").push_dialects("instr(", "strpos(");
    sql.push(format_args!("{column}, ")).push_bind(text).push(") > 0");
}

/// Adds ` AND …`: the column has this value.
pub fn push_equals(sql: &mut Sql, column: &str, value: &'static str) {
    sql.push(format_args!(" AND {column} = ")).push_bind(value);
}
