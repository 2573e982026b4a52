//! Rows that hang on a record: all that hang on any of many records, in one statement.

use std::{collections::HashMap, fmt::Display, hash::Hash, sync::Arc};

use super::{BatchLoader, Database, InsertRow, ReadRow, Row};

/// Loads the rows of each of many parents.
pub type ChildRows<K, T> = BatchLoader<K, Arc<[Row<T>]>>;

/// A loader of the rows of `T`'s table whose `parent_column` is the key, in order of
/// `order_columns`.
pub fn child_rows<K, T>(
    database: &Database,
    parent_column: &'static str,
    parent_of: fn(&T) -> K,
    order_columns: &'static str,
) -> ChildRows<K, T>
where
    K: Clone + Eq + Hash + std::fmt::Debug + Display + Send + Sync + 'static,
    T: InsertRow + ReadRow + Sync + 'static,
{
    BatchLoader::new(database, move |database: Database, keys: Vec<K>| async move {
        let mut sql = database.select(T::COLUMNS, T::TABLE);
        sql.push(format_args!(" WHERE {parent_column} IN "));
        sql.push_keys(&keys);
        sql.push(format_args!(" ORDER BY {order_columns}"));
        let mut rows_by_parent: HashMap<K, Vec<Row<T>>> = HashMap::new();
        for row in Row::cohort(database.fetch_all::<T>(sql).await?) {
            rows_by_parent.entry(parent_of(&row)).or_default().push(row);
        }
        Ok(rows_by_parent.into_iter().map(|(parent, rows)| (parent, rows.into())).collect())
    })
}
