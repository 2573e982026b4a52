//! The months of the demonstration and the days on which something may be held.

use std::ops::RangeInclusive;

use jiff::ToSpan as _;
use jiff::civil::{Date, Weekday, date};
use rand::Rng;

/// The last day of the demonstration: nothing is held, written or granted after it.
pub(super) const LAST_DAY: Date = date(2024, 11, 30);

/// A month, in order of time.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(super) struct Month {
    pub(super) year: i16,
    /// 1 to 12.
    pub(super) month: i8,
}

impl Month {
    pub(super) const fn new(year: i16, month: i8) -> Self {
        Self { year, month }
    }

    pub(super) fn of(day: Date) -> Self {
        Self::new(day.year(), day.month())
    }

    fn first_day(self) -> Date {
        date(self.year, self.month, 1)
    }

    fn next(self) -> Self {
        if self.month == 12 {
            Self::new(self.year + 1, 1)
        } else {
            Self::new(self.year, self.month + 1)
        }
    }

    /// The working days of the month, up to [`LAST_DAY`].
    pub(super) fn working_days(self) -> Vec<Date> {
        self.first_day()
            .series(1.day())
            .take_while(|&day| Self::of(day) == self && day <= LAST_DAY)
            .filter(|&day| is_working_day(day))
            .collect()
    }
}

/// Monday to Friday, but for the public holidays around New Year, the Spring Festival, Labour Day
/// and National Day.
fn is_working_day(day: Date) -> bool {
    const SPRING_FESTIVALS: [RangeInclusive<Date>; 6] = [
        date(2019, 2, 4)..=date(2019, 2, 10),
        date(2020, 1, 24)..=date(2020, 1, 30),
        date(2021, 2, 11)..=date(2021, 2, 17),
        date(2022, 1, 31)..=date(2022, 2, 6),
        date(2023, 1, 21)..=date(2023, 1, 27),
        date(2024, 2, 10)..=date(2024, 2, 17),
    ];
    let is_holiday = matches!((day.month(), day.day()), (1, 1) | (5, 1..=3) | (10, 1..=7))
        || SPRING_FESTIVALS.iter().any(|festival| festival.contains(&day));
    !is_holiday && !matches!(day.weekday(), Weekday::Saturday | Weekday::Sunday)
}

/// A random working day of a range that has one.
pub(super) fn draw_working_day(range: &RangeInclusive<Date>, rng: &mut impl Rng) -> Date {
    let span_days = (*range.end() - *range.start()).get_days();
    loop {
        let day = range.start().saturating_add(rng.random_range(0..=span_days.max(0)).days());
        if is_working_day(day) {
            return day;
        }
    }
}

/// Every month of a range, in order.
pub(super) fn months(range: &RangeInclusive<Month>) -> Vec<Month> {
    std::iter::successors(Some(*range.start()), |month| Some(month.next()))
        .take_while(|month| month <= range.end())
        .collect()
}

/// The months that the period of a reported figure covers, or `None` where it is written in a way
/// that no count of records can follow (`2023-05-12`, `before:2022`).
///
/// A state (`asof:2022`) covers everything up to the end of its year, since the demonstration
/// begins in 2021.
pub(super) fn figure_months(period: &str) -> Option<RangeInclusive<Month>> {
    let years = |first: i16, last: i16| Month::new(first, 1)..=Month::new(last, 12);
    if let Some(year) = period.strip_prefix("asof:") {
        return Some(years(2021, year.parse().ok()?));
    }
    if let Some((first, last)) = period.split_once('/') {
        return Some(years(first.parse().ok()?, last.parse().ok()?));
    }
    let Some((year, part)) = period.split_once('-') else {
        let year = period.parse().ok()?;
        return Some(years(year, year));
    };
    let year = year.parse().ok()?;
    let (first, last) = match part {
        "H1" => (1, 6),
        "H2" => (7, 12),
        "Q1" => (1, 3),
        "Q2" => (4, 6),
        "Q3" => (7, 9),
        "Q4" => (10, 12),
        month => {
            let month = month.parse().ok().filter(|month| (1..=12).contains(month))?;
            (month, month)
        }
    };
    Some(Month::new(year, first)..=Month::new(year, last))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn periods_cover_their_months() {
        for (period, expected) in [
            ("2023", Some(Month::new(2023, 1)..=Month::new(2023, 12))),
            ("2023-Q1", Some(Month::new(2023, 1)..=Month::new(2023, 3))),
            ("2023-H1", Some(Month::new(2023, 1)..=Month::new(2023, 6))),
            ("2023-05", Some(Month::new(2023, 5)..=Month::new(2023, 5))),
            ("2022/2024", Some(Month::new(2022, 1)..=Month::new(2024, 12))),
            ("asof:2022", Some(Month::new(2021, 1)..=Month::new(2022, 12))),
            ("before:2022", None),
            ("2023-13", None),
            ("2023-12-15", None),
        ] {
            assert_eq!(figure_months(period), expected, "{period}");
        }
    }

    #[test]
    fn working_days_leave_out_week_ends_holidays_and_the_time_to_come() {
        let october = Month::new(2024, 10).working_days();
        assert_eq!(october.first(), Some(&date(2024, 10, 8)));
        let november = Month::new(2024, 11).working_days();
        assert_eq!(november.len(), 21);
        assert_eq!(november.last(), Some(&date(2024, 11, 29)), "the 30th is a Saturday");
        assert!(Month::new(2024, 12).working_days().is_empty());
    }

    #[test]
    fn months_run_over_the_turn_of_the_year() {
        let range = Month::new(2022, 11)..=Month::new(2023, 2);
        assert_eq!(months(&range).len(), 4);
        assert_eq!(months(&range)[2], Month::new(2023, 1));
    }
}
