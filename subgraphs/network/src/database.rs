//! The site's SQLite database: opening and migrating it, running statements, and loading in batches.
//! What is particular to SQLite stays in this folder and in the types of connection it hands out.

mod batch;
mod children;
mod cohort;
mod error;
mod insert;
mod key_list;
mod open;
mod statements;
mod text_match;

pub use batch::BatchLoader;
pub use children::{ChildRows, child_rows};
pub use cohort::Row;
pub use error::StoreError;
pub use insert::{InsertRow, insert_rows};
pub use key_list::KeyList;
pub use open::Database;
pub(crate) use text_match::{push_contains, push_equals};
