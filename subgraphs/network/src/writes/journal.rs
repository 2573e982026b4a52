//! The journal of writes: what was written, by whom, under which idempotency key.

use async_graphql::Value;
use jiff::Timestamp;
use sqlx::{FromRow, SqliteConnection};

use crate::{
    access_log::sha256_hex,
    callers::Caller,
    database::{InsertRow, StoreError, insert_rows},
    record::Record,
    record_id::RecordId,
};

/// Whose key it is. Callers who are known by no name share one, so that what their keys are used for
/// is a part of them: one cannot learn of another's, nor take it first.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Key {
    subject: String,
    region: String,
    idempotency_key: String,
}

impl Key {
    pub(super) fn new(caller: &Caller, idempotency_key: String, request_hash: &str) -> Self {
        let idempotency_key = if caller.is_anonymous() {
            sha256_hex(&format!("{idempotency_key}\n{request_hash}"))
        } else {
            idempotency_key
        };
        Self {
            subject: caller.subject.clone(),
            region: caller.region.map(|it| it.to_string()).unwrap_or_default(),
            idempotency_key,
        }
    }
}

/// A write that was done.
#[derive(Debug, Clone, FromRow)]
pub(super) struct Done {
    pub(super) request_hash: String,
    pub(super) record_id: RecordId,
}

/// An entry, and when it was made.
struct JournalRow<'r> {
    at: String,
    entry: Entry<'r>,
}

/// What the key was used for, if it was.
pub(super) async fn find_done(
    connection: &mut SqliteConnection,
    key: &Key,
) -> Result<Option<Done>, StoreError> {
    let sql = "SELECT request_hash, record_id FROM writes \
               WHERE subject = ? AND region = ? AND idempotency_key = ?";
    let found = sqlx::query_as(sql).bind(&key.subject).bind(&key.region);
    Ok(found.bind(&key.idempotency_key).fetch_optional(connection).await?)
}

/// What was written.
#[derive(Clone, Copy)]
pub(super) struct Entry<'e> {
    pub(super) key: &'e Key,
    pub(super) request_hash: &'e str,
    pub(super) mutation: &'static str,
    pub(super) record_id: &'e RecordId,
    pub(super) version: i64,
    pub(super) state: Option<&'static str>,
}

pub(super) async fn append(
    connection: &mut SqliteConnection,
    entry: Entry<'_>,
) -> Result<(), StoreError> {
    let at = format!("{:.3}", Timestamp::now());
    insert_rows(connection, &[JournalRow { at, entry }]).await
}

impl InsertRow for JournalRow<'_> {
    const TABLE: &'static str = "writes";
    const COLUMNS: &'static [&'static str] = &[
        "at",
        "subject",
        "region",
        "idempotency_key",
        "request_hash",
        "mutation",
        "record_id",
        "version",
        "state",
    ];

    fn bind(&self, values: &mut sqlx::query_builder::Separated<'_, sqlx::Sqlite, &'static str>) {
        let Entry { key, request_hash, mutation, record_id, version, state } = self.entry;
        values.push_bind(self.at.clone());
        values.push_bind(key.subject.clone());
        values.push_bind(key.region.clone());
        values.push_bind(key.idempotency_key.clone());
        values.push_bind(request_hash.to_owned());
        values.push_bind(mutation);
        values.push_bind(record_id.clone());
        values.push_bind(version);
        values.push_bind(state);
    }
}

/// Tells one request from another: the mutation, what it is routed by, and its input, in whatever
/// order the input's fields were given.
pub(super) fn hash_request(mutation: &str, key: &RecordId, input: &Value) -> String {
    let mut text = format!("{mutation}\n{key}\n");
    write_canonical(input, &mut text);
    sha256_hex(&text)
}

fn write_canonical(value: &Value, text: &mut String) {
    match value {
        Value::Object(fields) => {
            let mut fields: Vec<_> = fields.iter().collect();
            fields.sort_by_key(|(name, _)| name.as_str());
            text.push('{');
            for (name, value) in fields {
                text.push_str(name);
                text.push(':');
                write_canonical(value, text);
            }
            text.push('}');
        }
        Value::List(items) => {
            text.push('[');
            items.iter().for_each(|item| write_canonical(item, text));
            text.push(']');
        }
        // In a variable, an enum's value is a text.
        Value::Enum(name) => write_canonical(&Value::String(name.to_string()), text),
        scalar => {
            text.push_str(&scalar.to_string());
            text.push(',');
        }
    }
}

/// A record by its id, in the transaction.
pub(crate) async fn find_record<T: Record>(
    connection: &mut SqliteConnection,
    id: &RecordId,
) -> Result<Option<T>, StoreError> {
    let columns = T::COLUMNS.join(", ");
    let sql = format!("SELECT {columns} FROM {} WHERE id = ?", T::TABLE);
    let sql = sqlx::query_as(sqlx::AssertSqlSafe(sql));
    Ok(sql.bind(id.clone()).fetch_optional(connection).await?)
}

#[cfg(test)]
mod tests {
    use async_graphql::{Name, value};

    use super::*;

    #[test]
    fn a_request_is_the_same_in_any_order_of_its_fields_and_differs_in_any_value() {
        let key: RecordId = "621122-a".parse().expect("an id");
        let hash = |input: Value| hash_request("moveTopic", &key, &input);
        let one = hash(value!({ "to": "LISTED", "expectedVersion": 1, "ids": ["a", "b"] }));
        let reordered = [
            (Name::new("ids"), value!(["a", "b"])),
            (Name::new("expectedVersion"), value!(1)),
            (Name::new("to"), Value::Enum(Name::new("LISTED"))),
        ];
        assert_eq!(one, hash(Value::Object(reordered.into_iter().collect())));
        for other in [
            value!({ "to": "LISTED", "expectedVersion": 2, "ids": ["a", "b"] }),
            value!({ "to": "LISTED", "expectedVersion": 1, "ids": ["b", "a"] }),
            value!({ "to": "LISTED", "expectedVersion": 1, "ids": ["ab"] }),
            value!({ "to": "LISTED", "expectedVersion": 1 }),
        ] {
            assert_ne!(one, hash(other));
        }
        assert_ne!(one, hash_request("moveAppeal", &key, &value!({})));
    }
}
