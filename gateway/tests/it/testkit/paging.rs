//! How a site pages its books: keyset paging over cursors that sort as the list does.

use async_graphql::{Enum, Error, ErrorExtensions, SimpleObject};
use data_encoding::HEXLOWER;

use super::{catalog::BookNode, world::Book};

#[derive(Debug, Clone, Copy, PartialEq, Eq, Enum)]
pub(crate) enum BookOrder {
    Title,
    Year,
}

#[derive(Debug, Default)]
pub(crate) struct PageRequest {
    pub(crate) first: Option<i32>,
    pub(crate) after: Option<String>,
    pub(crate) last: Option<i32>,
    pub(crate) before: Option<String>,
}

#[derive(SimpleObject)]
pub(crate) struct BookConnection {
    edges: Vec<BookEdge>,
    nodes: Vec<BookNode>,
    page_info: PageInfo,
    total_count: usize,
}

#[derive(SimpleObject)]
struct BookEdge {
    cursor: String,
    node: BookNode,
}

#[derive(SimpleObject)]
struct PageInfo {
    has_next_page: bool,
    has_previous_page: bool,
    start_cursor: Option<String>,
    end_cursor: Option<String>,
}

/// The place of a book in an order: the order's mark, the sort key, the id. Hexadecimal keeps the
/// order of bytes.
pub(crate) fn cursor(book: &Book, order: BookOrder) -> String {
    let mut bytes = match order {
        BookOrder::Title => [b"T", book.title.as_bytes(), b"\0"].concat(),
        BookOrder::Year => [&b"Y"[..], &book.year.to_be_bytes()].concat(),
    };
    bytes.extend_from_slice(book.id.as_bytes());
    HEXLOWER.encode(&bytes)
}

pub(crate) fn page(
    books: &[&Book],
    order: BookOrder,
    request: &PageRequest,
) -> Result<BookConnection, Error> {
    let after = request.after.as_deref().map(|text| check_cursor(text, order)).transpose()?;
    let before = request.before.as_deref().map(|text| check_cursor(text, order)).transpose()?;
    let mut sorted: Vec<(String, &Book)> =
        books.iter().map(|book| (cursor(book, order), *book)).collect();
    sorted.sort_by(|(a, _), (b, _)| a.cmp(b));
    let begin =
        after.map_or(0, |after| sorted.partition_point(|(cursor, _)| cursor.as_str() <= after));
    let end = before.map_or(sorted.len(), |before| {
        sorted.partition_point(|(cursor, _)| cursor.as_str() < before)
    });
    let (mut begin, mut end) = (begin, end.max(begin));
    match (check_size(request.last)?, check_size(request.first)?) {
        (Some(last), _) => begin = begin.max(end.saturating_sub(last)),
        (None, Some(first)) => end = end.min(begin.saturating_add(first)),
        (None, None) => {}
    }
    let shown = &sorted[begin..end];
    Ok(BookConnection {
        page_info: PageInfo {
            has_next_page: end < sorted.len(),
            has_previous_page: begin > 0,
            start_cursor: shown.first().map(|(cursor, _)| cursor.clone()),
            end_cursor: shown.last().map(|(cursor, _)| cursor.clone()),
        },
        edges: shown
            .iter()
            .map(|(cursor, book)| BookEdge { cursor: cursor.clone(), node: BookNode::of(book) })
            .collect(),
        nodes: shown.iter().map(|(_, book)| BookNode::of(book)).collect(),
        total_count: books.len(),
    })
}

fn check_cursor(text: &str, order: BookOrder) -> Result<&str, Error> {
    let mark = match order {
        BookOrder::Title => b'T',
        BookOrder::Year => b'Y',
    };
    match HEXLOWER.decode(text.as_bytes()) {
        Ok(bytes) if bytes.first() == Some(&mark) => Ok(text),
        _ => Err(refusal("CURSOR_INVALID", "the cursor is of another list")),
    }
}

fn check_size(size: Option<i32>) -> Result<Option<usize>, Error> {
    size.map(usize::try_from)
        .transpose()
        .map_err(|_| refusal("PAGE_SIZE_INVALID", "a page has no fewer than 0 items"))
}

pub(crate) fn refusal(code: &'static str, message: &str) -> Error {
    Error::new(message).extend_with(|_, extensions| extensions.set("code", code))
}
