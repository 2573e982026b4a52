//! Rows that were read together are asked about together.
//!
//! A resolver sees one row at a time, so what it loads for that row can only be batched with what
//! happens to be asked at the same time: below lists of lists that falls apart. A row therefore
//! knows the rows it was read with, its *cohort*, and whoever loads something for one of them loads
//! it for all. The rows so loaded are a cohort in turn, which keeps a query at one statement for each
//! of its relations however deep it goes.

use std::{
    hash::{DefaultHasher, Hash, Hasher},
    ops::Deref,
    sync::{
        Arc,
        atomic::{AtomicU64, Ordering},
    },
};

/// A row, with the rows it was read with. Cloning it is cheap.
#[derive(Debug)]
pub struct Row<T> {
    cohort: Arc<Cohort<T>>,
    index: usize,
}

#[derive(Debug)]
struct Cohort<T> {
    /// Unlike an address, never used twice.
    number: u64,
    rows: Vec<T>,
}

impl<T> Row<T> {
    /// Rows that were read together, in the same order.
    #[must_use]
    pub fn cohort(rows: Vec<T>) -> Vec<Self> {
        static NEXT: AtomicU64 = AtomicU64::new(0);
        let number = NEXT.fetch_add(1, Ordering::Relaxed);
        let count = rows.len();
        let cohort = Arc::new(Cohort { number, rows });
        (0..count).map(|index| Self { cohort: Arc::clone(&cohort), index }).collect()
    }

    /// A row that was read alone.
    #[must_use]
    pub fn alone(row: T) -> Self {
        Self::cohort(vec![row]).pop().expect("a cohort of one has one row")
    }

    /// The rows of the cohort, this one included.
    #[must_use]
    pub fn siblings(&self) -> &[T] {
        &self.cohort.rows
    }

    /// Tells one relation of this cohort from any other, and from those of other cohorts.
    #[must_use]
    pub fn relation(&self, relation: impl Hash) -> u64 {
        let mut hasher = DefaultHasher::new();
        (self.cohort.number, relation).hash(&mut hasher);
        hasher.finish()
    }
}

impl<T> Clone for Row<T> {
    fn clone(&self) -> Self {
        Self { cohort: Arc::clone(&self.cohort), index: self.index }
    }
}

impl<T> Deref for Row<T> {
    type Target = T;

    fn deref(&self) -> &T {
        &self.cohort.rows[self.index]
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn rows_of_one_cohort_share_its_relations() {
        let rows = Row::cohort(vec!['a', 'b']);
        let other = Row::alone('a');
        assert_eq!((*rows[0], *rows[1]), ('a', 'b'));
        assert_eq!(rows[1].siblings(), ['a', 'b']);
        assert_eq!(rows[0].relation("x"), rows[1].relation("x"));
        assert_ne!(rows[0].relation("x"), rows[0].relation("y"));
        assert_ne!(rows[0].relation("x"), other.relation("x"));
    }
}
