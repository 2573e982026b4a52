//! What the families of records draw alike: people in office, special committees, days, numbers that
//! a document states for a year.

use jiff::ToSpan as _;
use jiff::civil::{Date, date};
use qianzhan_network::records::members::{Member, SeatStatus, SectorCode};
use rand::Rng as _;
use rand_chacha::ChaCha8Rng;

use super::calendar::LAST_DAY;
use super::plan::Plan;
use super::sectors::special_committee;
use super::targets::Counted;
use super::territory::{RegionLevel, RegionRow};

/// The years for which committees' work is made up.
pub(super) const YEARS: std::ops::RangeInclusive<i16> = 2022..=2024;

/// The members in office who sat on a day.
pub(super) fn in_office_on<'plan>(
    plan: &'plan Plan,
    region: &RegionRow,
    day: Date,
) -> Vec<&'plan Member> {
    let sat = |member: &&Member| member.status == SeatStatus::Active && member.since.civil() <= day;
    plan.members(region).iter().filter(sat).collect()
}

/// The special committees of a level, in order of their sectors.
pub(super) fn special_committees(level: RegionLevel) -> Vec<&'static str> {
    let mut found = Vec::new();
    for &sector in SectorCode::ALL {
        let committee = special_committee(level, sector);
        if !found.contains(&committee) {
            found.push(committee);
        }
    }
    found
}

/// The number that a document states of a region for one year.
pub(super) fn stated(plan: &Plan, region: &RegionRow, counted: Counted, year: i16) -> Option<u32> {
    let found = plan.targets.by_months(&region.code, counted);
    let of_year = |range: &std::ops::RangeInclusive<super::calendar::Month>| {
        range.start().year == year && range.end().year == year
    };
    found.into_iter().find(|(range, _)| of_year(range)).map(|(_, count)| count)
}

/// A day some days later, but none after the demonstration's last.
pub(super) fn later(day: Date, least: i64, most: i64, rng: &mut ChaCha8Rng) -> Option<Date> {
    let later = day.saturating_add(rng.random_range(least..=most).days());
    (later <= LAST_DAY).then_some(later)
}

/// A day of a year, up to the demonstration's last, in or after a month.
pub(super) fn day_from(year: i16, month: i8, rng: &mut ChaCha8Rng) -> Date {
    let first = date(year, month, 1);
    let last = date(year, 12, 31).min(LAST_DAY);
    let span_days = (last - first).get_days().max(0);
    first.saturating_add(i64::from(rng.random_range(0..=span_days)).days())
}

/// A word of people who are told by their surname alone.
pub(super) fn somebody(number: usize) -> String {
    const SURNAMES: [&str; 8] = ["张", "王", "李", "赵", "马", "杨", "刘", "陈"];
    format!("{}某", SURNAMES[number % SURNAMES.len()])
}
