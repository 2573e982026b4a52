//! A calendar date, `YYYY-MM-DD`: a column, a scalar of the contract, and an order that is time's.

use std::{fmt, str::FromStr};

use jiff::{Timestamp, civil, tz};
use serde::{Deserialize, Deserializer};

use crate::text_column::impl_text_column;

/// A date, written `YYYY-MM-DD`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Date(civil::Date);

impl Date {
    /// The date of a year, month and day; `None` where the calendar has no such day.
    #[must_use]
    pub fn new(year: i16, month: i8, day: i8) -> Option<Self> {
        civil::Date::new(year, month, day).ok().map(Self)
    }

    /// Today in Beijing time.
    #[must_use]
    pub fn today() -> Self {
        Self(Timestamp::now().to_zoned(tz::TimeZone::fixed(tz::offset(8))).date())
    }

    /// The calendar date.
    #[must_use]
    pub const fn civil(self) -> civil::Date {
        self.0
    }

    pub(crate) fn as_text(&self) -> String {
        self.to_string()
    }
}

impl From<civil::Date> for Date {
    fn from(date: civil::Date) -> Self {
        Self(date)
    }
}

impl fmt::Display for Date {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        let date = self.0;
        write!(formatter, "{:04}-{:02}-{:02}", date.year(), date.month(), date.day())
    }
}

/// A text that is no date.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("`{text}` is not a date YYYY-MM-DD")]
pub struct DateError {
    /// What was found.
    pub text: String,
}

impl FromStr for Date {
    type Err = DateError;

    fn from_str(text: &str) -> Result<Self, DateError> {
        let bytes = text.as_bytes();
        let has_shape = bytes.len() == 10
            && bytes.iter().enumerate().all(|(at, byte)| match at {
                4 | 7 => *byte == b'-',
                _ => byte.is_ascii_digit(),
            });
        let date = || {
            let year = text[..4].parse().ok()?;
            Self::new(year, text[5..7].parse().ok()?, text[8..].parse().ok()?)
        };
        has_shape.then(date).flatten().ok_or_else(|| DateError { text: text.to_owned() })
    }
}

impl_text_column!(Date);

impl<'de> Deserialize<'de> for Date {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        String::deserialize(deserializer)?.parse().map_err(serde::de::Error::custom)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_days_of_the_calendar_parse() {
        for (text, is_date) in [
            ("2024-02-29", true),
            ("2023-02-29", false),
            ("2024-2-29", false),
            ("2024-02-29T00:00", false),
            ("2024/02/29", false),
            ("+024-02-29", false),
            ("二〇二四", false),
            ("", false),
        ] {
            assert_eq!(text.parse::<Date>().is_ok(), is_date, "{text}");
        }
    }

    #[test]
    fn text_round_trips() {
        let date = Date::new(2024, 3, 5).expect("a day of the calendar");
        assert_eq!(date.to_string(), "2024-03-05");
        assert_eq!(date.to_string().parse(), Ok(date));
    }
}
