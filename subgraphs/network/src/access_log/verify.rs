//! Proves a log: that no row was changed, taken out or moved, and that it still has the heads that
//! others kept.

use std::fmt;

use super::{ChainHead, LoggedCall, store};
use crate::database::{Database, StoreError};

/// Rows that are read at once.
const PAGE_ROWS: i64 = 1_000;

/// What a look through the whole log found.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ChainReport {
    /// How many rows are proven: all, or those before the break.
    pub proven_rows: u64,
    /// The last proven row; [`ChainHead::genesis`] if there is none.
    pub head: ChainHead,
    /// The first row that is not as it was written.
    pub first_break: Option<ChainBreak>,
}

/// A row that is not as it was written.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ChainBreak {
    /// The row was changed.
    Edited {
        /// Its place.
        seq: i64,
    },
    /// The row was taken out.
    Removed {
        /// Its place.
        seq: i64,
    },
    /// The row stood elsewhere when it was written.
    Reordered {
        /// Its place.
        seq: i64,
    },
}

impl ChainBreak {
    /// The stable code of the finding.
    #[must_use]
    pub const fn code(self) -> &'static str {
        match self {
            Self::Edited { .. } => "ACCESS_LOG_ROW_EDITED",
            Self::Removed { .. } => "ACCESS_LOG_ROW_REMOVED",
            Self::Reordered { .. } => "ACCESS_LOG_ROW_REORDERED",
        }
    }
}

impl fmt::Display for ChainBreak {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Edited { seq } => write!(formatter, "第 {seq} 行被改动 / row {seq} was edited"),
            Self::Removed { seq } => write!(formatter, "第 {seq} 行被删除 / row {seq} was removed"),
            Self::Reordered { seq } => {
                write!(formatter, "第 {seq} 行被调换 / row {seq} was moved")
            }
        }
    }
}

/// Walks the whole log.
///
/// # Errors
/// [`StoreError`] if the log cannot be read.
pub async fn verify_chain(database: &Database) -> Result<ChainReport, StoreError> {
    let mut report = ChainReport { proven_rows: 0, head: ChainHead::genesis(), first_break: None };
    // Below every place, so that rows put before the first are seen too.
    let mut read_to = i64::MIN;
    loop {
        let rows = store::rows_after(database, read_to, PAGE_ROWS).await?;
        let Some(last) = rows.last() else {
            return Ok(report);
        };
        read_to = last.seq;
        for row in &rows {
            report.first_break = break_at(row, &report.head);
            if report.first_break.is_some() {
                return Ok(report);
            }
            report.proven_rows += 1;
            report.head = row.as_head();
        }
    }
}

/// What is wrong with the row that stands after `head`.
fn break_at(row: &LoggedCall, head: &ChainHead) -> Option<ChainBreak> {
    let seq = head.seq + 1;
    if row.seq > seq {
        return Some(ChainBreak::Removed { seq });
    }
    if row.seq < seq {
        return Some(ChainBreak::Reordered { seq: row.seq });
    }
    let follows = row.prev_hash == head.hash;
    let is_itself = row.hash == row.expected_hash();
    match (follows, is_itself) {
        (true, true) => None,
        (true, false) => Some(ChainBreak::Edited { seq }),
        // Neither its place nor what it follows is what it was.
        (false, false) => Some(ChainBreak::Reordered { seq }),
        // The row is whole, so the one before was changed and its hash made to fit. Before the
        // first there is none: then it is the first that was written anew.
        (false, true) => Some(ChainBreak::Edited { seq: head.seq.max(1) }),
    }
}

/// The first of these heads, kept by others, that the log does not have: from there on it was cut
/// or written anew. Heads of an empty log are in every log.
///
/// # Errors
/// [`StoreError`] if the log cannot be read.
pub async fn verify_heads<'h>(
    database: &Database,
    heads: &'h [ChainHead],
) -> Result<Option<&'h ChainHead>, StoreError> {
    for head in heads {
        let row = store::rows_after(database, head.seq.saturating_sub(1), 1).await?;
        let is_there = row.first().is_some_and(|row| row.as_head() == *head);
        if !is_there && *head != ChainHead::genesis() {
            return Ok(Some(head));
        }
    }
    Ok(None)
}
