//! Who is deployed to the townships of a site: members of the province, of the city and its own.

use std::ops::RangeInclusive;

use jiff::ToSpan as _;
use jiff::civil::{Date, date};
use qianzhan_network::records::deployments::{Deployment, PlatformRole};
use qianzhan_network::records::members::{Member, SeatStatus};
use qianzhan_network::records::platforms::PlatformKind;
use rand::Rng as _;
use rand::seq::SliceRandom as _;
use rand_chacha::ChaCha8Rng;

use super::calendar::draw_working_day;
use super::places::Places;
use super::plan::Plan;
use super::platforms::Venue;
use super::seed::{committee_id, record_id, region_code, stream};
use super::targets::Counted;
use super::territory::{RegionLevel, RegionRow};

/// The city that issues the lists for its counties; elsewhere each county issues its own.
const CITY_THAT_ISSUES_LISTS: &str = "621100";
const IN_JANUARY_2021: RangeInclusive<Date> = date(2021, 1, 4)..=date(2021, 1, 8);
const IN_SPRING_2022: RangeInclusive<Date> = date(2022, 2, 8)..=date(2022, 3, 31);
const AFTER_ELECTIONS: RangeInclusive<Date> = date(2021, 3, 1)..=date(2021, 12, 24);

/// One member's deployment.
#[derive(Debug)]
pub(super) struct Posting<'plan> {
    pub(super) member: &'plan Member,
    /// Index into the listed localities of the site.
    pub(super) township: usize,
    pub(super) record: Deployment,
}

/// The deployments of a site, those that last and then those that have ended. A site without
/// localities has none.
pub(super) fn generate_deployments<'plan>(
    plan: &'plan Plan,
    region: &RegionRow,
    places: &Places<'_>,
    venues: &[Venue],
) -> Vec<Posting<'plan>> {
    if places.listed.is_empty() {
        return Vec::new();
    }
    let mut rng = stream(&region.code, "deployments");
    let mut targets = deployment_targets(plan, region, places, venues);
    targets.shuffle(&mut rng);
    let site = Site { plan, region, places, venues };
    let own = plan.members(region);
    let (in_office, gone): (Vec<&Member>, Vec<&Member>) =
        own.iter().partition(|member| member.status == SeatStatus::Active);
    let mut postings = Vec::new();
    let current = members_from_above(plan, region).into_iter().chain(in_office);
    for (member, place) in current.zip(targets.iter().cycle()) {
        postings.push(site.post(member, *place, postings.len(), &mut rng));
    }
    for (member, place) in gone.into_iter().zip(targets.iter().cycle()) {
        let mut ended = site.post(member, *place, postings.len(), &mut rng);
        ended.record.to_on = member.until;
        ended.record.ended_reason = Some("委员退出".to_owned());
        // A seat that was left before its holder could be sent has no deployment.
        if ended.record.to_on > Some(ended.record.from_on) {
            postings.push(ended);
        }
    }
    postings
}

/// A place to which a member is sent: a listed locality, and perhaps a council in it.
#[derive(Debug, Clone, Copy)]
struct Target {
    township: usize,
    council: Option<usize>,
}

/// Councils where their number is stated, else the townships and subdistricts.
fn deployment_targets(
    plan: &Plan,
    region: &RegionRow,
    places: &Places<'_>,
    venues: &[Venue],
) -> Vec<Target> {
    if plan.targets.count(&region.code, Counted::Councils).is_some() {
        return venues
            .iter()
            .enumerate()
            .filter(|(_, venue)| venue.carries(PlatformKind::ConsultationCouncil))
            .filter_map(|(council, venue)| {
                Some(Target { township: venue.township?, council: Some(council) })
            })
            .collect();
    }
    places.townships().map(|township| Target { township, council: None }).collect()
}

/// Members of the province and of the city who are deployed here.
///
/// Where both the seats and the deployed members of a county are stated, the difference comes from
/// the city alone.
fn members_from_above<'plan>(plan: &'plan Plan, region: &RegionRow) -> Vec<&'plan Member> {
    let members_of = |code: &str| plan.territory.region(code).map(|row| plan.members(row));
    let pick = |code: &str, seats: Vec<usize>| -> Vec<&'plan Member> {
        let members = members_of(code).unwrap_or_default();
        seats.into_iter().filter_map(|seat| members.get(seat)).collect()
    };
    let city = match region.level {
        RegionLevel::County => {
            let seats = plan.residences.city_seats(&region.parent_code, &region.code);
            pick(&region.parent_code, seats)
        }
        RegionLevel::Province | RegionLevel::City => Vec::new(),
    };
    let stated = |counted| plan.targets.count(&region.code, counted);
    if let (Some(own), Some(all)) = (stated(Counted::Members), stated(Counted::DeployedMembers)) {
        return city.into_iter().take(all.saturating_sub(own) as usize).collect();
    }
    let province = plan.territory.province();
    let mut above = pick(province, plan.residences.provincial_seats(&region.code));
    above.extend(city);
    above
}

/// What the deployments of one site have in common.
struct Site<'site> {
    plan: &'site Plan,
    region: &'site RegionRow,
    places: &'site Places<'site>,
    venues: &'site [Venue],
}

impl Site<'_> {
    fn post<'plan>(
        &self,
        member: &'plan Member,
        target: Target,
        number: usize,
        rng: &mut ChaCha8Rng,
    ) -> Posting<'plan> {
        let code = &self.region.code;
        let from = self.first_day(member, rng);
        let role = match rng.random_range(0..100) {
            0..4 if target.council.is_none() => PlatformRole::StationHead,
            4..14 => PlatformRole::Convener,
            14..26 => PlatformRole::LiaisonOfficer,
            _ => PlatformRole::FixedMember,
        };
        let names_station = rng.random_range(0..100) < 88;
        let venue = match target.council {
            Some(council) => self.venues.get(council),
            None => self.station(target.township).filter(|_| names_station),
        };
        let issuer = if self.region.parent_code == CITY_THAT_ISSUES_LISTS {
            CITY_THAT_ISSUES_LISTS
        } else {
            code
        };
        let record = Deployment {
            id: record_id(code, "deployment", number),
            committee_id: committee_id(code),
            member_id: member.id.clone(),
            person_id: member.person_id.clone(),
            member_level: member.level,
            locality_code: venue
                .and_then(|venue| venue.platform.locality_code)
                .unwrap_or_else(|| region_code(&self.places.listed[target.township].code)),
            platform_id: venue.map(|venue| venue.platform.id.clone()),
            role,
            issued_by: Some(committee_id(issuer)),
            from_on: from.into(),
            to_on: None,
            document: None,
            ended_reason: None,
            version: 1,
            is_generated: true,
        };
        Posting { member, township: target.township, record }
    }

    fn station(&self, township: usize) -> Option<&Venue> {
        self.venues.iter().find(|venue| {
            venue.township == Some(township) && venue.carries(PlatformKind::Workstation)
        })
    }

    fn first_day(&self, member: &Member, rng: &mut ChaCha8Rng) -> Date {
        let stated = |counted| self.plan.targets.count(&self.region.code, counted).is_some();
        let range = if !stated(Counted::DeployedMembers) {
            AFTER_ELECTIONS
        } else if stated(Counted::Councils) {
            IN_JANUARY_2021
        } else {
            IN_SPRING_2022
        };
        let day = draw_working_day(&range, rng);
        day.max(member.since.civil().saturating_add(1.day()))
    }
}
