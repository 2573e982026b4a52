//! Any number of keys as one bound value, so that a statement has one text, and one prepared plan,
//! for one key and for five thousand.

use std::fmt::Display;

use sqlx::{QueryBuilder, Sqlite};

/// The right side of `column IN …`.
#[derive(Debug)]
pub struct KeyList {
    json: String,
}

impl KeyList {
    /// A list of keys, each as its text.
    pub fn new<K: Display>(keys: &[K]) -> Self {
        let texts: Vec<String> = keys.iter().map(ToString::to_string).collect();
        let json = serde_json::to_string(&texts).expect("strings always serialize");
        Self { json }
    }

    /// Adds the list to a statement, in parentheses.
    pub fn push_to(self, sql: &mut QueryBuilder<Sqlite>) {
        sql.push("(SELECT value FROM json_each(").push_bind(self.json).push("))");
    }
}
