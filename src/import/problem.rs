//! What is wrong with a row.

use std::fmt;

use qianzhan_network::writes::UserErrorCode;

/// A problem of one row, or of one cell of it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RowProblem {
    /// The row, as a spreadsheet numbers it.
    pub row: usize,
    /// The column as the file names it; empty where the whole row is meant.
    pub column: String,
    /// Stable code, as in `userErrors`.
    pub code: UserErrorCode,
    /// In Chinese.
    pub message_zh: String,
    /// In English.
    pub message_en: String,
}

impl fmt::Display for RowProblem {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { row, column, code, message_zh, message_en } = self;
        write!(formatter, "第 {row} 行 / row {row}")?;
        if !column.is_empty() {
            write!(formatter, " [{column}]")?;
        }
        write!(formatter, " {code}: {message_zh} / {message_en}")
    }
}
