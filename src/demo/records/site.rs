//! Everything that one site holds of the records every level keeps.

use qianzhan_activities::brands::Brand;
use qianzhan_activities::surveys::{Survey, SurveyMember};
use qianzhan_network::records::appeals::Appeal;
use qianzhan_network::records::codes::{Code, CodeScans};
use qianzhan_network::records::committees::Committee;
use qianzhan_network::records::localities::Locality;
use qianzhan_network::records::members::{Member, SeatStatus};
use qianzhan_network::records::opinion_reports::OpinionReport;
use qianzhan_network::records::reported_figures::ReportedFigure;

use super::appeals::{generate_appeals, generate_codes, generate_scans, take_up_as_topics};
use super::brands::generate_brands;
use super::deployments::{Posting, generate_deployments};
use super::events::{EventDraft, Pool, Setting, generate_events};
use super::figures::reported_figures;
use super::members::generate_committee;
use super::places::places;
use super::plan::Plan;
use super::platforms::{Venue, generate_platforms};
use super::proposals::{ProposalRecords, generate_proposals};
use super::reports::generate_reports;
use super::schedule::schedule;
use super::surveys::generate_surveys;
use super::territory::{RegionLevel, RegionRow};
use super::topics::{TopicDraft, generate_topics};

/// The records of one site.
#[derive(Debug)]
pub(super) struct SiteRecords<'plan> {
    pub(super) region: &'plan RegionRow,
    pub(super) committee: Committee,
    pub(super) localities: Vec<Locality>,
    pub(super) members: &'plan [Member],
    pub(super) venues: Vec<Venue>,
    pub(super) postings: Vec<Posting<'plan>>,
    pub(super) topics: Vec<TopicDraft>,
    pub(super) events: Vec<EventDraft>,
    pub(super) reports: Vec<OpinionReport>,
    pub(super) codes: Vec<Code>,
    pub(super) scans: Vec<CodeScans>,
    pub(super) appeals: Vec<Appeal>,
    pub(super) figures: Vec<ReportedFigure>,
    pub(super) work: WorkRecords,
}

/// What of the records with contracts of their own refers to each other.
#[derive(Debug, Default)]
pub(super) struct WorkRecords {
    pub(super) surveys: Vec<Survey>,
    pub(super) survey_members: Vec<SurveyMember>,
    pub(super) brands: Vec<Brand>,
    pub(super) proposals: ProposalRecords,
}

/// Generates the records of one site.
pub(super) fn generate_site<'plan>(
    plan: &'plan Plan,
    region: &'plan RegionRow,
) -> SiteRecords<'plan> {
    let places = places(plan, region);
    let schedule = schedule(&plan.territory, &plan.targets, region);
    let venues = generate_platforms(plan, region, &places);
    let postings = generate_deployments(plan, region, &places, &venues);
    let pool = attendance_pool(plan, region, &postings, places.listed.len());
    let mut topics = generate_topics(region, &places, &schedule, pool.members());
    let setting =
        Setting { region, targets: &plan.targets, places: &places, venues: &venues, pool: &pool };
    let events = generate_events(setting, &schedule, &mut topics);
    let reports = generate_reports(plan, region, &schedule, pool.members(), &events);
    let codes = generate_codes(region, plan.members(region), &venues);
    let mut appeals = generate_appeals(plan, region, &codes, &venues, &reports);
    take_up_as_topics(&mut appeals, topics.iter().map(|topic| &topic.record));
    let scans = generate_scans(region, &codes, &appeals);
    let mut site = SiteRecords {
        region,
        committee: generate_committee(plan, region),
        localities: places.records(region),
        members: plan.members(region),
        venues,
        postings,
        topics,
        events,
        reports,
        codes,
        scans,
        appeals,
        figures: reported_figures(plan, region),
        work: WorkRecords::default(),
    };
    let (surveys, survey_members) = generate_surveys(plan, region);
    let proposals = generate_proposals(plan, region, &site, &surveys);
    let brands = generate_brands(region, &places);
    site.work = WorkRecords { surveys, survey_members, brands, proposals };
    site
}

/// The members who come to a site's events: its own in office, and those whom the levels above have
/// deployed there; as guests, members of the level below.
fn attendance_pool<'plan>(
    plan: &'plan Plan,
    region: &RegionRow,
    postings: &[Posting<'plan>],
    townships: usize,
) -> Pool<'plan> {
    let in_office = |row: &RegionRow| {
        plan.members(row).iter().filter(|member| member.status == SeatStatus::Active)
    };
    let lasting = postings.iter().filter(|posting| posting.record.to_on.is_none());
    let mut by_township = vec![Vec::new(); townships];
    for posting in lasting.clone() {
        by_township[posting.township].push(posting.member);
    }
    let mut members: Vec<&Member> = in_office(region).collect();
    let own = members[0].committee_id.clone();
    members
        .extend(lasting.map(|posting| posting.member).filter(|member| member.committee_id != own));
    let guests = match region.level {
        RegionLevel::County => Vec::new(),
        RegionLevel::City | RegionLevel::Province => {
            plan.territory.children(&region.code).flat_map(in_office).collect()
        }
    };
    Pool::new(members, by_township, guests)
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use super::*;

    const REGIONS: &str = include_str!("../../../schema/regions.csv");
    const LOCALITIES: &str = include_str!("../../../schema/localities.csv");
    const FACTS: &str = include_str!("../../../schema/facts.csv");

    fn plan() -> Plan {
        Plan::new(REGIONS, LOCALITIES, FACTS).expect("the tables of the project make a plan")
    }

    #[test]
    fn events_add_up_to_the_schedule() {
        let plan = plan();
        for code in ["620000", "620200", "620881", "621100", "621122", "621126", "623026"] {
            let region = plan.region(code).expect("a region of the plan");
            let schedule = schedule(&plan.territory, &plan.targets, region);
            let site = generate_site(&plan, region);
            let events = || site.events.iter().map(|event| &event.record);
            let sums = [
                schedule.iter().map(|totals| totals.events).sum::<u32>(),
                schedule.iter().map(|totals| totals.participations).sum(),
                schedule.iter().map(|totals| totals.suggestions).sum(),
                schedule.iter().map(|totals| totals.problems_solved).sum(),
            ];
            let found = [
                u32::try_from(site.events.len()).expect("few events"),
                events().map(|event| event.member_count).sum(),
                events().map(|event| event.suggestion_count).sum(),
                events().map(|event| event.problems_solved).sum(),
            ];
            assert_eq!(found, sums, "{code}");
        }
    }

    #[test]
    fn several_townships_of_longxi_have_members_of_all_three_levels() {
        let plan = plan();
        let region = plan.region("621122").expect("a region of the plan");
        let site = generate_site(&plan, region);
        let persons: BTreeSet<&str> =
            site.postings.iter().map(|posting| posting.record.person_id.as_str()).collect();
        assert_eq!((site.postings.len(), persons.len()), (164, 164));
        let of_all_levels = (0..17)
            .filter(|&township| {
                let levels: BTreeSet<_> = site
                    .postings
                    .iter()
                    .filter(|posting| posting.township == township)
                    .map(|posting| posting.member.level)
                    .collect();
                levels.len() == 3
            })
            .count();
        assert!(of_all_levels >= 4, "{of_all_levels}");
    }
}
