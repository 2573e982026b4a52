//! Reads the cells of one row as values, and notes what cannot be read.

use std::{collections::HashMap, str::FromStr};

use qianzhan_network::{Date, contract::EnumLabels, writes::UserErrorCode};

use super::{RowProblem, column::Column, sheet::SheetRow};

/// Longest text of a cell.
const MAX_CHARACTERS: usize = 2_000;

/// The cells of one row, by column.
pub(super) struct Cells<'s> {
    row: &'s SheetRow,
    header: &'s [String],
    labels: &'s EnumLabels,
    pub(super) problems: Vec<RowProblem>,
}

impl<'s> Cells<'s> {
    pub(super) fn new(row: &'s SheetRow, header: &'s [String], labels: &'s EnumLabels) -> Self {
        Self { row, header, labels, problems: Vec::new() }
    }

    /// Notes a problem of a column.
    pub(super) fn refuse(&mut self, column: Column, code: UserErrorCode, zh: &str, en: &str) {
        let name = column.place(self.header).map_or(column.label, |at| &self.header[at]);
        self.problems.push(RowProblem {
            row: self.row.number,
            column: name.to_owned(),
            code,
            message_zh: zh.to_owned(),
            message_en: en.to_owned(),
        });
    }

    /// The text of a cell; `None` where it is blank or the file has no such column.
    pub(super) fn optional(&mut self, column: Column) -> Option<String> {
        self.optional_of(column, MAX_CHARACTERS)
    }

    /// [`Self::optional`], of so many characters at most.
    pub(super) fn optional_of(&mut self, column: Column, most: usize) -> Option<String> {
        let text = self.row.cells[column.place(self.header)?].trim();
        if text.chars().count() > most {
            let zh = format!("至多 {most} 字");
            let en = format!("at most {most} characters");
            self.refuse(column, UserErrorCode::TooLong, &zh, &en);
        }
        // An export guards texts that a spreadsheet would take for formulas.
        let text = match text.strip_prefix('\'') {
            Some(rest) if rest.starts_with(['=', '+', '-', '@']) => rest,
            _ => text,
        };
        (!text.is_empty()).then(|| text.to_owned())
    }

    /// The text of a cell that may not be blank.
    pub(super) fn text(&mut self, column: Column) -> String {
        self.text_of(column, MAX_CHARACTERS)
    }

    /// [`Self::text`], of so many characters at most.
    pub(super) fn text_of(&mut self, column: Column, most: usize) -> String {
        let text = self.optional_of(column, most);
        if text.is_none() {
            self.required(column);
        }
        text.unwrap_or_default()
    }

    /// Notes that a cell is blank which may not be.
    pub(super) fn required(&mut self, column: Column) {
        self.refuse(column, UserErrorCode::Required, "缺少", "missing or blank");
    }

    /// A cell that is read by its type; `None` where it is blank, or is noted as a problem.
    pub(super) fn parsed<T: FromStr>(&mut self, column: Column) -> Option<T> {
        let text = self.optional(column)?;
        let parsed = text.parse().ok();
        if parsed.is_none() {
            self.invalid(column, &text);
        }
        parsed
    }

    /// A cell of an enumeration: its value, or what the contract calls it in Chinese.
    pub(super) fn choice<T: FromStr>(&mut self, column: Column, type_name: &str) -> Option<T> {
        let text = self.optional(column)?;
        let value = self.labels.value(type_name, &text).unwrap_or(&text);
        let parsed = value.parse().ok();
        if parsed.is_none() {
            self.invalid(column, &text);
        }
        parsed
    }

    /// An enumeration that may not be left out.
    pub(super) fn required_choice<T: FromStr>(
        &mut self,
        column: Column,
        type_name: &str,
    ) -> Option<T> {
        if self.optional(column).is_none() {
            self.required(column);
        }
        self.choice(column, type_name)
    }

    /// A day: `2024-01-05`, `2024/1/5`, `2024.1.5`, `2024年1月5日` or `20240105`.
    pub(super) fn date(&mut self, column: Column) -> Option<Date> {
        let text = self.optional(column)?;
        let date = read_date(&text);
        if date.is_none() {
            self.invalid(column, &text);
        }
        date
    }

    /// A day that may not be left out, nor be still to come.
    pub(super) fn required_past_date(&mut self, column: Column) -> Option<Date> {
        if self.optional(column).is_none() {
            self.required(column);
        }
        self.past_date(column)
    }

    /// A day that is not still to come.
    pub(super) fn past_date(&mut self, column: Column) -> Option<Date> {
        let date = self.date(column)?;
        if date > Date::today() {
            self.refuse(column, UserErrorCode::Invalid, "日期未到", "the day has not come");
            return None;
        }
        Some(date)
    }

    /// Yes or no; no where the cell is blank.
    pub(super) fn flag(&mut self, column: Column) -> bool {
        let Some(text) = self.optional(column) else { return false };
        match text.to_lowercase().as_str() {
            "是" | "有" | "√" | "true" | "yes" | "1" => true,
            "否" | "无" | "×" | "false" | "no" | "0" => false,
            _ => {
                self.invalid(column, &text);
                false
            }
        }
    }

    /// A count; 0 where the cell is blank.
    pub(super) fn count(&mut self, column: Column) -> u32 {
        self.parsed(column).unwrap_or_default()
    }

    fn invalid(&mut self, column: Column, text: &str) {
        let zh = format!("“{text}”无效");
        let en = format!("`{text}` is not valid");
        self.refuse(column, UserErrorCode::Invalid, &zh, &en);
    }

    /// Every cell that the file has, by column: what tells one row from another.
    pub(super) fn all(&self) -> HashMap<&str, &str> {
        let cells = self.row.cells.iter().map(|cell| cell.trim());
        self.header.iter().map(String::as_str).zip(cells).collect()
    }

    pub(super) fn number(&self) -> usize {
        self.row.number
    }
}

fn read_date(text: &str) -> Option<Date> {
    if let Ok(date) = text.parse() {
        return Some(date);
    }
    let text = text.split(' ').next().unwrap_or_default().trim_end_matches('日');
    if text.len() == 8 && text.bytes().all(|it| it.is_ascii_digit()) {
        return Date::new(
            text[..4].parse().ok()?,
            text[4..6].parse().ok()?,
            text[6..].parse().ok()?,
        );
    }
    let mut parts = text.split(['-', '/', '.', '年', '月']);
    let (year, month, day) = (parts.next()?, parts.next()?, parts.next()?);
    if parts.next().is_some() || year.len() != 4 {
        return None;
    }
    Date::new(year.parse().ok()?, month.parse().ok()?, day.parse().ok()?)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn days_come_in_several_spellings() {
        for text in [
            "2024-01-05",
            "2024/1/5",
            "2024.01.05",
            "2024年1月5日",
            "20240105",
            "2024-01-05 00:00:00",
        ] {
            assert_eq!(read_date(text), Date::new(2024, 1, 5), "{text}");
        }
        for text in ["2024-13-05", "5/1/2024", "2024-1", "明天", "2024013", "24/1/5"] {
            assert_eq!(read_date(text), None, "{text}");
        }
    }
}
