//! The surveys and inspections of a site, and what became of their reports.

use jiff::civil::{Date, date};
use qianzhan_activities::surveys::{Survey, SurveyKind, SurveyMember, SurveyStatus};
use rand::Rng as _;
use rand::seq::IndexedRandom as _;
use rand_chacha::ChaCha8Rng;

use super::apportion::apportion;
use super::drawing::{YEARS, day_from, in_office_on, later, special_committees, stated};
use super::plan::Plan;
use super::seed::{committee_id, record_id, stream};
use super::targets::{Counted, SOCIAL_LEGAL};
use super::territory::{RegionLevel, RegionRow};
use super::wording::{general_matter, local_matter};

/// Surveys begin a year early, so that the first proposals have something to rest on.
const FIRST_YEAR: i16 = 2021;

/// The surveys of a site in order of their preparatory meetings, with those who took part.
pub(super) fn generate_surveys(
    plan: &Plan,
    region: &RegionRow,
) -> (Vec<Survey>, Vec<SurveyMember>) {
    let mut rng = stream(&region.code, "surveys");
    let mut surveys: Vec<Survey> = Vec::new();
    let mut members = Vec::new();
    for year in FIRST_YEAR..=*YEARS.end() {
        for draft in drafts_of(plan, region, year, &mut rng) {
            let survey = hold(region, surveys.len(), &draft, &mut rng);
            let pool = in_office_on(plan, region, draft.prepared_on);
            let count = rng.random_range(3..=7).min(pool.len());
            let chosen = pool.choose_multiple(&mut rng, count);
            members.extend(chosen.zip(0..).map(|(member, ordinal)| SurveyMember {
                survey_id: survey.id.clone(),
                ordinal,
                member_id: member.id.clone(),
            }));
            surveys.push(survey);
        }
    }
    (surveys, members)
}

/// A survey before its subject is known.
struct Draft {
    kind: SurveyKind,
    host: &'static str,
    prepared_on: Date,
    /// Aspects and suggestions, and when it was reported, where a document states them.
    report: Option<(u32, u32, Date)>,
    /// When a meeting adopted the report, where a document states that one did.
    adopted_on: Option<Date>,
}

fn drafts_of(plan: &Plan, region: &RegionRow, year: i16, rng: &mut ChaCha8Rng) -> Vec<Draft> {
    let hosts = special_committees(region.level);
    let plain = |kind, host, rng: &mut ChaCha8Rng| Draft {
        kind,
        host,
        prepared_on: day_from(year, 2, rng),
        report: None,
        adopted_on: None,
    };
    if region.level == RegionLevel::Province {
        let mut drafts = Vec::new();
        for host in hosts {
            let drawn = rng.random_range(1..=3);
            let count = stated(plan, region, Counted::SurveysOf(host), year);
            for _ in 0..count.unwrap_or(drawn) {
                drafts.push(plain(SurveyKind::Survey, host, rng));
            }
        }
        return drafts;
    }
    let in_first_half = plan.targets.by_months(&region.code, Counted::ReportsSubmitted);
    let in_first_half = in_first_half.into_iter().find(|(range, _)| range.start().year == year);
    if let Some((range, count)) = in_first_half {
        return reported_by(plan, region, count, range.end().year, &hosts);
    }
    let stated_kinds = [SurveyKind::Inspection, SurveyKind::Survey]
        .map(|kind| (kind, stated(plan, region, Counted::ReportsAdopted(kind.as_text()), year)));
    if stated_kinds.iter().any(|(_, count)| count.is_some()) {
        let mut drafts = Vec::new();
        for (kind, count) in stated_kinds {
            for number in 0..count.unwrap_or(0) {
                let host = hosts[number as usize % hosts.len()];
                let prepared_on = date(year, 3, 4 + number as i8);
                let report = Some((3, 6 + number, date(year, 6, 10 + number as i8)));
                let adopted_on = Some(date(year, 9, 20));
                drafts.push(Draft { kind, host, prepared_on, report, adopted_on });
            }
        }
        return drafts;
    }
    let count = rng.random_range(2..=4);
    let mut drafts: Vec<Draft> = (0..count)
        .map(|number| {
            let kind = if number % 3 == 2 { SurveyKind::Inspection } else { SurveyKind::Survey };
            let host = hosts.choose(rng).copied().unwrap_or(SOCIAL_LEGAL);
            plain(kind, host, rng)
        })
        .collect();
    drafts.sort_by_key(|draft| draft.prepared_on);
    drafts
}

/// As many surveys as a document states reports of, with its aspects and suggestions dealt out.
fn reported_by(
    plan: &Plan,
    region: &RegionRow,
    count: u32,
    year: i16,
    hosts: &[&'static str],
) -> Vec<Draft> {
    let total = |counted| {
        plan.targets.by_months(&region.code, counted).into_iter().map(|(_, value)| value).next()
    };
    let weights = vec![1; count as usize];
    let aspects = apportion(total(Counted::ReportAspects).unwrap_or(count), &weights);
    let suggestions = apportion(total(Counted::ReportSuggestions).unwrap_or(count), &weights);
    let numbers = aspects.into_iter().zip(suggestions).enumerate();
    numbers
        .map(|(number, (aspects, suggestions))| Draft {
            kind: SurveyKind::Survey,
            host: hosts[number % hosts.len()],
            prepared_on: date(year, 2, 10 + number as i8),
            report: Some((aspects, suggestions, date(year, 5, 10 + number as i8))),
            adopted_on: None,
        })
        .collect()
}

fn hold(region: &RegionRow, number: usize, draft: &Draft, rng: &mut ChaCha8Rng) -> Survey {
    let matter =
        if region.level == RegionLevel::County { local_matter(rng) } else { general_matter(rng) };
    let kind = match draft.kind {
        SurveyKind::Survey => "调研",
        SurveyKind::Inspection => "视察",
    };
    let prepared_on = draft.prepared_on;
    let reported = draft.report.map(|(_, _, on)| on);
    let surveyed_on = match reported {
        Some(_) => later(prepared_on, 7, 30, rng),
        None => later(prepared_on, 7, 45, rng),
    };
    let reported_on = reported.or_else(|| surveyed_on.and_then(|on| later(on, 20, 60, rng)));
    let adopted_on = draft.adopted_on.or_else(|| {
        reported_on.filter(|_| draft.report.is_none()).and_then(|on| later(on, 10, 60, rng))
    });
    let referred_on = adopted_on.and_then(|on| later(on, 5, 40, rng));
    let handled_on = referred_on.and_then(|on| later(on, 60, 150, rng));
    let heard_on = handled_on.and_then(|on| later(on, 20, 90, rng));
    let looks_back = rng.random_range(0..4) == 0;
    let followed_up_on = heard_on.filter(|_| looks_back).and_then(|on| later(on, 60, 120, rng));
    let drawn = (rng.random_range(2..=4), rng.random_range(5..=12));
    let (aspect_count, suggestion_count) = match (draft.report, reported_on) {
        (Some((aspects, suggestions, _)), _) => (aspects, suggestions),
        (None, Some(_)) => drawn,
        (None, None) => (0, 0),
    };
    let steps = [
        (surveyed_on, SurveyStatus::Surveyed),
        (reported_on, SurveyStatus::Reported),
        (adopted_on, SurveyStatus::Adopted),
        (referred_on, SurveyStatus::Referred),
        (handled_on, SurveyStatus::Handled),
        (heard_on, SurveyStatus::Heard),
        (followed_up_on, SurveyStatus::FollowedUp),
    ];
    let taken = steps.iter().take_while(|(on, _)| on.is_some()).last();
    let title = format!("{}{}{kind}", region.short_name, matter.subject);
    Survey {
        id: record_id(&region.code, "survey", number),
        committee_id: committee_id(&region.code),
        kind: draft.kind,
        report_title: reported_on.map(|_| format!("关于{title}情况的报告")),
        title,
        host: Some(draft.host.to_owned()),
        methods: Some("实地走访、座谈交流".to_owned()),
        topic_id: None,
        status: taken.map_or(SurveyStatus::Prepared, |(_, status)| *status),
        prepared_on: prepared_on.into(),
        surveyed_on: surveyed_on.map(Into::into),
        reported_on: reported_on.map(Into::into),
        aspect_count,
        suggestion_count,
        adopted_on: adopted_on.map(Into::into),
        referred_on: referred_on.map(Into::into),
        unit: referred_on.map(|_| format!("{}有关部门", region.short_name)),
        handled_on: handled_on.map(Into::into),
        handling: handled_on.map(|_| matter.suggestion.to_owned()),
        heard_on: heard_on.map(Into::into),
        followed_up_on: followed_up_on.map(Into::into),
        finding: followed_up_on.map(|_| "办理有成效，个别事项仍在推进".to_owned()),
        version: 1,
        is_generated: true,
    }
}
