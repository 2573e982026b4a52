//! The platforms of a site: stations, rooms, councils, posts and studios, their plaques, and their
//! checks against the six-has standard.

mod by_locality;
mod by_sector;

use std::ops::RangeInclusive;

use jiff::ToSpan as _;
use jiff::civil::{Date, date};
use qianzhan_network::RecordId;
use qianzhan_network::records::members::{Member, SectorCode};
use qianzhan_network::records::platforms::{
    AnnualPlan, AnnualPlanStatus, HostKind, Plaque, Platform, PlatformKind, PlatformStatus,
    SixHasCheck, SixHasSelfCheck,
};
use rand::Rng as _;
use rand_chacha::ChaCha8Rng;

use super::calendar::draw_working_day;
use super::names::draw_name;
use super::places::Places;
use super::plan::Plan;
use super::seed::{committee_id, record_id, region_code, stream};
use super::targets::Counted;
use super::territory::{RegionLevel, RegionRow};

/// Stations and rooms were granted before the first events.
const BEFORE_EVENTS: RangeInclusive<Date> = date(2019, 3, 1)..=date(2020, 12, 31);
const EARLY_2023: RangeInclusive<Date> = date(2023, 2, 1)..=date(2023, 5, 31);
const UP_TO_2023: RangeInclusive<Date> = date(2022, 3, 1)..=date(2023, 11, 30);
const IN_2024: RangeInclusive<Date> = date(2024, 1, 15)..=date(2024, 10, 31);
const CHECKS: RangeInclusive<Date> = date(2024, 11, 1)..=date(2024, 11, 29);

/// One platform with all that hangs on it.
#[derive(Debug)]
pub(super) struct Venue {
    pub(super) platform: Platform,
    pub(super) plaques: Vec<Plaque>,
    pub(super) check: Option<SixHasCheck>,
    pub(super) self_check: Option<SixHasSelfCheck>,
    pub(super) plans: Vec<AnnualPlan>,
    /// Index into the listed localities of the site, where it lies in one.
    pub(super) township: Option<usize>,
}

impl Venue {
    pub(super) fn carries(&self, kind: PlatformKind) -> bool {
        self.plaques.iter().any(|plaque| plaque.kind == kind)
    }

    /// Whether events may be held here on a day.
    pub(super) fn is_open_on(&self, day: Date) -> bool {
        let is_working =
            matches!(self.platform.status, PlatformStatus::Operating | PlatformStatus::Launched);
        is_working && self.plaques.first().is_some_and(|plaque| plaque.granted_on.civil() <= day)
    }
}

/// All platforms of a site.
pub(super) fn generate_platforms(
    plan: &Plan,
    region: &RegionRow,
    places: &Places<'_>,
) -> Vec<Venue> {
    let rng = stream(&region.code, "platforms");
    let mut builder = Builder { plan, region, places, rng, venues: Vec::new() };
    if !places.listed.is_empty() {
        builder.add_workstations();
        builder.add_rooms();
    }
    match region.level {
        RegionLevel::Province => builder.add_provincial_studios(),
        RegionLevel::City => {
            let count = builder.rng.random_range(3..=6);
            builder.add_studios(count, UP_TO_2023);
        }
        RegionLevel::County => builder.add_by_sector(),
    }
    builder.add_houses();
    builder.venues
}

/// What is particular to one platform.
struct Draft<'draft> {
    kinds: &'draft [(PlatformKind, String, RangeInclusive<Date>)],
    locality: Option<&'draft str>,
    township: Option<usize>,
    host_kind: HostKind,
    host: Option<String>,
    head: Option<String>,
    sector: Option<SectorCode>,
    status: PlatformStatus,
    /// The member who leads it.
    lead: Option<&'draft Member>,
    /// Its first activity; the day of its plaque where it is at work and none is given.
    launched_on: Option<Date>,
    status_reason: Option<&'draft str>,
}

impl Default for Draft<'_> {
    fn default() -> Self {
        Self {
            kinds: &[],
            locality: None,
            township: None,
            host_kind: HostKind::Department,
            host: None,
            head: None,
            sector: None,
            status: PlatformStatus::Operating,
            lead: None,
            launched_on: None,
            status_reason: None,
        }
    }
}

struct Builder<'plan> {
    plan: &'plan Plan,
    region: &'plan RegionRow,
    places: &'plan Places<'plan>,
    rng: ChaCha8Rng,
    venues: Vec<Venue>,
}

impl<'plan> Builder<'plan> {
    fn count(&self, counted: Counted) -> Option<u32> {
        self.plan.targets.count(&self.region.code, counted)
    }

    /// A platform in the town where the committee sits.
    fn add_at_seat(
        &mut self,
        kind: PlatformKind,
        plaque: String,
        host_kind: HostKind,
        host: Option<String>,
    ) {
        let locality = self.places.listed.first().map(|row| row.code.as_str());
        let head = draw_name(&mut self.rng);
        self.add(Draft {
            kinds: &[(kind, plaque, BEFORE_EVENTS)],
            locality,
            township: locality.map(|_| 0),
            host_kind,
            host,
            head: Some(head),
            ..Draft::default()
        });
    }

    fn add(&mut self, draft: Draft<'_>) {
        let (kind, name, _) = draft.kinds.first().expect("every draft has a kind");
        let id = record_id(&self.region.code, "platform", self.venues.len());
        let has_plaques = draft.status != PlatformStatus::Preparing;
        let plaques: Vec<Plaque> = draft
            .kinds
            .iter()
            .filter(|_| has_plaques)
            .zip(0..)
            .map(|((kind, name, granted), ordinal)| Plaque {
                platform_id: id.clone(),
                ordinal,
                kind: *kind,
                name: name.clone(),
                granted_on: draw_working_day(granted, &mut self.rng).into(),
            })
            .collect();
        let check = self.draw_check(&id, draft.status);
        let withdrawn_on = (draft.status == PlatformStatus::Withdrawn)
            .then(|| draw_working_day(&IN_2024, &mut self.rng).into());
        let first_plaque = plaques.first().map(|plaque: &Plaque| plaque.granted_on);
        let is_at_work = draft.status == PlatformStatus::Operating;
        let launched_on = draft.launched_on.map(Into::into);
        let plans = plans_of_studio(&id, &draft, self.venues.len());
        let platform = Platform {
            id,
            committee_id: committee_id(&self.region.code),
            kind: *kind,
            name: name.clone(),
            locality_code: draft.locality.map(region_code),
            host_kind: draft.host_kind,
            host: draft.host,
            status: draft.status,
            head: draft.head,
            sector: draft.sector,
            withdrawn_on,
            status_reason: draft.status_reason.map(str::to_owned),
            launched_on: launched_on.or(first_plaque.filter(|_| is_at_work)),
            lead_member_id: draft.lead.map(|member| member.id.clone()),
            lead_unit: None,
            book_count: None,
            version: 1,
            is_generated: true,
            granted_on: None,
        };
        let self_check = check.as_ref().and_then(self_check_before);
        let township = draft.township;
        self.venues.push(Venue { platform, plaques, check, self_check, plans, township });
    }

    /// The yearly check of a platform at work; some have had none.
    fn draw_check(
        &mut self,
        platform_id: &RecordId,
        status: PlatformStatus,
    ) -> Option<SixHasCheck> {
        let rng = &mut self.rng;
        let is_checked = status == PlatformStatus::Operating && rng.random_range(0..100) < 93;
        let mut holds = |percent| rng.random_range(0..100) < percent;
        let items = [99, 97, 98, 96, 92, 88].map(&mut holds);
        let checked_on = draw_working_day(&CHECKS, &mut self.rng);
        let [fixed_place, dedicated_person, signage, duties, annual_plan, outcomes] = items;
        is_checked.then(|| SixHasCheck {
            platform_id: platform_id.clone(),
            checked_on: checked_on.into(),
            fixed_place,
            dedicated_person,
            signage,
            duties,
            annual_plan,
            outcomes,
            checker: None,
            evidence: None,
        })
    }

    /// An ordinary member in office.
    fn some_member(&mut self) -> &'plan Member {
        let members = self.plan.members(self.region);
        let in_office = members.iter().filter(|member| member.until.is_none()).count();
        &members[self.rng.random_range(0..in_office)]
    }

    fn member_of(&self, sector: SectorCode) -> &'plan Member {
        self.plan
            .members(self.region)
            .iter()
            .find(|member| member.sector == sector)
            .expect("every sector has a seat")
    }
}

/// What a platform found of itself a fortnight before the county came: all that the county found, and
/// mostly more. Every third told nothing.
fn self_check_before(check: &SixHasCheck) -> Option<SixHasSelfCheck> {
    let day = check.checked_on.civil();
    let told = SixHasCheck {
        checked_on: day.saturating_sub(14_i64.days()).into(),
        annual_plan: true,
        outcomes: true,
        checker: Some("站长".to_owned()),
        ..check.clone()
    };
    (day.day() % 3 != 0).then_some(SixHasSelfCheck { check: told })
}

/// The plan of 2024 of a studio that is led by a member; every fourth has none.
fn plans_of_studio(id: &RecordId, draft: &Draft<'_>, number: usize) -> Vec<AnnualPlan> {
    let is_planned = draft.lead.is_some() && number % 4 != 3;
    let status = match draft.status {
        PlatformStatus::Postponed => AnnualPlanStatus::Drafted,
        _ => AnnualPlanStatus::Underway,
    };
    let plan = || AnnualPlan {
        platform_id: id.clone(),
        year: 2024,
        status,
        text: "每季度接待一次界别群众，每半年协商一次".to_owned(),
    };
    is_planned.then(plan).into_iter().collect()
}
