//! What went wrong while one part of an answer was made: the whole of it, or one deferred part.

use std::collections::HashSet;

use super::{error_entry::ErrorEntry, response::ResponsePath};

/// Errors, and what they explain.
#[derive(Debug, Default)]
pub struct Problems {
    /// In order of arrival; an entry that repeats another only counts.
    pub errors: Vec<ErrorEntry>,
    /// Places whose missing fields an error elsewhere in `errors` explains.
    pub explained: HashSet<ResponsePath>,
}

impl Problems {
    /// Adds an entry, or counts it where one says the same.
    pub fn add_error(&mut self, entry: ErrorEntry) {
        match self.errors.iter_mut().find(|known| known.repeats(&entry)) {
            Some(known) => known.sites += entry.sites,
            None => self.errors.push(entry),
        }
    }
}
