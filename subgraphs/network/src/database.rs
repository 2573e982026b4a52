//! The site's database: opening and migrating it, running statements, and loading in batches.
//!
//! It is SQLite or PostgreSQL. Statements are built without a dialect ([`Sql`]) and spelled when they
//! run; what is particular to either stays in this folder.

mod batch;
mod children;
mod cohort;
mod error;
mod insert;
mod location;
mod migrations;
mod observer;
mod open;
mod run;
mod sql;
mod statements;
mod text_match;
mod transaction;
mod value;

pub use batch::BatchLoader;
pub use children::{ChildRows, child_rows};
pub use cohort::Row;
pub use error::StoreError;
pub(crate) use insert::insert_statement;
pub use insert::{InsertRow, insert_rows};
pub use location::{DatabaseLocation, DatabaseLocationError};
pub use migrations::{Migrations, NETWORK_MIGRATIONS};
pub use observer::StatementObserver;
pub use open::{Database, DatabaseKind};
pub use sql::{Separated, Sql};
pub use text_match::{push_contains, push_equals};
pub use transaction::Transaction;
pub use value::{IntoSqlValue, ReadRow, SqlValue};
