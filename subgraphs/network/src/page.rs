//! Pages of records by key: what a client asks, the SQL for it, and the Relay connection it gets.
//! A position is (sort key, id); a cursor is a position as text whose order *is* the order of
//! positions, so whoever merges pages of several sites need only compare cursors as bytes.

mod arguments;
mod children;
mod connection;
mod cursor;
mod fetch;
mod keyset;
mod order;

pub(crate) use arguments::page_size;
pub use arguments::{MAX_PAGE_SIZE, PageError, Wanted, Window};
pub use children::{ChildrenLoader, Parent};
pub use connection::{Connection, Edge, PageArguments};
pub(crate) use connection::{PageInfo, register_page_info};
pub use connection::{page_arguments, register_connection};
pub use cursor::{CursorError, Position, SortKey};
pub use fetch::{fetch_page, fetch_page_of};
pub use order::{KeyKind, Order, OrderField, SortColumn, SortDirection, SortValue};
