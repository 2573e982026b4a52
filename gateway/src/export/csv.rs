//! Writes CSV. Spec: RFC 4180, in UTF-8 with a byte order mark.

use super::{Cell, ExportError};

/// What a spreadsheet program may take for the beginning of a formula, and so run.
const FORMULA_STARTS: [char; 6] = ['=', '+', '-', '@', '\t', '\r'];

/// A table as CSV.
///
/// # Errors
/// [`ExportError::Unwritable`] if it cannot be written.
pub(super) fn write_csv(heads: &[String], rows: &[Vec<Cell>]) -> Result<Vec<u8>, ExportError> {
    let mut writer = ::csv::WriterBuilder::new()
        .terminator(::csv::Terminator::CRLF)
        .from_writer("\u{feff}".as_bytes().to_vec());
    let failed = |_| ExportError::Unwritable;
    writer.write_record(heads.iter().map(|head| guarded(head))).map_err(failed)?;
    for row in rows {
        writer.write_record(row.iter().map(text)).map_err(failed)?;
    }
    writer.into_inner().map_err(|_| ExportError::Unwritable)
}

fn text(cell: &Cell) -> String {
    match cell {
        Cell::Empty => String::new(),
        Cell::Text(text) => guarded(text),
        Cell::Number(number) => number.to_string(),
        Cell::Boolean(flag) => flag.to_string(),
    }
}

/// A text with an apostrophe before what would be a formula. Source: OWASP, "CSV Injection".
fn guarded(text: &str) -> String {
    if text.starts_with(FORMULA_STARTS) { format!("'{text}") } else { text.to_owned() }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn texts_are_quoted_and_formulas_guarded() {
        let heads = ["a".to_owned(), "姓名".to_owned()];
        let cell = |text: &str| Cell::Text(text.to_owned());
        let rows = [
            vec![Cell::Number((-3).into()), cell("=1+1")],
            vec![Cell::Empty, cell("a,\"b\"\nc")],
            vec![Cell::Boolean(true), cell("@x")],
        ];
        let written = write_csv(&heads, &rows).expect("it is written");
        let expected = "\u{feff}a,姓名\r\n-3,'=1+1\r\n,\"a,\"\"b\"\"\nc\"\r\ntrue,'@x\r\n";
        assert_eq!(String::from_utf8(written).expect("UTF-8"), expected);
    }
}
