//! The journal of writes: what was written, by whom, under which idempotency key.

use async_graphql::Value;
use jiff::Timestamp;
use sqlx::FromRow;

use crate::{
    access_log::sha256_hex,
    callers::Caller,
    database::{InsertRow, Separated, Sql, StoreError, Transaction, insert_rows},
    record::Record,
    record_id::RecordId,
    region::RegionCode,
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
    transaction: &mut Transaction,
    key: &Key,
) -> Result<Option<Done>, StoreError> {
    let mut sql = Sql::new("SELECT request_hash, record_id FROM writes WHERE subject = ");
    sql.push_bind(&key.subject).push(" AND region = ").push_bind(&key.region);
    sql.push(" AND idempotency_key = ").push_bind(&key.idempotency_key);
    transaction.fetch_optional(sql).await
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
    transaction: &mut Transaction,
    entry: Entry<'_>,
) -> Result<(), StoreError> {
    let at = format!("{:.3}", Timestamp::now());
    insert_rows(transaction, &[JournalRow { at, entry }]).await
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

    fn bind(&self, values: &mut Separated<'_>) {
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

/// Notes in the journal that many records were written at once by someone at the site itself, under
/// a key of theirs. Answers `false`, and notes nothing, where the key was used before.
///
/// # Errors
/// [`StoreError`] if the journal cannot be read or written.
pub async fn note_bulk_write(
    transaction: &mut Transaction,
    (subject, region): (&str, RegionCode),
    key: &str,
    what: &'static str,
    count: usize,
) -> Result<bool, StoreError> {
    let (subject, idempotency_key) = (subject.to_owned(), key.to_owned());
    let key = Key { subject, region: region.to_string(), idempotency_key };
    if find_done(transaction, &key).await?.is_some() {
        return Ok(false);
    }
    let entry = Entry {
        key: &key,
        request_hash: &key.idempotency_key,
        mutation: what,
        record_id: &RecordId::committee(region),
        version: i64::try_from(count).unwrap_or(i64::MAX),
        state: None,
    };
    append(transaction, entry).await?;
    Ok(true)
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
pub async fn find_record<T: Record>(
    transaction: &mut Transaction,
    id: &RecordId,
) -> Result<Option<T>, StoreError> {
    let columns = T::COLUMNS.join(", ");
    let mut sql = Sql::new(format!("SELECT {columns} FROM {} WHERE id = ", T::TABLE));
    sql.push_bind(id.clone());
    transaction.fetch_optional(sql).await
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
