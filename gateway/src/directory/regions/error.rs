//! What can be wrong with a region code, and with a table of regions.

use super::code::RegionCode;

/// A code that names no region. A client error: the text may be shown.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum RegionError {
    /// The text is not a region code at all.
    #[error(
        "区划代码“{text}”无效：应为 6 位；乡镇 9 位、村 12 位，且末三位不为 000 / \
         `{text}` is not a region code: 6 digits, 9 for a township, 12 for a village, \
         the longer ones not ending in 000"
    )]
    CodeInvalid {
        /// The text, cut short where it is long.
        text: String,
    },
    /// The code is well formed, but nothing in the table is it or holds it.
    #[error("没有区划代码为 {code} 的地区 / no region has the code {code}")]
    Unknown {
        /// The code that was asked for.
        code: RegionCode,
    },
}

impl RegionError {
    /// The stable error code.
    #[must_use]
    pub fn code(&self) -> &'static str {
        match self {
            Self::CodeInvalid { .. } => "REGION_CODE_INVALID",
            Self::Unknown { .. } => "REGION_UNKNOWN",
        }
    }
}

/// Where a row stands: which of the texts given to the parser, and which line of it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct RowPlace {
    /// Place of the text in the list of texts, from 1.
    pub file_no: usize,
    /// Line in that text, from 1.
    pub line_no: u64,
}

impl std::fmt::Display for RowPlace {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(
            f,
            "第 {file} 个文件第 {line} 行 / file {file} line {line}",
            file = self.file_no,
            line = self.line_no
        )
    }
}

/// A table of regions that was refused, with every reason.
#[derive(Debug, thiserror::Error)]
#[error("{}", lines_of(.problems))]
pub struct RegionTableError {
    /// At least one; in the order in which they were found.
    pub problems: Vec<RegionTableProblem>,
}

fn lines_of(problems: &[RegionTableProblem]) -> String {
    let lines: Vec<String> =
        problems.iter().map(|problem| format!("{}: {problem}", problem.code())).collect();
    lines.join("\n")
}

/// One reason to refuse a table of regions.
#[derive(Debug, thiserror::Error)]
pub enum RegionTableProblem {
    /// A needed column is not there.
    #[error("第 {file_no} 个文件缺少列 {column} / file {file_no} lacks the column {column}")]
    ColumnMissing {
        /// Place of the text in the list of texts, from 1.
        file_no: usize,
        /// The column.
        column: &'static str,
    },
    /// The text is not readable as CSV.
    #[error("第 {file_no} 个文件不是有效的 CSV / file {file_no} is not valid CSV: {source}")]
    Csv {
        /// Place of the text in the list of texts, from 1.
        file_no: usize,
        /// What the reader says.
        source: csv::Error,
    },
    /// A value that must be there is empty.
    #[error("{place}：{column} 为空 / {column} is empty")]
    ValueMissing {
        /// Where.
        place: RowPlace,
        /// The column.
        column: &'static str,
    },
    /// A code in the row is no region code.
    #[error("{place}：{source}")]
    Code {
        /// Where.
        place: RowPlace,
        /// What is wrong with the code.
        source: RegionError,
    },
    /// Two rows list one code.
    #[error("{place}：{code} 已在 {first} 列出 / {code} is already listed")]
    Duplicate {
        /// Where the second row stands.
        place: RowPlace,
        /// Where the first row stands.
        first: RowPlace,
        /// The code.
        code: RegionCode,
    },
    /// The row's parent is not the nearest listed region around it.
    #[error(
        "{place}：{code} 的上级应为 {} / the parent of {code} should be {}",
        expected.map_or_else(|| "空".to_owned(), |code| code.to_string()),
        expected.map_or_else(|| "empty".to_owned(), |code| code.to_string())
    )]
    ParentWrong {
        /// Where.
        place: RowPlace,
        /// The region.
        code: RegionCode,
        /// The longest listed prefix of its code.
        expected: Option<RegionCode>,
    },
    /// No row at all.
    #[error("没有任何地区 / no region is listed")]
    Empty,
}

impl RegionTableProblem {
    /// The stable error code.
    #[must_use]
    pub fn code(&self) -> &'static str {
        match self {
            Self::ColumnMissing { .. } => "REGION_TABLE_COLUMN_MISSING",
            Self::Csv { .. } => "REGION_TABLE_CSV_INVALID",
            Self::ValueMissing { .. } => "REGION_TABLE_VALUE_MISSING",
            Self::Code { source, .. } => source.code(),
            Self::Duplicate { .. } => "REGION_TABLE_DUPLICATE",
            Self::ParentWrong { .. } => "REGION_TABLE_PARENT_WRONG",
            Self::Empty => "REGION_TABLE_EMPTY",
        }
    }
}
