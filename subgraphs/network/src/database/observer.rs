//! Keeps copies of the statements that read, for whoever asks how the database runs them.

use std::sync::{Arc, Mutex};

use super::Sql;

/// The statements seen so far. Clones share them.
#[derive(Debug, Clone, Default)]
pub struct StatementObserver(Arc<Mutex<Vec<Sql>>>);

impl StatementObserver {
    pub(super) fn saw(&self, sql: &Sql) {
        self.0.lock().expect("no holder of the lock panics").push(sql.clone());
    }

    /// Takes the statements that were seen since the last time.
    #[must_use]
    pub fn take(&self) -> Vec<Sql> {
        std::mem::take(&mut self.0.lock().expect("no holder of the lock panics"))
    }
}
