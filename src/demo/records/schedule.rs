//! How much happens at a site in each month: the totals that its records then add up to.
//!
//! Totals begin as what is plausible for the size of the place. Then the figures to be met are
//! imposed, the shortest period first: what a shorter period has fixed stays, and the rest of the
//! longer one is divided over its other months. So 430 problems in 2023 and 437 in 2022 to 2024
//! leave 7 for the months of 2022 and 2024.

use std::ops::RangeInclusive;

use rand::Rng as _;

use super::apportion::apportion;
use super::calendar::{LAST_DAY, Month, months};
use super::seed::stream;
use super::sizes;
use super::targets::{Counted, Targets};
use super::territory::{RegionRow, Territory};

/// The totals of one month.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct MonthTotals {
    pub(super) month: Month,
    /// Events of every kind, micro consultations among them.
    pub(super) events: u32,
    pub(super) micro_events: u32,
    /// Members present, in person-times.
    pub(super) participations: u32,
    pub(super) suggestions: u32,
    /// Problems solved at events of every kind.
    pub(super) problems_solved: u32,
    pub(super) micro_problems_solved: u32,
    pub(super) topics: u32,
    pub(super) opinion_reports: u32,
}

/// The totals of a site, from its first month to the last of the demonstration.
pub(super) fn schedule(
    territory: &Territory,
    targets: &Targets,
    region: &RegionRow,
) -> Vec<MonthTotals> {
    let months = active_months(targets, &region.code);
    let events = events_by_month(territory, targets, region);
    let rates = sizes::rates(region.level, &mut stream(&region.code, "rates"));
    let uneven = uneven_weights(&region.code, &events);
    let per_event = |percent: u32| apportion(events.iter().sum::<u32>() * percent / 100, &uneven);
    let met = |counted, natural, weights: &[u32]| {
        meet(natural, weights, &months, &figures_of_site(territory, targets, region, counted))
    };

    let participations = met(Counted::Participations, per_event(rates.participations), &events);
    let suggestions = met(Counted::Suggestions, per_event(rates.suggestions), &events);
    let problems = met(Counted::ProblemsSolved, per_event(rates.problems_solved), &events);
    let micro_events = met(
        Counted::MicroEvents,
        apportion(events.iter().sum::<u32>() * rates.micro_events / 100, &events),
        &events,
    );
    let micro_weights: Vec<u32> = problems
        .iter()
        .zip(&micro_events)
        .map(|(&problems, &micro)| if micro == 0 { 0 } else { problems })
        .collect();
    let micro_natural = problems
        .iter()
        .zip(micro_events.iter().zip(&events))
        .map(|(&problems, (&micro, &events))| (problems * micro).checked_div(events).unwrap_or(0))
        .collect();
    let micro_problems = met(Counted::MicroProblemsSolved, micro_natural, &micro_weights);
    let topics = met(Counted::Topics, per_event(rates.topics), &events);
    let yearly = sizes::opinion_reports_per_year(territory, region);
    let reports = met(
        Counted::OpinionReports,
        apportion(yearly * u32::try_from(months.len()).expect("few months") / 12, &events),
        &events,
    );

    months
        .iter()
        .enumerate()
        .map(|(index, &month)| MonthTotals {
            month,
            events: events[index],
            micro_events: micro_events[index],
            participations: participations[index],
            suggestions: suggestions[index],
            problems_solved: problems[index],
            micro_problems_solved: micro_problems[index],
            topics: topics[index],
            opinion_reports: reports[index],
        })
        .collect()
}

/// Weights by events, some months more and some less fruitful than their events alone say.
fn uneven_weights(region: &str, events: &[u32]) -> Vec<u32> {
    let mut rng = stream(region, "uneven months");
    events.iter().map(|&events| events * rng.random_range(75..=125)).collect()
}

/// The months in which a site holds events: from 2022, or from 2021 where a figure speaks of it.
fn active_months(targets: &Targets, region: &str) -> Vec<Month> {
    let year_2022 = Month::new(2022, 1);
    let reaches_back = targets
        .by_months(region, Counted::Events)
        .iter()
        .any(|(range, _)| *range.end() < year_2022);
    let first = if reaches_back { Month::new(2021, 1) } else { year_2022 };
    months(&(first..=Month::of(LAST_DAY)))
}

fn events_by_month(territory: &Territory, targets: &Targets, region: &RegionRow) -> Vec<u32> {
    let months = active_months(targets, &region.code);
    let weights: Vec<u32> = months.iter().map(|&month| season_weight(month)).collect();
    let year_2022 = Month::new(2022, 1);
    let natural_weights: Vec<u32> = months
        .iter()
        .zip(&weights)
        .map(|(&month, &weight)| if month < year_2022 { 0 } else { weight })
        .collect();
    let natural = apportion(sizes::events(territory, region), &natural_weights);
    meet(natural, &weights, &months, &targets.by_months(&region.code, Counted::Events))
}

/// How busy a month is: the year grows from year to year, and the farmers' winter is quiet.
fn season_weight(month: Month) -> u32 {
    const SEASON: [u32; 12] = [55, 50, 90, 100, 100, 95, 80, 85, 100, 95, 100, 70];
    let growth = match month.year {
        ..=2022 => 85,
        2023 => 100,
        _ => 110,
    };
    let index = usize::try_from(month.month - 1).expect("a month is 1 to 12");
    SEASON[index] * growth
}

/// The figures a site has to meet, the shortest period first: those of its own region, and its
/// share of those that its city states for all of its territory.
fn figures_of_site(
    territory: &Territory,
    targets: &Targets,
    region: &RegionRow,
    counted: Counted,
) -> Vec<(RangeInclusive<Month>, u32)> {
    let has_children = |code: &str| territory.children(code).next().is_some();
    let mut figures = Vec::new();
    for holder in [region.parent_code.as_str(), region.code.as_str()] {
        for (range, value) in targets.by_months(holder, counted) {
            let share = if has_children(holder) {
                share_of_territory(territory, targets, region, holder, &range, value)
            } else {
                value
            };
            figures.push((range, share));
        }
    }
    figures.sort_by_key(|(range, _)| months(range).len());
    figures
}

/// What falls to one site when a figure of `holder` is divided over the holder's own site and those
/// below it, by the number of events each holds in the period.
fn share_of_territory(
    territory: &Territory,
    targets: &Targets,
    region: &RegionRow,
    holder: &str,
    range: &RangeInclusive<Month>,
    value: u32,
) -> u32 {
    let sites: Vec<&RegionRow> =
        territory.region(holder).into_iter().chain(territory.children(holder)).collect();
    let events_in_range = |site: &RegionRow| -> u32 {
        active_months(targets, &site.code)
            .iter()
            .zip(events_by_month(territory, targets, site))
            .filter(|(month, _)| range.contains(month))
            .map(|(_, events)| events)
            .sum()
    };
    let weights: Vec<u32> = sites.iter().map(|site| events_in_range(site)).collect();
    let shares = apportion(value, &weights);
    sites
        .iter()
        .zip(shares)
        .find(|(site, _)| site.code == region.code)
        .map_or(0, |(_, share)| share)
}

/// Imposes figures on monthly totals, in the order given; see the module's text.
fn meet(
    mut totals: Vec<u32>,
    weights: &[u32],
    months: &[Month],
    figures: &[(RangeInclusive<Month>, u32)],
) -> Vec<u32> {
    let mut is_fixed = vec![false; totals.len()];
    for (range, value) in figures {
        let inside = |index: &usize| range.contains(&months[*index]);
        let (fixed, free): (Vec<usize>, Vec<usize>) =
            (0..totals.len()).filter(inside).partition(|&index| is_fixed[index]);
        let already: u32 = fixed.iter().map(|&index| totals[index]).sum();
        let free_weights: Vec<u32> = free.iter().map(|&index| weights[index]).collect();
        let shares = divide_over_months(value.saturating_sub(already), &free_weights);
        for (index, share) in free.into_iter().zip(shares) {
            totals[index] = share;
            is_fixed[index] = true;
        }
    }
    totals
}

/// Divides by weights; fewer units than months stand one in a month, evenly over time.
fn divide_over_months(total: u32, weights: &[u32]) -> Vec<u32> {
    let able: Vec<usize> = (0..weights.len()).filter(|&month| weights[month] > 0).collect();
    if total as usize >= able.len() {
        return apportion(total, weights);
    }
    let mut shares = vec![0; weights.len()];
    for unit in 0..total as usize {
        shares[able[unit * able.len() / total as usize]] = 1;
    }
    shares
}

#[cfg(test)]
mod tests {
    use super::super::facts::parse_facts;
    use super::*;

    const REGIONS: &str = include_str!("../../../schema/regions.csv");
    const LOCALITIES: &str = include_str!("../../../schema/localities.csv");
    const FACTS: &str = include_str!("../../../schema/facts.csv");

    fn tables() -> (Territory, Targets) {
        let territory = Territory::parse(REGIONS, LOCALITIES).expect("the tables can be read");
        let facts = parse_facts(FACTS).expect("the facts can be read");
        (territory, Targets::resolve(&facts).expect("every target is stated"))
    }

    fn schedule_of(code: &str) -> Vec<MonthTotals> {
        let (territory, targets) = tables();
        let region = territory.region(code).expect("a region of the table");
        schedule(&territory, &targets, region)
    }

    fn sum(totals: &[MonthTotals], year: i16, count: impl Fn(&MonthTotals) -> u32) -> u32 {
        totals.iter().filter(|totals| totals.month.year == year).map(count).sum()
    }

    #[test]
    fn a_longer_period_takes_what_a_shorter_one_leaves() {
        let longxi = schedule_of("621122");
        let solved = |year| sum(&longxi, year, |totals| totals.problems_solved);
        assert_eq!(solved(2023), 430);
        assert_eq!(solved(2022) + solved(2024), 7);
        assert!(solved(2022) > 0 && solved(2024) > 0, "few, but spread over time");
        let all = |count: fn(&MonthTotals) -> u32| longxi.iter().map(count).sum::<u32>();
        assert_eq!(all(|totals| totals.events), 970);
        assert_eq!(all(|totals| totals.micro_events), 116);
        assert_eq!(all(|totals| totals.micro_problems_solved), 94);
        assert_eq!(sum(&longxi, 2024, |totals| totals.opinion_reports), 21);
    }

    #[test]
    fn a_city_figure_is_divided_over_its_territory() {
        let (territory, targets) = tables();
        let quarter = Month::new(2023, 1)..=Month::new(2023, 3);
        let mut solved = 0;
        let mut suggestions = 0;
        for site in territory.region("621100").into_iter().chain(territory.children("621100")) {
            for totals in schedule(&territory, &targets, site) {
                if quarter.contains(&totals.month) {
                    solved += totals.problems_solved;
                    suggestions += totals.suggestions;
                }
            }
        }
        assert_eq!((solved, suggestions), (136, 213));
    }

    #[test]
    fn a_figure_of_2021_brings_the_months_of_2021() {
        let huating = schedule_of("620881");
        assert_eq!(sum(&huating, 2021, |totals| totals.events), 530);
        assert_eq!(sum(&huating, 2021, |totals| totals.participations), 650);
        assert!(sum(&huating, 2022, |totals| totals.events) > 0);
        assert_eq!(schedule_of("621121")[0].month, Month::new(2022, 1));
    }

    #[test]
    fn no_month_has_more_micro_consultations_than_events() {
        let (territory, targets) = tables();
        for region in territory.regions() {
            for totals in schedule(&territory, &targets, region) {
                let code = &region.code;
                assert!(totals.micro_events <= totals.events, "{code} {totals:?}");
                assert!(
                    totals.micro_problems_solved <= totals.problems_solved,
                    "{code} {totals:?}"
                );
                let plain = totals.events - totals.micro_events;
                let plain_solved = totals.problems_solved - totals.micro_problems_solved;
                assert!(plain > 0 || plain_solved == 0, "{code} {totals:?}");
            }
        }
    }
}
