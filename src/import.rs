//! Import of records from tables that offices keep: CSV or a spreadsheet, a row for each record.
//!
//! A file is read whole ([`sheet`]), each row becomes a record of one kind ([`kinds`]), what it refers
//! to is looked up, and either all rows are written or none ([`run`]). Every problem is told with its
//! row and column, all at once.

mod cells;
mod column;
mod kinds;
mod problem;
mod run;
mod sheet;

pub use kinds::ImportKind;
pub use problem::RowProblem;
pub use run::{ImportError, ImportOptions, ImportReport, import};
pub use sheet::{Sheet, SheetError};
