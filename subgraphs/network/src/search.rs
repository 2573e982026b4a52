//! Full-text search over titles and texts, Chinese included, of what a caller may see.
//!
//! Text is cut into tokens of our own ([`tokens`]), which both databases index alike: SQLite in an
//! FTS5 table, PostgreSQL in a `tsvector`. The index keeps tokens and no text. A hit's score does not
//! depend on what else a site has, so hits of many sites merge into one order.

mod hit;
mod index;
mod query;
mod schema;
mod tokens;

pub use hit::{SearchHit, SearchKind, SearchOrderField};
pub(crate) use index::refresh_index;
pub use index::{SearchDocument, Searchable, index_documents, insert_indexed};
pub(crate) use schema::register;
