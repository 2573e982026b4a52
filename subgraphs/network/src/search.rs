//! Full-text search over titles and texts, Chinese included, of what a caller may see.
//!
//! Text is cut into tokens of our own ([`tokens`]), which both databases index alike: SQLite in an
//! FTS5 table, PostgreSQL in a `tsvector`. How well a hit fits is computed by the same arithmetic in
//! either ([`query`]), and does not depend on what else a site has, so hits of many sites merge into
//! one order. Other contracts have records searched too: they say so in
//! [`SiteExtension::searched`](crate::SiteExtension::searched).

mod elsewhere;
mod hit;
mod index;
mod query;
mod schema;
mod tokens;

pub(crate) use elsewhere::register_kept_elsewhere;
pub use hit::{SearchHit, SearchKind, SearchOrderField};
pub(crate) use index::refresh_index;
pub use index::{SearchDocument, Searchable, SearchedRecords, index_documents, insert_indexed};
pub(crate) use schema::register;
