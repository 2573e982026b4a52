//! Columns of a kind of record: what a file may call them, and where they stand in it.

use super::{RowProblem, Sheet};

/// A column.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Column {
    /// The field of the contract, or of its input.
    pub(super) name: &'static str,
    /// What it is called in Chinese, as in an export with Chinese headers.
    pub(super) label: &'static str,
}

impl Column {
    /// A column.
    pub(super) const fn new(name: &'static str, label: &'static str) -> Self {
        Self { name, label }
    }

    /// Where it stands in a header, if it does.
    pub(super) fn place(&self, header: &[String]) -> Option<usize> {
        header.iter().position(|name| name == self.name || name == self.label)
    }
}

/// Problems of the header: columns that a kind does not have, and columns given twice. A misspelled
/// column would otherwise be left out in silence.
pub(super) fn check_header(sheet: &Sheet, columns: &[Column]) -> Vec<RowProblem> {
    use qianzhan_network::writes::UserErrorCode::{AlreadyExists, Invalid};
    let problem = |column: &str, code, zh: String, en: &str| RowProblem {
        row: 1,
        column: column.to_owned(),
        code,
        message_zh: zh,
        message_en: en.to_owned(),
    };
    let known: Vec<_> =
        columns.iter().map(|column| format!("{}（{}）", column.label, column.name)).collect();
    let mut problems = Vec::new();
    for (place, name) in sheet.header.iter().enumerate() {
        let column = columns.iter().find(|column| name == column.name || name == column.label);
        match column {
            None if name.is_empty() => {}
            None => {
                let zh = format!("没有此列；可用的列：{}", known.join("、"));
                problems.push(problem(name, Invalid, zh, "no such column"));
            }
            Some(column) if column.place(&sheet.header) != Some(place) => {
                let zh = "此列已有".to_owned();
                problems.push(problem(name, AlreadyExists, zh, "the column is there already"));
            }
            Some(_) => {}
        }
    }
    problems
}
