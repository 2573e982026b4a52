//! The sector activities of a site.

use qianzhan_activities::sector_activities::{
    ActivityKind, ActivityScope, ActivitySector, ActivityStatus, SectorActivity,
};
use qianzhan_network::records::members::SectorCode;
use rand::Rng as _;
use rand::seq::IndexedRandom as _;
use rand_chacha::ChaCha8Rng;

use super::apportion::apportion;
use super::drawing::{YEARS, day_from, special_committees, stated};
use super::plan::Plan;
use super::sectors::special_committee;
use super::seed::{committee_id, record_id, stream};
use super::targets::Counted;
use super::territory::{RegionLevel, RegionRow};
use super::wording::{general_matter, local_matter};

/// The activities of a site in order of their hosts and years, and the sectors that took part.
pub(super) fn generate_sector_activities(
    plan: &Plan,
    region: &RegionRow,
) -> (Vec<SectorActivity>, Vec<ActivitySector>) {
    let mut rng = stream(&region.code, "sector activities");
    let (mut activities, mut sectors) = (Vec::new(), Vec::new());
    for year in YEARS {
        for host in special_committees(region.level) {
            for numbers in numbers_of(plan, region, host, year, &mut rng) {
                let activity = hold(plan, region, host, year, activities.len(), numbers, &mut rng);
                let linked = sectors_of(region.level, host);
                let is_across = activity.scope == ActivityScope::CrossSector;
                let count = if is_across { linked.len().min(2) } else { 1 };
                let chosen = linked.choose_multiple(&mut rng, count);
                sectors.extend(chosen.zip(0..).map(|(&sector, ordinal)| ActivitySector {
                    activity_id: activity.id.clone(),
                    ordinal,
                    sector,
                }));
                activities.push(activity);
            }
        }
    }
    meet_first_half(plan, region, &mut activities);
    (activities, sectors)
}

/// How many came to one activity, and what it brought.
#[derive(Clone, Copy, Default)]
struct Numbers {
    members: u32,
    public: u32,
    suggestions: u32,
    adopted: u32,
    solved: u32,
}

/// Where one of the numbers stands.
type Place = fn(&mut Numbers) -> &mut u32;

/// The activities of one host in one year: as many as stated, with the totals stated dealt out.
fn numbers_of(
    plan: &Plan,
    region: &RegionRow,
    host: &'static str,
    year: i16,
    rng: &mut ChaCha8Rng,
) -> Vec<Numbers> {
    let drawn = match region.level {
        RegionLevel::Province => rng.random_range(1..=3),
        RegionLevel::City | RegionLevel::County => rng.random_range(0..=2),
    };
    let of = |counted| stated(plan, region, counted, year);
    let count = of(Counted::ActivitiesOf(host)).unwrap_or(drawn) as usize;
    let mut numbers: Vec<Numbers> = (0..count)
        .map(|_| {
            let suggestions = rng.random_range(3..=20);
            Numbers {
                members: rng.random_range(8..=30),
                public: rng.random_range(15..=70),
                suggestions,
                adopted: rng.random_range(0..=suggestions / 3),
                solved: rng.random_range(0..=4),
            }
        })
        .collect();
    let weights: Vec<u32> = (0..count).map(|_| rng.random_range(3..=6)).collect();
    let deal = |counted| of(counted).map(|total| apportion(total, &weights));
    let rows: [(Counted, Place); 5] = [
        (Counted::ActivityMembersOf(host), |it| &mut it.members),
        (Counted::ActivityPublicOf(host), |it| &mut it.public),
        (Counted::ActivitySuggestionsOf(host), |it| &mut it.suggestions),
        (Counted::ActivityAdoptedOf(host), |it| &mut it.adopted),
        (Counted::ActivitySolvedOf(host), |it| &mut it.solved),
    ];
    for (counted, place) in rows {
        if let Some(shares) = deal(counted) {
            numbers.iter_mut().zip(shares).for_each(|(it, share)| *place(it) = share);
        }
    }
    numbers
}

fn hold(
    plan: &Plan,
    region: &RegionRow,
    host: &str,
    year: i16,
    number: usize,
    numbers: Numbers,
    rng: &mut ChaCha8Rng,
) -> SectorActivity {
    let matter =
        if region.level == RegionLevel::County { local_matter(rng) } else { general_matter(rng) };
    let kind = match rng.random_range(0..10) {
        0..6 => ActivityKind::Activity,
        6..8 => ActivityKind::Forum,
        8 => ActivityKind::ExpertMeeting,
        _ => ActivityKind::Talk,
    };
    let is_across = rng.random_range(0..10) < 3 && sectors_of(region.level, host).len() > 1;
    let below: Vec<&RegionRow> = plan.territory.children(&region.code).collect();
    let joint = below.choose(rng).filter(|_| rng.random_range(0..10) < 3);
    let held_on = day_from(year, 2, rng);
    SectorActivity {
        id: record_id(&region.code, "sector activity", number),
        committee_id: committee_id(&region.code),
        theme: format!("“{}”主题界别活动", matter.subject),
        kind,
        scope: if is_across { ActivityScope::CrossSector } else { ActivityScope::IntraSector },
        host: Some(host.to_owned()),
        joint_committee_id: joint.map(|row| committee_id(&row.code)),
        platform_id: None,
        place: Some(joint.map_or(&region.short_name, |row| &row.short_name).clone()),
        held_on: held_on.into(),
        status: ActivityStatus::Submitted,
        member_participations: numbers.members,
        public_participations: numbers.public,
        suggestion_count: numbers.suggestions.max(numbers.adopted),
        adopted_count: numbers.adopted,
        problems_solved: numbers.solved,
        opinion_report_id: None,
        version: 4,
        is_generated: true,
    }
}

/// The sectors that a special committee links.
fn sectors_of(level: RegionLevel, host: &str) -> Vec<SectorCode> {
    let is_linked = |sector: &SectorCode| special_committee(level, *sector) == host;
    SectorCode::ALL.iter().copied().filter(is_linked).collect()
}

/// Where a document states how many members came within half a year, that many came; if no activity
/// fell into it, the first one does.
fn meet_first_half(plan: &Plan, region: &RegionRow, activities: &mut [SectorActivity]) {
    for (range, total) in plan.targets.by_months(&region.code, Counted::ActivityMembers) {
        let is_within = |activity: &SectorActivity| {
            range.contains(&super::calendar::Month::of(activity.held_on.civil()))
        };
        if !activities.iter().any(&is_within)
            && let Some(first) = activities.first_mut()
        {
            first.held_on = jiff::civil::date(range.start().year, 3, 15).into();
        }
        let within: Vec<usize> =
            (0..activities.len()).filter(|&index| is_within(&activities[index])).collect();
        let shares = apportion(total, &vec![1; within.len()]);
        for (index, share) in within.into_iter().zip(shares) {
            activities[index].member_participations = share;
        }
    }
}
