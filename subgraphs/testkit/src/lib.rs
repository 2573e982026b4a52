//! Databases for tests. The same tests run on SQLite, and on PostgreSQL where the environment names
//! a server in `QIANZHAN_TEST_POSTGRES`, such as `postgres://postgres@127.0.0.1:5433/postgres`: each
//! test then has a schema of its own there.

mod rows;
mod store;

pub use rows::{all_rows, columns, json_rows, run, tables};
pub use store::{SERVER_VARIABLE, TestStore, database, database_with, is_postgres};
