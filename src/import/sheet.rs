//! Reads a table: a CSV file in UTF-8 or GB18030, or a sheet of a spreadsheet.

use std::path::Path;

use calamine::{Data, Reader as _};
use encoding_rs::GB18030;

/// Most rows of one file: an import is one transaction.
const MAX_ROWS: usize = 200_000;

/// A header and rows.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Sheet {
    /// Names of the columns, without the space around them.
    pub header: Vec<String>,
    /// Rows that are not blank.
    pub rows: Vec<SheetRow>,
}

/// One row.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SheetRow {
    /// As a spreadsheet numbers it: the header is row 1.
    pub number: usize,
    /// As many as the header has; blank where the row is short.
    pub cells: Vec<String>,
}

/// A file that is no table.
#[derive(Debug, thiserror::Error)]
pub enum SheetError {
    /// It cannot be read.
    #[error("{0}")]
    Unreadable(#[from] std::io::Error),
    /// It is no CSV.
    #[error("不是 CSV 表格 / not a CSV table: {0}")]
    Csv(#[from] csv::Error),
    /// It is no spreadsheet.
    #[error("不是电子表格 / not a spreadsheet: {0}")]
    Spreadsheet(#[from] calamine::Error),
    /// The name ends in neither.
    #[error("文件名应以 .csv 或 .xlsx 结尾 / the file's name ends in .csv or .xlsx")]
    UnknownFormat,
    /// The spreadsheet has no sheet, or none of that name.
    #[error("没有此工作表 / no such sheet: {name}")]
    NoSheet {
        /// The name.
        name: String,
    },
    /// There is no header.
    #[error("表格是空的 / the table is empty")]
    Empty,
    /// There are too many rows.
    #[error("至多 {MAX_ROWS} 行 / at most {MAX_ROWS} rows")]
    TooLong,
    /// It is neither UTF-8 nor GB18030.
    #[error("编码应为 UTF-8 或 GB18030 / the encoding is neither UTF-8 nor GB18030")]
    Encoding,
}

impl SheetError {
    /// The stable code of the error.
    #[must_use]
    pub fn code(&self) -> &'static str {
        match self {
            Self::Unreadable(_) => "FILE_UNREADABLE",
            Self::UnknownFormat => "IMPORT_FORMAT_UNKNOWN",
            Self::Csv(_) | Self::Spreadsheet(_) | Self::Encoding => "IMPORT_FILE_INVALID",
            Self::NoSheet { .. } => "IMPORT_SHEET_MISSING",
            Self::Empty => "IMPORT_FILE_EMPTY",
            Self::TooLong => "IMPORT_FILE_TOO_LONG",
        }
    }
}

impl Sheet {
    /// Reads a file, by the end of its name. `sheet` names one of a spreadsheet's, else its first.
    ///
    /// # Errors
    /// [`SheetError`] if it is no table.
    pub fn read(path: &Path, sheet: Option<&str>) -> Result<Self, SheetError> {
        let end = path.extension().unwrap_or_default().to_string_lossy().to_lowercase();
        match end.as_str() {
            "csv" => Self::from_csv(&std::fs::read(path)?),
            "xlsx" | "xls" | "ods" => Self::from_spreadsheet(path, sheet),
            _ => Err(SheetError::UnknownFormat),
        }
    }

    /// Reads CSV. Spreadsheet programs in China write GB18030 where they do not write UTF-8.
    ///
    /// # Errors
    /// [`SheetError`] if it is no table.
    pub fn from_csv(bytes: &[u8]) -> Result<Self, SheetError> {
        let text = match std::str::from_utf8(bytes) {
            Ok(text) => text.trim_start_matches('\u{feff}').into(),
            Err(_) => GB18030
                .decode_without_bom_handling_and_without_replacement(bytes)
                .ok_or(SheetError::Encoding)?,
        };
        // With one line break after each line, the last too, the reader counts them all alike.
        let text = format!("{}\n", text.replace("\r\n", "\n").trim_end_matches('\n'));
        let mut reader = csv::ReaderBuilder::new()
            .has_headers(false)
            .flexible(true)
            .from_reader(text.as_bytes());
        let mut lines = Vec::new();
        // Lines of the file beyond one for each row: fields may have line breaks in them.
        let mut extra_lines = 0;
        let mut record = csv::StringRecord::new();
        while reader.read_record(&mut record)? {
            let cells: Vec<String> = record.iter().map(str::to_owned).collect();
            extra_lines += cells.iter().map(|cell| cell.matches('\n').count()).sum::<usize>();
            // The reader leaves blank lines out, but counts them.
            let last_line = reader.position().line() as usize - 1;
            lines.push(SheetRow { number: last_line - extra_lines, cells });
            if lines.len() > MAX_ROWS + 1 {
                return Err(SheetError::TooLong);
            }
        }
        Self::of_lines(lines)
    }

    fn from_spreadsheet(path: &Path, sheet: Option<&str>) -> Result<Self, SheetError> {
        let mut book = calamine::open_workbook_auto(path)?;
        let names = book.sheet_names();
        let name = match sheet {
            Some(name) => name.to_owned(),
            None => names.first().cloned().unwrap_or_default(),
        };
        if !names.contains(&name) {
            return Err(SheetError::NoSheet { name });
        }
        let range = book.worksheet_range(&name)?;
        let first_row = range.start().map_or(0, |(row, _)| row as usize);
        let row = |(index, row): (usize, &[Data])| SheetRow {
            number: first_row + index + 1,
            cells: row.iter().map(cell_text).collect(),
        };
        let lines: Vec<_> = range.rows().enumerate().map(row).collect();
        if lines.len() > MAX_ROWS + 1 {
            return Err(SheetError::TooLong);
        }
        Self::of_lines(lines)
    }

    fn of_lines(lines: Vec<SheetRow>) -> Result<Self, SheetError> {
        let is_blank = |row: &SheetRow| row.cells.iter().all(|cell| cell.trim().is_empty());
        let mut rows = lines.into_iter().filter(|row| !is_blank(row));
        let header = rows.next().ok_or(SheetError::Empty)?;
        let header: Vec<String> = header.cells.iter().map(|it| it.trim().to_owned()).collect();
        let width = header.len();
        let rows = rows.map(|mut row| {
            row.cells.resize(width.max(row.cells.len()), String::new());
            row
        });
        Ok(Self { rows: rows.collect(), header })
    }
}

fn cell_text(cell: &Data) -> String {
    match cell {
        Data::Empty => String::new(),
        // A whole number is shown without a fraction.
        Data::Float(number) if number.fract() == 0.0 && number.abs() < 1e15 => {
            format!("{number:.0}")
        }
        // The day alone; `2024-01-05 00:00:00` in the library's spelling.
        Data::DateTime(moment) => match moment.as_datetime() {
            Some(moment) => moment.date().to_string(),
            None => moment.to_string(),
        },
        other => other.to_string(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_csv_may_come_from_a_chinese_spreadsheet() {
        let text = "姓名,界别\r\n\r\n张三 ,\"农业,农村\"\r\n李四\r\n";
        let (gb, _, _) = GB18030.encode(text);
        let with_mark = format!("\u{feff}{text}");
        for bytes in [text.as_bytes(), with_mark.as_bytes(), &gb] {
            let sheet = Sheet::from_csv(bytes).expect("a table");
            assert_eq!(sheet.header, ["姓名", "界别"]);
            let rows: Vec<_> = sheet.rows.iter().map(|row| (row.number, &row.cells[..])).collect();
            let expected = [["张三 ", "农业,农村"], ["李四", ""]].map(|row| row.map(str::to_owned));
            assert_eq!(rows, [(3, &expected[0][..]), (4, &expected[1][..])]);
        }
    }

    #[test]
    fn rows_are_numbered_as_a_spreadsheet_does() {
        let sheet = Sheet::from_csv(b"a,b\n1,\"x\ny\"\n\n2,z\n").expect("a table");
        let numbers: Vec<_> = sheet.rows.iter().map(|row| row.number).collect();
        assert_eq!(numbers, [2, 4]);
    }

    #[test]
    fn what_is_no_table_is_refused() {
        assert_eq!(Sheet::from_csv(b"\n\n").map_err(|it| it.code()), Err("IMPORT_FILE_EMPTY"));
        assert_eq!(
            Sheet::from_csv(b"\xff\xff\xff").map_err(|it| it.code()),
            Err("IMPORT_FILE_INVALID")
        );
        let unknown = Sheet::read(Path::new("members.doc"), None);
        assert_eq!(unknown.map_err(|it| it.code()), Err("IMPORT_FORMAT_UNKNOWN"));
    }
}
