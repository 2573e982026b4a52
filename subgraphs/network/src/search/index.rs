//! Keeps the index as the records are.

use std::fmt;

use futures::future::{BoxFuture, FutureExt};

use super::{
    SearchKind,
    schema::register_hit_field,
    tokens::{countable, tokens},
};
use crate::{
    contract::Resolvers,
    database::{
        Database, DatabaseKind, InsertRow, Separated, Sql, StoreError, Transaction, insert_rows,
    },
    record::Record,
    record_id::RecordId,
    region::RegionCode,
};

/// Counts the ways in which text was cut: an index of another number is made anew.
const INDEX_VERSION: i64 = 2;
/// Documents that are indexed at once.
const BATCH: usize = 500;

/// What of a record is searched.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SearchDocument {
    /// The record's id.
    pub id: RecordId,
    /// Its kind.
    pub kind: SearchKind,
    /// Its committee.
    pub committee_id: RecordId,
    /// Its locality.
    pub locality_code: Option<RegionCode>,
    /// Its title, or nothing.
    pub title: String,
    /// Its text, or nothing.
    pub text: String,
}

/// A kind of record that is searched.
pub trait Searchable: Record + InsertRow {
    /// The kind.
    const KIND: SearchKind;

    /// What of it is searched.
    fn document(&self) -> SearchDocument;
}

/// The row of a document; its tokens follow.
#[derive(Debug)]
pub(super) struct Indexed<'d>(&'d SearchDocument);

impl InsertRow for Indexed<'_> {
    const TABLE: &'static str = "search_documents";
    const COLUMNS: &'static [&'static str] =
        &["id", "kind", "committee_id", "locality_code", "title", "text"];

    fn bind(&self, values: &mut Separated<'_>) {
        values.push_bind(self.0.id.clone()).push_bind(self.0.kind);
        values.push_bind(self.0.committee_id.clone()).push_bind(self.0.locality_code);
        values.push_bind(countable(&self.0.title)).push_bind(countable(&self.0.text));
    }
}

/// Writes records, and what is searched of them.
///
/// # Errors
/// [`StoreError::Statement`] if one breaks a rule of the table.
pub async fn insert_indexed<T: Searchable>(
    transaction: &mut Transaction,
    records: &[T],
) -> Result<(), StoreError> {
    insert_rows(transaction, records).await?;
    let documents: Vec<_> = records.iter().map(Searchable::document).collect();
    add_documents(transaction, &documents).await
}

/// Puts documents into the index, in place of what it had of them.
///
/// # Errors
/// [`StoreError::Statement`] if the database fails.
pub async fn index_documents(
    transaction: &mut Transaction,
    documents: &[SearchDocument],
) -> Result<(), StoreError> {
    for documents in documents.chunks(BATCH) {
        let ids: Vec<_> = documents.iter().map(|document| &document.id).collect();
        forget(transaction, &ids).await?;
        add_documents(transaction, documents).await?;
    }
    Ok(())
}

/// Puts documents into the index that it does not have.
async fn add_documents(
    transaction: &mut Transaction,
    documents: &[SearchDocument],
) -> Result<(), StoreError> {
    for documents in documents.chunks(BATCH) {
        let ids: Vec<_> = documents.iter().map(|document| &document.id).collect();
        match transaction.kind() {
            DatabaseKind::Sqlite => {
                let rows: Vec<_> = documents.iter().map(Indexed).collect();
                insert_rows(transaction, &rows).await?;
                add_to_fts(transaction, documents, &ids).await?;
            }
            DatabaseKind::Postgres => {
                transaction.execute(with_vectors(documents)).await.map(drop)?
            }
        }
    }
    Ok(())
}

async fn forget(transaction: &mut Transaction, ids: &[&RecordId]) -> Result<(), StoreError> {
    if transaction.kind() == DatabaseKind::Sqlite {
        let mut sql = Sql::new(
            "DELETE FROM search_tokens WHERE rowid IN \
             (SELECT number FROM search_documents WHERE id IN ",
        );
        sql.push_keys(ids).push(")");
        transaction.execute(sql).await?;
    }
    let mut sql = Sql::new("DELETE FROM search_documents WHERE id IN ");
    sql.push_keys(ids);
    transaction.execute(sql).await?;
    Ok(())
}

/// FTS5 keeps rows by number: that of the document.
async fn add_to_fts(
    transaction: &mut Transaction,
    documents: &[SearchDocument],
    ids: &[&RecordId],
) -> Result<(), StoreError> {
    let mut sql = Sql::new("SELECT id, number FROM search_documents WHERE id IN ");
    sql.push_keys(ids);
    let numbers: Vec<(String, i64)> = transaction.fetch_all(sql).await?;
    let numbers: std::collections::HashMap<_, _> = numbers.into_iter().collect();
    let mut sql = Sql::new("INSERT INTO search_tokens (rowid, title, text) ");
    let numbered = documents.iter().filter_map(|it| Some((numbers.get(it.id.as_str())?, it)));
    sql.push_values(numbered, |values, (number, document)| {
        values.push_bind(*number);
        values.push_bind(tokens(&document.title).join(" "));
        values.push_bind(tokens(&document.text).join(" "));
    });
    transaction.execute(sql.persistent(documents.len() == BATCH)).await?;
    Ok(())
}

/// Titles weigh `A` and texts `B`, so that a query may ask for titles alone. Between them stands a
/// token that no text has: what ends one and begins the other is no phrase.
fn with_vectors(documents: &[SearchDocument]) -> Sql {
    let columns = Indexed::COLUMNS.join(", ");
    let mut sql = Sql::new(format!(
        "INSERT INTO search_documents ({columns}, tokens) SELECT {columns}, \
         setweight(to_tsvector('simple', title_tokens || ' x'), 'A') \
         || setweight(to_tsvector('simple', text_tokens), 'B') FROM ("
    ));
    sql.push_values(documents, |values, document| {
        Indexed(document).bind(values);
        values.push_bind(tokens(&document.title).join(" "));
        values.push_bind(tokens(&document.text).join(" "));
    });
    sql.push(format_args!(") AS documents ({columns}, title_tokens, text_tokens)"));
    sql.persistent(documents.len() == BATCH)
}

/// Makes the index anew of kinds of record that are not in it, or are in another way: of records that
/// were there before it.
///
/// # Errors
/// [`StoreError::Statement`] if the database fails.
pub(crate) async fn refresh_index(
    database: &Database,
    kinds: &[SearchedRecords],
) -> Result<(), StoreError> {
    let mut transaction = database.begin().await?;
    let sql = Sql::new("SELECT kind, version FROM search_kinds");
    let made: Vec<(SearchKind, i64)> = transaction.fetch_all(sql).await?;
    for records in kinds {
        if made.contains(&(records.kind, INDEX_VERSION)) {
            continue;
        }
        forget_kind(&mut transaction, records.kind).await?;
        (records.index)(&mut transaction).await?;
        let mut sql = Sql::new("INSERT INTO search_kinds (kind, version) VALUES (");
        sql.push_bind(records.kind).push(", ").push_bind(INDEX_VERSION);
        sql.push(") ON CONFLICT (kind) DO UPDATE SET version = excluded.version");
        transaction.execute(sql).await?;
    }
    transaction.commit().await
}

async fn forget_kind(transaction: &mut Transaction, kind: SearchKind) -> Result<(), StoreError> {
    if transaction.kind() == DatabaseKind::Sqlite {
        let mut sql = Sql::new(
            "DELETE FROM search_tokens WHERE rowid IN \
             (SELECT number FROM search_documents WHERE kind = ",
        );
        sql.push_bind(kind).push(")");
        transaction.execute(sql).await?;
    }
    let mut sql = Sql::new("DELETE FROM search_documents WHERE kind = ");
    sql.push_bind(kind);
    transaction.execute(sql).await.map(drop)
}

/// A kind of record that is searched, as a contract registers it.
#[derive(Clone, Copy)]
pub struct SearchedRecords {
    pub(crate) kind: SearchKind,
    index: for<'t> fn(&'t mut Transaction) -> BoxFuture<'t, Result<(), StoreError>>,
    pub(crate) register: fn(&mut Resolvers),
}

impl SearchedRecords {
    /// Records of this type.
    #[must_use]
    pub fn of<T: Searchable>() -> Self {
        Self {
            kind: T::KIND,
            index: |transaction| index_all::<T>(transaction).boxed(),
            register: register_hit_field::<T>,
        }
    }
}

impl fmt::Debug for SearchedRecords {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.debug_tuple("SearchedRecords").field(&self.kind).finish()
    }
}

async fn index_all<T: Searchable>(transaction: &mut Transaction) -> Result<(), StoreError> {
    let columns = <T as Record>::COLUMNS.join(", ");
    let sql = Sql::new(format!("SELECT {columns} FROM {}", <T as Record>::TABLE));
    let records: Vec<T> = transaction.fetch_all(sql).await?;
    let documents: Vec<_> = records.iter().map(Searchable::document).collect();
    add_documents(transaction, &documents).await
}
