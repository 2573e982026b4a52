//! The periods by which duty is measured: a year, or a quarter.

use std::str::FromStr;

use qianzhan_network::{Period, PeriodError, text_enum};

text_enum! {
    /// Whether something is by year or by quarter.
    DutyPeriodKind {
        /// 年
        Year = "YEAR",
        /// 季度
        Quarter = "QUARTER",
    }
}

/// A year or a quarter.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct DutyPeriod {
    /// As it is written: `2024` or `2024-Q3`.
    pub text: String,
    /// The year, or that of the quarter.
    pub year: i64,
    /// Which of the two it is.
    pub kind: DutyPeriodKind,
    /// Its days.
    pub span: Period,
}

impl DutyPeriod {
    /// The periods whose norms it holds: itself, and the quarters of a year.
    pub(crate) fn parts(&self) -> Vec<Self> {
        let mut parts = vec![self.clone()];
        if self.kind == DutyPeriodKind::Year {
            let quarters = (1..=4).map(|quarter| format!("{}-Q{quarter}", self.text));
            parts.extend(quarters.filter_map(|text| text.parse().ok()));
        }
        parts
    }
}

impl FromStr for DutyPeriod {
    type Err = PeriodError;

    fn from_str(text: &str) -> Result<Self, PeriodError> {
        let malformed = || PeriodError { text: text.chars().take(32).collect() };
        let kind = match text.len() {
            4 => DutyPeriodKind::Year,
            7 if text.as_bytes()[5] == b'Q' => DutyPeriodKind::Quarter,
            _ => return Err(malformed()),
        };
        let span: Period = text.parse()?;
        let year = text.get(..4).and_then(|year| year.parse().ok()).ok_or_else(malformed)?;
        Ok(Self { text: text.to_owned(), year, kind, span })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_years_and_quarters_are_periods_of_duty() {
        for (text, parts) in [("2024", 5), ("2024-Q3", 1)] {
            let period: DutyPeriod = text.parse().expect("a period of duty");
            assert_eq!((period.text.as_str(), period.year), (text, 2024));
            assert_eq!(period.parts().len(), parts, "{text}");
        }
        for text in ["", "2024-03", "2024-H1", "2024-Q5", "2023/2024", "今年", "20二四-Q1"] {
            assert!(text.parse::<DutyPeriod>().is_err(), "{text}");
        }
    }
}
