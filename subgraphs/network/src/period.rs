//! Periods as people write them, and the days they span: `2024`, `2024-H1`, `2024-Q1`, `2024-03`,
//! `2024-03-05`, `2022/2024` (years, both included).

use std::str::FromStr;

use crate::date::Date;

/// The days from `first` to `last`, both included.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct Period {
    /// First day.
    pub first: Date,
    /// Last day.
    pub last: Date,
}

/// A text that is no period.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error(
    "期间格式不对：`{text}`，应如 2024、2024-H1、2024-Q1、2024-03、2024-03-05 或 2022/2024 / malformed period `{text}`: expected such as 2024, 2024-H1, 2024-Q1, 2024-03, 2024-03-05 or 2022/2024"
)]
pub struct PeriodError {
    /// What was found.
    pub text: String,
}

impl FromStr for Period {
    type Err = PeriodError;

    fn from_str(text: &str) -> Result<Self, PeriodError> {
        parse(text).ok_or_else(|| PeriodError { text: text.chars().take(32).collect() })
    }
}

fn parse(text: &str) -> Option<Period> {
    if let Some((first, last)) = text.split_once('/') {
        let (first, last) = (parse_year(first)?, parse_year(last)?);
        return (first <= last).then(|| months(first, 1, last, 12))?;
    }
    let Some((year, part)) = text.split_once('-') else {
        let year = parse_year(text)?;
        return months(year, 1, year, 12);
    };
    let year = parse_year(year)?;
    match part.as_bytes() {
        [b'H', half @ b'1'..=b'2'] => {
            let first = 1 + 6 * (half - b'1') as i8;
            months(year, first, year, first + 5)
        }
        [b'Q', quarter @ b'1'..=b'4'] => {
            let first = 1 + 3 * (quarter - b'1') as i8;
            months(year, first, year, first + 2)
        }
        [tens, ones] if tens.is_ascii_digit() && ones.is_ascii_digit() => {
            let month = part.parse().ok()?;
            months(year, month, year, month)
        }
        _ => {
            let day = text.parse().ok()?;
            Some(Period { first: day, last: day })
        }
    }
}

fn parse_year(text: &str) -> Option<i16> {
    (text.len() == 4 && text.bytes().all(|byte| byte.is_ascii_digit()))
        .then(|| text.parse().ok())
        .flatten()
}

/// From the first day of one month to the last day of another.
fn months(first_year: i16, first_month: i8, last_year: i16, last_month: i8) -> Option<Period> {
    let first = Date::new(first_year, first_month, 1)?;
    let last = Date::new(last_year, last_month, 1)?.civil().last_of_month().into();
    Some(Period { first, last })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn periods_span_whole_days() {
        for (text, first, last) in [
            ("2024", "2024-01-01", "2024-12-31"),
            ("2024-H1", "2024-01-01", "2024-06-30"),
            ("2024-H2", "2024-07-01", "2024-12-31"),
            ("2024-Q1", "2024-01-01", "2024-03-31"),
            ("2024-Q4", "2024-10-01", "2024-12-31"),
            ("2024-02", "2024-02-01", "2024-02-29"),
            ("2024-03-05", "2024-03-05", "2024-03-05"),
            ("2022/2024", "2022-01-01", "2024-12-31"),
        ] {
            let period: Period = text.parse().expect(text);
            assert_eq!(
                (period.first.to_string(), period.last.to_string()),
                (first.into(), last.into())
            );
        }
    }

    #[test]
    fn other_shapes_are_refused() {
        for text in [
            "",
            "24",
            "2024-",
            "2024-Q5",
            "2024-H0",
            "2024-13",
            "2024-00",
            "2024-02-30",
            "2024/2022",
            "2024/",
            "asof:2022",
            "2024-q1",
            "+024",
            "2024-1",
        ] {
            assert!(text.parse::<Period>().is_err(), "{text}");
        }
    }
}
