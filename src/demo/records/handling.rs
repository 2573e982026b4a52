//! What the city and the province did with opinion reports that came up to them.
//!
//! A report's fate is a function of the report alone (its id and its days), so the province works it
//! out from the county's plan: the city received it, adopted or not, sent it on or not; the province
//! received what was sent on. The exception is a special committee whose numbers a document states:
//! of its reports in that year exactly so many are adopted and so many instructed.

use jiff::ToSpan as _;
use jiff::civil::Date;
use qianzhan_city::CityHandling;
use qianzhan_network::Level;
use qianzhan_network::records::opinion_reports::OpinionReport;
use qianzhan_province::{Instruction, ProvincialHandling};
use rand::Rng as _;
use rand_chacha::ChaCha8Rng;

use super::calendar::LAST_DAY;
use super::plan::Plan;
use super::reports::is_stated;
use super::seed::stream;
use super::site::generate_site;
use super::targets::{Counted, SOCIAL_LEGAL};
use super::territory::RegionRow;

/// The publication in which the province adopts a report.
const PUBLICATION: &str = "甘肃政协信息";
const OFFICES: [&str; 2] = ["省长", "副省长"];
/// No leader's words are made up.
const NO_WORDS: &str = "（演示记录，不载批示原文）";
const CITY_NOTES: [&str; 3] = ["转有关部门研究办理", "留存参考", "与同类信息合并整理"];

/// A report that the province received, with what its leaders instructed.
#[derive(Debug)]
pub(super) struct ProvincialRecord {
    pub(super) handling: ProvincialHandling,
    pub(super) instructions: Vec<Instruction>,
}

/// What a city did with the reports of its counties.
pub(super) fn city_handlings(plan: &Plan, city: &RegionRow) -> Vec<CityHandling> {
    plan.territory
        .children(&city.code)
        .flat_map(|county| generate_site(plan, county).reports)
        .filter_map(|report| city_handling(&report))
        .collect()
}

/// What the province did with the reports sent up to it, its own committees' among them.
pub(super) fn provincial_records(plan: &Plan, province: &RegionRow) -> Vec<ProvincialRecord> {
    let mut records = Vec::new();
    for region in plan.territory.regions() {
        let reports = generate_site(plan, region).reports;
        let (stated, free): (Vec<OpinionReport>, Vec<OpinionReport>) = reports
            .into_iter()
            .partition(|report| region.code == province.code && is_stated(plan, region, report));
        records.extend(stated_records(plan, province, &stated));
        records.extend(free.iter().filter_map(free_record));
    }
    records
}

/// What the city of its county did with a report; `None` where it did not reach the city.
fn city_handling(report: &OpinionReport) -> Option<CityHandling> {
    let mut rng = stream(report.id.as_str(), "city handling");
    let received_on = days_later(report.submitted_on?.civil(), 1, 4, &mut rng)?;
    let is_adopted = rng.random_range(0..100) < 45;
    let goes_on = rng.random_range(0..100) < 50;
    let is_sent_on = report.submitted_to == Some(Level::Province) || (is_adopted && goes_on);
    let forwarded_on = days_later(received_on, 2, 10, &mut rng).filter(|_| is_sent_on);
    let note = CITY_NOTES[rng.random_range(0..CITY_NOTES.len())];
    Some(CityHandling {
        opinion_report_id: report.id.clone(),
        received_on: received_on.into(),
        is_adopted,
        forwarded_on: forwarded_on.map(Into::into),
        note: Some(note.to_owned()),
        version: 1,
        is_generated: true,
    })
}

/// What the province did with a report whose fate no document states.
fn free_record(report: &OpinionReport) -> Option<ProvincialRecord> {
    let sent_on = if report.id.region().as_str().ends_with("00") {
        report.submitted_on?
    } else {
        city_handling(report)?.forwarded_on?
    };
    let mut rng = stream(report.id.as_str(), "provincial handling");
    let received_on = days_later(sent_on.civil(), 1, 4, &mut rng)?;
    let is_adopted = rng.random_range(0..100) < 28;
    let adopted_on = days_later(received_on, 7, 25, &mut rng).filter(|_| is_adopted);
    let is_instructed = rng.random_range(0..100) < 3;
    let office = OFFICES[rng.random_range(0..OFFICES.len())];
    Some(record(report, received_on, adopted_on, is_instructed.then_some(office), &mut rng))
}

/// What the province did with the reports of a special committee whose numbers a document states:
/// spread over the year, so many adopted, and of these the first ones instructed.
fn stated_records(
    plan: &Plan,
    province: &RegionRow,
    reports: &[OpinionReport],
) -> Vec<ProvincialRecord> {
    let stated = |counted| plan.targets.count(&province.code, counted).unwrap_or(0) as usize;
    let adopted = stated(Counted::AdoptedOf(SOCIAL_LEGAL)).min(reports.len());
    let instructed = stated(Counted::InstructedOf(SOCIAL_LEGAL)).min(adopted);
    let is_adopted: Vec<usize> =
        (0..adopted).map(|index| index * reports.len() / adopted).collect();
    reports
        .iter()
        .enumerate()
        .filter_map(|(index, report)| {
            let mut rng = stream(report.id.as_str(), "provincial handling");
            let received_on = days_later(report.submitted_on?.civil(), 1, 4, &mut rng)?;
            let rank = is_adopted.iter().position(|&chosen| chosen == index);
            let adopted_on = match rank {
                Some(_) => days_later(received_on, 7, 25, &mut rng),
                None => None,
            };
            let office =
                rank.filter(|&rank| rank < instructed).map(|rank| OFFICES[rank % OFFICES.len()]);
            Some(record(report, received_on, adopted_on, office, &mut rng))
        })
        .collect()
}

fn record(
    report: &OpinionReport,
    received_on: Date,
    adopted_on: Option<Date>,
    instructed_by: Option<&str>,
    rng: &mut ChaCha8Rng,
) -> ProvincialRecord {
    let given_on = adopted_on.and_then(|adopted_on| days_later(adopted_on, 3, 15, rng));
    let instructions = instructed_by
        .zip(given_on)
        .map(|(office, given_on)| Instruction {
            opinion_report_id: report.id.clone(),
            ordinal: 0,
            leader_office: office.to_owned(),
            given_on: given_on.into(),
            text: NO_WORDS.to_owned(),
        })
        .into_iter()
        .collect();
    let handling = ProvincialHandling {
        opinion_report_id: report.id.clone(),
        received_on: received_on.into(),
        is_adopted: adopted_on.is_some(),
        adopted_on: adopted_on.map(Into::into),
        publication: adopted_on.map(|_| PUBLICATION.to_owned()),
        version: 1,
        is_generated: true,
    };
    ProvincialRecord { handling, instructions }
}

/// A day some days later; `None` where it lies beyond the demonstration.
fn days_later(day: Date, least: i64, most: i64, rng: &mut ChaCha8Rng) -> Option<Date> {
    let later = day.saturating_add(rng.random_range(least..=most).days());
    (later <= LAST_DAY).then_some(later)
}
