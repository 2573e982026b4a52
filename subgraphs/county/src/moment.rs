//! A moment to the second, where a day is too coarse: 21 hours are told from 30.

use std::{fmt, str::FromStr};

use jiff::{Timestamp, tz};
use qianzhan_network::{Date, contract::Output, impl_text_column};

/// A moment, written in UTC as `YYYY-MM-DDTHH:MM:SSZ`, so that texts order as time does.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Moment(Timestamp);

impl Moment {
    /// This moment.
    #[must_use]
    pub fn now() -> Self {
        Self::from(Timestamp::now())
    }

    /// The day that it lies in, in Beijing.
    #[must_use]
    pub fn day(self) -> Date {
        self.0.to_zoned(tz::TimeZone::fixed(tz::offset(8))).date().into()
    }

    /// Whole minutes from `earlier` to this one.
    #[must_use]
    pub fn minutes_since(self, earlier: Self) -> i64 {
        (self.0.as_second() - earlier.0.as_second()).div_euclid(60)
    }

    fn as_text(self) -> String {
        self.to_string()
    }
}

/// To the second: what is finer is cut off.
impl From<Timestamp> for Moment {
    fn from(moment: Timestamp) -> Self {
        let seconds = Timestamp::from_second(moment.as_second());
        Self(seconds.expect("a second of a timestamp is one itself"))
    }
}

impl fmt::Display for Moment {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(formatter, "{:.0}", self.0)
    }
}

/// A text that is no moment.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct MomentError(String);

impl fmt::Display for MomentError {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(formatter, "`{}` is no moment as RFC 3339 writes it", self.0)
    }
}

impl std::error::Error for MomentError {}

impl FromStr for Moment {
    type Err = MomentError;

    fn from_str(text: &str) -> Result<Self, MomentError> {
        let moment = text.parse::<Timestamp>().map(Self::from);
        let moment = moment.ok().filter(|it| (0..=9999).contains(&it.day().civil().year()));
        moment.ok_or_else(|| MomentError(text.chars().take(40).collect()))
    }
}

impl_text_column!(Moment);

impl Output for Moment {
    fn into_field(self) -> Option<async_graphql::dynamic::FieldValue<'static>> {
        self.to_string().into_field()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn moment(text: &str) -> Moment {
        text.parse().expect(text)
    }

    #[test]
    fn a_moment_is_kept_in_utc_and_lies_in_a_day_of_beijing() {
        let late = moment("2024-05-01T23:30:15.9+08:00");
        assert_eq!(late.to_string(), "2024-05-01T15:30:15Z");
        assert_eq!(late.to_string().parse(), Ok(late));
        assert_eq!(moment("2024-05-01T16:00:00Z").day().to_string(), "2024-05-02");
        assert_eq!(moment("2024-05-02T20:30:15+08:00").minutes_since(late), 21 * 60);
    }

    #[test]
    fn other_texts_are_refused() {
        for text in ["", "2024-05-01", "2024-05-01T23:30:15", "昨天", "2024-02-30T00:00:00Z"] {
            assert!(text.parse::<Moment>().is_err(), "{text}");
        }
    }
}
