//! The records of one subgraph.
//! In JSON: `{"Type": {"row": {"field": value}}}`, and the root fields under `Query` without row
//! names. Where a field has objects, the text `"Type/row"` refers to a row.

use std::sync::{Arc, Mutex, MutexGuard};

use apollo_compiler::{
    executable::{Selection, SelectionSet},
    response::{JsonMap, JsonValue},
};

/// The records, shared with closures that change them.
#[derive(Clone, Default)]
pub(crate) struct Rows {
    tables: Arc<Mutex<JsonMap>>,
}

impl Rows {
    pub(crate) fn new(tables: serde_json::Value) -> Self {
        let JsonValue::Object(tables) = JsonValue::from(tables) else {
            panic!("rows are an object of tables");
        };
        Self { tables: Arc::new(Mutex::new(tables)) }
    }

    /// The row that `reference` names.
    pub(super) fn find(&self, reference: &str) -> Option<(String, JsonMap)> {
        let (table, row) = reference.split_once('/')?;
        let row = self.tables().get(table)?.get(row)?.as_object()?.clone();
        Some((table.to_owned(), row))
    }

    /// The root fields of one operation type.
    pub(super) fn root(&self, type_name: &str) -> JsonMap {
        let tables = self.tables();
        tables.get(type_name).and_then(JsonValue::as_object).cloned().unwrap_or_default()
    }

    /// The row of `table` that has the fields of `key` as the representation has them.
    pub(super) fn of_key(
        &self,
        table: &str,
        key: &SelectionSet,
        representation: &JsonMap,
    ) -> Option<JsonMap> {
        let rows = self.tables().get(table)?.as_object()?.clone();
        rows.into_iter().find_map(|(_, row)| {
            let JsonValue::Object(row) = row else { return None };
            self.agree(key, representation, &row).then_some(row)
        })
    }

    fn agree(&self, key: &SelectionSet, representation: &JsonMap, row: &JsonMap) -> bool {
        key.selections.iter().all(|selection| {
            let Selection::Field(field) = selection else { return false };
            let name = field.name.as_str();
            match (representation.get(name), row.get(name)) {
                (Some(asked), Some(known)) => self.values_agree(&field.selection_set, asked, known),
                _ => false,
            }
        })
    }

    fn values_agree(&self, key: &SelectionSet, asked: &JsonValue, known: &JsonValue) -> bool {
        match (asked, known) {
            (JsonValue::Array(asked), JsonValue::Array(known)) => {
                asked.len() == known.len()
                    && asked.iter().zip(known).all(|(a, k)| self.values_agree(key, a, k))
            }
            (JsonValue::Object(asked), JsonValue::Object(known)) => self.agree(key, asked, known),
            (JsonValue::Object(asked), JsonValue::String(reference)) => self
                .find(reference.as_str())
                .is_some_and(|(_, known)| self.agree(key, asked, &known)),
            (asked, known) => key.selections.is_empty() && asked == known,
        }
    }

    /// Puts a row in its place, new or not.
    pub(crate) fn put(&self, table: &str, name: &str, row: serde_json::Value) {
        let mut tables = self.tables();
        if !tables.contains_key(table) {
            tables.insert(table, JsonValue::Object(JsonMap::new()));
        }
        if let Some(JsonValue::Object(rows)) = tables.get_mut(table) {
            rows.insert(name, JsonValue::from(row));
        }
    }

    /// Sets one field of a row.
    pub(crate) fn set(&self, table: &str, name: &str, field: &str, value: serde_json::Value) {
        if let Some(JsonValue::Object(rows)) = self.tables().get_mut(table)
            && let Some(JsonValue::Object(row)) = rows.get_mut(name)
        {
            row.insert(field, JsonValue::from(value));
        }
    }

    /// A number in a row; 0 where there is none.
    pub(crate) fn number(&self, table: &str, name: &str, field: &str) -> i64 {
        let row = self.find(&format!("{table}/{name}"));
        row.and_then(|(_, row)| row.get(field)?.as_i64()).unwrap_or_default()
    }

    /// How many rows the table has.
    pub(crate) fn len(&self, table: &str) -> usize {
        self.tables().get(table).and_then(JsonValue::as_object).map_or(0, JsonMap::len)
    }

    fn tables(&self) -> MutexGuard<'_, JsonMap> {
        self.tables.lock().expect("no holder of the lock panics")
    }
}
