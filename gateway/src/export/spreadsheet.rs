//! Writes an Office Open XML workbook. Texts are written as texts, so none of them is a formula.

use rust_xlsxwriter::{Format, Workbook, XlsxError};

use super::{Cell, ExportError};

/// Longest text of a cell in that format, in characters.
const MAX_CHARACTERS: usize = 32_767;

/// A table as a workbook of one sheet, its heads in bold and kept in view.
///
/// # Errors
/// [`ExportError::Unwritable`] if it cannot be written.
pub(super) fn write_xlsx(heads: &[String], rows: &[Vec<Cell>]) -> Result<Vec<u8>, ExportError> {
    write(heads, rows).map_err(|error| {
        tracing::error!(%error, "a workbook could not be written");
        ExportError::Unwritable
    })
}

fn write(heads: &[String], rows: &[Vec<Cell>]) -> Result<Vec<u8>, XlsxError> {
    let mut book = Workbook::new();
    let sheet = book.add_worksheet();
    let bold = Format::new().set_bold();
    for (column, head) in (0..).zip(heads) {
        sheet.write_string_with_format(0, column, head, &bold)?;
    }
    sheet.set_freeze_panes(1, 0)?;
    for (line, row) in (1..).zip(rows) {
        for (column, cell) in (0..).zip(row) {
            match cell {
                Cell::Empty => {}
                Cell::Text(text) => {
                    let text: String = text.chars().take(MAX_CHARACTERS).collect();
                    sheet.write_string(line, column, text)?;
                }
                Cell::Number(number) => {
                    sheet.write_number(line, column, number.as_f64().unwrap_or_default())?;
                }
                Cell::Boolean(flag) => {
                    sheet.write_boolean(line, column, *flag)?;
                }
            }
        }
    }
    book.save_to_buffer()
}
