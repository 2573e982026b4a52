//! A connection as a table: all its pages, one row for each node, as CSV or as a spreadsheet.
//!
//! The client sends the query that it would page through by hand. [`find`] looks for the one
//! connection in it and writes the query anew so that it can be asked page by page; [`run`] asks
//! until the end; [`table`] holds the cells; [`csv`] and [`spreadsheet`] write them.

mod csv;
mod error;
mod find;
mod format;
mod run;
mod spreadsheet;
mod table;

pub use error::ExportError;
pub use format::ExportFormat;
pub use run::{Export, ExportOptions, export};
pub use table::Cell;
