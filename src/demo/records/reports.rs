//! The opinion reports that a site writes.

use std::ops::RangeInclusive;

use jiff::ToSpan as _;
use jiff::civil::{Date, date};
use qianzhan_network::Level;
use qianzhan_network::records::members::Member;
use qianzhan_network::records::opinion_reports::{OpinionReport, OpinionReportStatus};
use rand::Rng as _;
use rand::seq::IndexedRandom as _;
use rand_chacha::ChaCha8Rng;

use super::calendar::{LAST_DAY, Month};
use super::events::EventDraft;
use super::members::level;
use super::plan::Plan;
use super::schedule::MonthTotals;
use super::seed::{committee_id, record_id, stream};
use super::targets::{Counted, SOCIAL_LEGAL};
use super::territory::{RegionLevel, RegionRow};
use super::wording::{Matter, general_matter, local_matter};

/// What a special committee wrote within a year was also submitted and judged within it, so its
/// reports are written by this day.
const LAST_DAY_OF_STATED_REPORTS: (i8, i8) = (10, 31);

/// The opinion reports of a site, in order of the day on which they were written.
pub(super) fn generate_reports(
    plan: &Plan,
    region: &RegionRow,
    schedule: &[MonthTotals],
    authors: &[&Member],
    events: &[EventDraft],
) -> Vec<OpinionReport> {
    let mut rng = stream(&region.code, "reports");
    let mut days: Vec<Date> = Vec::new();
    for totals in schedule {
        let working_days = totals.month.working_days();
        days.extend(
            (0..totals.opinion_reports).filter_map(|_| working_days.choose(&mut rng).copied()),
        );
    }
    days.sort_unstable();
    let stated = stated_reports(plan, region, &days);
    // Nor do the members of that special committee write for another committee meanwhile.
    let months = stated_months(plan);
    days.into_iter()
        .enumerate()
        .map(|(number, day)| {
            let is_of_committee = stated.contains(&number);
            let is_in_stated_time = months.iter().any(|range| range.contains(&Month::of(day)));
            let may_write =
                |member: &Member| !is_in_stated_time || is_placed_there(member) == is_of_committee;
            let report = write(region, number, day, authors, may_write, events, &mut rng);
            if is_of_committee { submit(region, report, &mut rng) } else { report }
        })
        .collect()
}

/// Whether a report counts among those that a document states for a special committee.
pub(super) fn is_stated(plan: &Plan, region: &RegionRow, report: &OpinionReport) -> bool {
    let month = Month::of(report.written_on.civil());
    let is_in_time = stated_months(plan).iter().any(|range| range.contains(&month));
    let author =
        plan.members(region).iter().find(|member| Some(&member.id) == report.author_id.as_ref());
    is_in_time && author.is_some_and(is_placed_there)
}

fn is_placed_there(member: &Member) -> bool {
    member.level == Level::Province && member.special_committee.as_deref() == Some(SOCIAL_LEGAL)
}

fn stated_months(plan: &Plan) -> Vec<RangeInclusive<Month>> {
    let province = plan.territory.province();
    let stated = plan.targets.by_months(province, Counted::ReportsOf(SOCIAL_LEGAL));
    stated.into_iter().map(|(range, _)| range).collect()
}

/// The numbers of the reports that a special committee's members are to write, spread over the time
/// for which their count is stated.
fn stated_reports(plan: &Plan, region: &RegionRow, days: &[Date]) -> Vec<usize> {
    let mut stated = Vec::new();
    for (range, count) in plan.targets.by_months(&region.code, Counted::ReportsOf(SOCIAL_LEGAL)) {
        let (month, day_of_month) = LAST_DAY_OF_STATED_REPORTS;
        let last = date(range.end().year, month, day_of_month);
        let within: Vec<usize> = (0..days.len())
            .filter(|&number| range.contains(&Month::of(days[number])) && days[number] <= last)
            .collect();
        let count = count as usize;
        stated.extend((0..count).map(|index| within[index * within.len() / count]));
    }
    stated
}

fn write(
    region: &RegionRow,
    number: usize,
    day: Date,
    authors: &[&Member],
    may_write: impl Fn(&Member) -> bool,
    events: &[EventDraft],
    rng: &mut ChaCha8Rng,
) -> OpinionReport {
    let may_write: Vec<&&Member> =
        authors.iter().filter(|member| member.since.civil() <= day && may_write(member)).collect();
    let author = may_write.choose(rng).map(|member| member.id.clone());
    let has_source = rng.random_range(0..100) < 40;
    let source = recent_event(events, day, rng).filter(|_| has_source);
    let matter = source.map_or_else(|| draw_matter(region.level, rng), |event| event.matter);
    let status = match rng.random_range(0..100) {
        0..5 => OpinionReportStatus::Collected,
        5..14 => OpinionReportStatus::Edited,
        _ => OpinionReportStatus::Submitted,
    };
    let report = OpinionReport {
        id: record_id(&region.code, "report", number),
        committee_id: committee_id(&region.code),
        title: format!("关于{}{}的建议", region.short_name, matter.subject),
        author_id: author,
        source_event_id: source.map(|event| event.record.id.clone()),
        status,
        submitted_on: None,
        submitted_to: None,
        written_on: day.into(),
        text: None,
        version: 1,
        is_generated: true,
    };
    if status == OpinionReportStatus::Submitted { submit(region, report, rng) } else { report }
}

/// Submits a report within days of its writing: from a county to its city, or through it to the
/// province; from a city, and from the province's own committees, to the province.
fn submit(region: &RegionRow, report: OpinionReport, rng: &mut ChaCha8Rng) -> OpinionReport {
    let is_for_city = level(region) == Level::County && rng.random_range(0..100) < 72;
    let after = rng.random_range(0..=6);
    let submitted_on = report.written_on.civil().saturating_add(after.days()).min(LAST_DAY);
    OpinionReport {
        status: OpinionReportStatus::Submitted,
        submitted_on: Some(submitted_on.into()),
        submitted_to: Some(if is_for_city { Level::City } else { Level::Province }),
        ..report
    }
}

/// An event of the site in the weeks before a day.
fn recent_event<'site>(
    events: &'site [EventDraft],
    day: Date,
    rng: &mut ChaCha8Rng,
) -> Option<&'site EventDraft> {
    let until = events.partition_point(|event| event.record.held_on.civil() <= day);
    let from = until.saturating_sub(40);
    events[from..until].choose(rng)
}

fn draw_matter(level: RegionLevel, rng: &mut ChaCha8Rng) -> Matter {
    match level {
        RegionLevel::County => local_matter(rng),
        RegionLevel::City | RegionLevel::Province => general_matter(rng),
    }
}
