//! What a client asks of a connection: which records, from where, how many, and what of them.

use super::{CursorError, Order, OrderField, Position};

/// Largest page.
pub const MAX_PAGE_SIZE: usize = 500;
/// Page when a client gives no size: as the contract has it.
const DEFAULT_PAGE_SIZE: usize = 50;

/// A part of an ordered list of records.
#[derive(Debug, Clone, PartialEq)]
pub struct Window {
    /// Only records after this position.
    pub after: Option<Position>,
    /// Only records before this position.
    pub before: Option<Position>,
    /// At most so many of them.
    pub size: usize,
    /// Whether to take them from the end.
    pub is_backward: bool,
}

/// A page that cannot be asked for.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum PageError {
    /// `first` or `last` is out of bounds.
    #[error(
        "每页条数应为 1 至 {MAX_PAGE_SIZE}，而非 {asked} / the page size must be 1 to {MAX_PAGE_SIZE}, not {asked}"
    )]
    Size {
        /// What was asked.
        asked: i64,
    },
    /// `after` or `before` is no cursor of the order.
    #[error(transparent)]
    Cursor(#[from] CursorError),
}

impl Window {
    /// Reads the four arguments. `last` means from the end, and `first` is then ignored: its
    /// default would otherwise always conflict.
    ///
    /// # Errors
    /// [`PageError`] if a size or a cursor is not valid, even one that is then ignored.
    pub fn new<F: OrderField>(
        order: &Order<F>,
        first: Option<i64>,
        after: Option<&str>,
        last: Option<i64>,
        before: Option<&str>,
    ) -> Result<Self, PageError> {
        let first = first.map(page_size).transpose()?.unwrap_or(DEFAULT_PAGE_SIZE);
        let last = last.map(page_size).transpose()?;
        let position = |cursor: Option<&str>| {
            cursor.map(|cursor| Position::from_cursor(cursor, order)).transpose()
        };
        Ok(Self {
            after: position(after)?,
            before: position(before)?,
            size: last.unwrap_or(first),
            is_backward: last.is_some(),
        })
    }
}

/// The size of a page, if there may be one of that size.
pub(crate) fn page_size(asked: i64) -> Result<usize, PageError> {
    usize::try_from(asked)
        .ok()
        .filter(|size| (1..=MAX_PAGE_SIZE).contains(size))
        .ok_or(PageError::Size { asked })
}

/// What of a connection the client selected: nothing else is asked of the database.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default)]
pub struct Wanted {
    /// `edges`, `nodes` or `pageInfo`.
    pub rows: bool,
    /// `totalCount`.
    pub total_count: bool,
    /// `pageInfo.hasNextPage`.
    pub has_next_page: bool,
    /// `pageInfo.hasPreviousPage`.
    pub has_previous_page: bool,
}
