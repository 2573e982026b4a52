//! A statement under construction: text and bound values, of no dialect until it runs.

use std::fmt::Display;

use super::{DatabaseKind, IntoSqlValue, SqlValue};

/// A statement. What the databases spell differently is spelled when it runs.
#[derive(Debug, Clone)]
pub struct Sql {
    parts: Vec<Part>,
    is_persistent: bool,
}

#[derive(Debug, Clone)]
enum Part {
    Text(String),
    Value(SqlValue),
    /// The right side of `column IN …`: all keys as one bound value, so that a statement has one
    /// text, and one prepared plan, for one key and for five thousand.
    Keys(Vec<String>),
    Dialects {
        sqlite: &'static str,
        postgres: &'static str,
    },
}

impl Sql {
    /// A statement that begins with this text.
    pub fn new(text: impl Into<String>) -> Self {
        Self { parts: vec![Part::Text(text.into())], is_persistent: true }
    }

    /// Adds text, which must not come from a client.
    pub fn push(&mut self, text: impl Display) -> &mut Self {
        use std::fmt::Write;
        if let Some(Part::Text(last)) = self.parts.last_mut() {
            write!(last, "{text}").expect("writing to a string does not fail");
        } else {
            self.parts.push(Part::Text(text.to_string()));
        }
        self
    }

    /// Adds a value.
    pub fn push_bind(&mut self, value: impl IntoSqlValue) -> &mut Self {
        self.parts.push(Part::Value(value.into_sql_value()));
        self
    }

    /// Adds a list of keys, in parentheses, each as its text.
    pub fn push_keys<K: Display>(&mut self, keys: &[K]) -> &mut Self {
        self.parts.push(Part::Keys(keys.iter().map(ToString::to_string).collect()));
        self
    }

    /// Adds text that each database spells in its own way.
    pub fn push_dialects(&mut self, sqlite: &'static str, postgres: &'static str) -> &mut Self {
        self.parts.push(Part::Dialects { sqlite, postgres });
        self
    }

    /// Adds values with a text between any two.
    pub fn separated(&mut self, separator: &'static str) -> Separated<'_> {
        Separated { sql: self, separator, is_first: true }
    }

    /// Adds `VALUES (…), (…)`.
    pub fn push_values<T>(
        &mut self,
        rows: impl IntoIterator<Item = T>,
        mut bind: impl FnMut(&mut Separated<'_>, T),
    ) -> &mut Self {
        self.push("VALUES ");
        for (index, row) in rows.into_iter().enumerate() {
            self.push(if index == 0 { "(" } else { ", (" });
            bind(&mut self.separated(", "), row);
            self.push(")");
        }
        self
    }

    /// Whether the prepared statement is worth keeping: not where its text seldom comes again.
    #[must_use]
    pub fn persistent(mut self, is_persistent: bool) -> Self {
        self.is_persistent = is_persistent;
        self
    }

    pub(super) fn prefixed(mut self, prefix: &str) -> Self {
        self.parts.insert(0, Part::Text(prefix.to_owned()));
        self
    }

    pub(super) fn is_persistent(&self) -> bool {
        self.is_persistent
    }

    /// The text in a database's dialect, and the values in the order of their places.
    pub(super) fn render(self, kind: DatabaseKind) -> (String, Vec<SqlValue>) {
        let mut text = String::new();
        let mut values = Vec::new();
        let mut place = |value: SqlValue, text: &mut String| {
            values.push(value);
            match kind {
                DatabaseKind::Sqlite => text.push('?'),
                DatabaseKind::Postgres => {
                    text.push('$');
                    text.push_str(&values.len().to_string());
                }
            }
        };
        for part in self.parts {
            match part {
                Part::Text(part) => text.push_str(&part),
                Part::Value(value) => place(value, &mut text),
                Part::Keys(keys) => match kind {
                    DatabaseKind::Sqlite => {
                        let keys = serde_json::to_string(&keys).expect("strings always serialize");
                        text.push_str("(SELECT value FROM json_each(");
                        place(SqlValue::Text(Some(keys)), &mut text);
                        text.push_str("))");
                    }
                    DatabaseKind::Postgres => {
                        text.push_str("(SELECT unnest(");
                        place(SqlValue::TextList(keys), &mut text);
                        text.push_str("))");
                    }
                },
                Part::Dialects { sqlite, postgres } => text.push_str(match kind {
                    DatabaseKind::Sqlite => sqlite,
                    DatabaseKind::Postgres => postgres,
                }),
            }
        }
        (text, values)
    }
}

/// Adds values to a statement, with a text between any two.
#[derive(Debug)]
pub struct Separated<'s> {
    sql: &'s mut Sql,
    separator: &'static str,
    is_first: bool,
}

impl Separated<'_> {
    /// Adds a value.
    pub fn push_bind(&mut self, value: impl IntoSqlValue) -> &mut Self {
        if !std::mem::take(&mut self.is_first) {
            self.sql.push(self.separator);
        }
        self.sql.push_bind(value);
        self
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_statement_is_spelled_as_each_database_has_it() {
        let mut sql = Sql::new("SELECT 1 FROM topics WHERE id IN ");
        sql.push_keys(&["a", "b"]).push(" AND n > ").push_bind(3_i64).push(" AND ");
        sql.push_dialects("instr(title, ", "strpos(title, ").push_bind("x").push(") > 0");
        let (text, values) = sql.clone().render(DatabaseKind::Sqlite);
        assert_eq!(
            text,
            "SELECT 1 FROM topics WHERE id IN (SELECT value FROM json_each(?)) AND n > ? \
             AND instr(title, ?) > 0"
        );
        let keys = SqlValue::Text(Some(r#"["a","b"]"#.to_owned()));
        let rest = [SqlValue::Integer(Some(3)), SqlValue::Text(Some("x".to_owned()))];
        assert_eq!(values, [std::slice::from_ref(&keys), &rest].concat());
        let (text, values) = sql.render(DatabaseKind::Postgres);
        assert_eq!(
            text,
            "SELECT 1 FROM topics WHERE id IN (SELECT unnest($1)) AND n > $2 \
             AND strpos(title, $3) > 0"
        );
        assert_eq!(values[0], SqlValue::TextList(vec!["a".to_owned(), "b".to_owned()]));
    }
}
