//! The codes that a county issues, and the appeals that come by them or otherwise.

use std::collections::BTreeMap;

use jiff::ToSpan as _;
use jiff::civil::{Date, date};
use qianzhan_network::RecordId;
use qianzhan_network::records::appeals::{Appeal, AppealChannel, AppealStatus};
use qianzhan_network::records::codes::{Code, CodeScans, CodeStatus};
use qianzhan_network::records::members::{Member, SeatStatus};
use qianzhan_network::records::opinion_reports::OpinionReport;
use qianzhan_network::records::platforms::PlatformStatus;
use qianzhan_network::records::topics::{Topic, TopicSource};
use rand::Rng as _;
use rand::seq::IndexedRandom as _;
use rand_chacha::ChaCha8Rng;

use super::calendar::LAST_DAY;
use super::plan::Plan;
use super::platforms::Venue;
use super::seed::{committee_id, record_id, stream};
use super::targets::Counted;
use super::territory::{RegionLevel, RegionRow};
use super::wording::local_matter;

/// The first day on which codes are in use.
const CODES_SINCE: Date = date(2023, 1, 1);
/// The years of the appeals.
const YEARS: [i16; 2] = [2023, 2024];
/// Appeals that a county receives in a year, where no document says.
const A_YEAR: std::ops::Range<u32> = 30..90;
/// Who handles appeals.
const HANDLERS: [&str; 6] =
    ["县水务局", "县住建局", "县交通运输局", "县民政局", "乡镇人民政府", "社区居委会"];

/// Surnames of those who speak, who are nobody.
const SURNAMES: [&str; 6] = ["王", "李", "张", "马", "刘", "杨"];
/// A number that nobody has.
const NO_PHONE: &str = "13800000000";

/// A code for each platform and each seat in office of a county.
pub(super) fn generate_codes(
    region: &RegionRow,
    members: &[Member],
    venues: &[Venue],
) -> Vec<Code> {
    if region.level != RegionLevel::County {
        return Vec::new();
    }
    let in_office = members.iter().filter(|member| member.status == SeatStatus::Active);
    let standing = venues.iter().filter(|venue| venue.platform.status != PlatformStatus::Withdrawn);
    let of_members = in_office.map(|member| (Some(member.id.clone()), None));
    let of_platforms = standing.map(|venue| (None, Some(venue.platform.id.clone())));
    let bearers = of_platforms.chain(of_members).enumerate();
    let issue = |(number, (member_id, platform_id))| Code {
        id: record_id(&region.code, "code", number),
        committee_id: committee_id(&region.code),
        member_id,
        platform_id,
        status: CodeStatus::Active,
        issued_on: CODES_SINCE.into(),
        revoked_on: None,
        revoked_reason: None,
        version: 1,
        is_generated: true,
    };
    bearers.map(issue).collect()
}

/// How often codes were scanned: before each appeal at one of them once, and now and then by somebody
/// who says nothing.
pub(super) fn generate_scans(
    region: &RegionRow,
    codes: &[Code],
    appeals: &[Appeal],
) -> Vec<CodeScans> {
    let mut rng = stream(&region.code, "scans");
    let mut counts: BTreeMap<(&RecordId, Date), u32> = BTreeMap::new();
    for appeal in appeals {
        if let Some(code) = &appeal.code_id {
            *counts.entry((code, appeal.received_on.civil())).or_default() += 1;
        }
    }
    let days = i64::from((LAST_DAY - CODES_SINCE).get_days());
    for code in codes {
        for _ in 0..rng.random_range(0..4) {
            let day = CODES_SINCE.saturating_add(rng.random_range(0..=days).days());
            *counts.entry((&code.id, day)).or_default() += rng.random_range(1..=5);
        }
    }
    let scans = counts.into_iter().map(|((code, day), scans)| CodeScans {
        code_id: code.clone(),
        scanned_on: day.into(),
        scans,
    });
    scans.collect()
}

/// The appeals of a county, in order of the day on which they came. Each opinion report of those
/// years is made of one of them.
pub(super) fn generate_appeals(
    plan: &Plan,
    region: &RegionRow,
    codes: &[Code],
    venues: &[Venue],
    reports: &[OpinionReport],
) -> Vec<Appeal> {
    if region.level != RegionLevel::County {
        return Vec::new();
    }
    let mut rng = stream(&region.code, "appeals");
    let places: BTreeMap<&RecordId, &Venue> =
        venues.iter().map(|venue| (&venue.platform.id, venue)).collect();
    let mut appeals = Vec::new();
    for year in YEARS {
        let mut days = days_of(plan, region, year, &mut rng);
        let of_year = |report: &&OpinionReport| report.written_on.civil().year() == year;
        let made: Vec<&OpinionReport> = reports.iter().filter(of_year).collect();
        // An appeal comes before the report that is made of it.
        for (day, report) in days.iter_mut().zip(&made) {
            let before = rng.random_range(1..=14_i64);
            let first = date(year, 1, 1);
            *day = report.written_on.civil().saturating_sub(before.days()).max(first);
        }
        for (index, day) in days.into_iter().enumerate() {
            let number = appeals.len();
            let mut appeal = receive(region, number, day, codes, &places, &mut rng);
            match made.get(index) {
                Some(report) => {
                    appeal.status = AppealStatus::Transferred;
                    appeal.opinion_report_id = Some(report.id.clone());
                }
                None => handle(&mut appeal, day, &mut rng),
            }
            appeals.push(appeal);
        }
    }
    appeals
}

/// Topics that the public raised are made of appeals which came before and which nobody has taken up:
/// each of one, as far as there are any.
pub(super) fn take_up_as_topics<'t>(
    appeals: &mut [Appeal],
    topics: impl Iterator<Item = &'t Topic>,
) {
    let is_free = |appeal: &Appeal| appeal.status == AppealStatus::Received;
    for topic in topics.filter(|topic| topic.source == TopicSource::Public) {
        let earlier = appeals.iter_mut().filter(|it| it.received_on <= topic.collected_on);
        if let Some(appeal) = earlier.rev().find(|appeal| is_free(appeal)) {
            appeal.status = AppealStatus::Transferred;
            appeal.topic_id = Some(topic.id.clone());
        }
    }
}

/// The days of a year on which appeals came: as many as are stated.
fn days_of(plan: &Plan, region: &RegionRow, year: i16, rng: &mut ChaCha8Rng) -> Vec<Date> {
    let stated = plan.targets.by_months(&region.code, Counted::Appeals);
    let mut stated = stated.into_iter().filter(|(range, _)| range.start().year == year);
    let count = stated.next().map_or_else(|| rng.random_range(A_YEAR), |(_, count)| count);
    let last = date(year, 12, 31).min(LAST_DAY).day_of_year();
    let draw = |_| {
        let day = rng.random_range(0..i64::from(last));
        date(year, 1, 1).saturating_add(day.days())
    };
    let mut days: Vec<Date> = (0..count).map(draw).collect();
    days.sort_unstable();
    days
}

fn receive(
    region: &RegionRow,
    number: usize,
    day: Date,
    codes: &[Code],
    places: &BTreeMap<&RecordId, &Venue>,
    rng: &mut ChaCha8Rng,
) -> Appeal {
    let code = codes.choose(rng).filter(|_| rng.random_range(0..100) < 55);
    let channel = match (code, rng.random_range(0..100)) {
        (Some(_), _) => AppealChannel::Code,
        (None, 0..30) => AppealChannel::Online,
        (None, _) => AppealChannel::Offline,
    };
    let platform = code.and_then(|code| code.platform_id.as_ref());
    let place = platform.and_then(|id| places.get(id));
    Appeal {
        id: record_id(&region.code, "appeal", number),
        committee_id: committee_id(&region.code),
        channel,
        code_id: code.map(|code| code.id.clone()),
        member_id: code.and_then(|code| code.member_id.clone()),
        platform_id: platform.cloned(),
        locality_code: place.and_then(|venue| venue.platform.locality_code),
        text: format!("反映{}的问题", local_matter(rng).subject),
        speaker_name: Some(format!("{}某", SURNAMES[number % SURNAMES.len()])),
        speaker_phone: Some(NO_PHONE.to_owned()),
        received_on: day.into(),
        status: AppealStatus::Received,
        handler: None,
        result: None,
        closed_on: None,
        satisfaction: None,
        topic_id: None,
        opinion_report_id: None,
        version: 1,
        is_generated: true,
    }
}

/// Most are closed within weeks.
fn handle(appeal: &mut Appeal, day: Date, rng: &mut ChaCha8Rng) {
    let handler = HANDLERS.choose(rng).map(|handler| (*handler).to_owned());
    match rng.random_range(0..100) {
        0..4 => {}
        4..8 => (appeal.status, appeal.handler) = (AppealStatus::Assigned, handler),
        8..15 => (appeal.status, appeal.handler) = (AppealStatus::InProgress, handler),
        _ => {
            let closed_on = day.saturating_add(rng.random_range(1..=30_i64).days()).min(LAST_DAY);
            appeal.status = AppealStatus::Closed;
            appeal.handler = handler;
            appeal.result = Some("已办结并回访".to_owned());
            appeal.closed_on = Some(closed_on.into());
            appeal.satisfaction = (rng.random_range(0..100) < 60).then(|| rng.random_range(3..=5));
        }
    }
}
