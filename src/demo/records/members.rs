//! The committee of a region and its members.

use jiff::ToSpan as _;
use jiff::civil::{Date, date};
use qianzhan_network::Level;
use qianzhan_network::records::committees::Committee;
use qianzhan_network::records::members::{Member, OfficeRole, SeatStatus, SectorCode};
use rand::Rng;
use rand_chacha::ChaCha8Rng;

use super::calendar::LAST_DAY;
use super::names::draw_name;
use super::plan::Plan;
use super::residence::FIRST_ORDINARY_SEAT;
use super::seats::{is_stated, seats_in_office};
use super::sectors::{
    draw_seat_sectors, draw_sector_count, draw_sectors, is_non_party, special_committee,
};
use super::seed::{committee_id, person_id, record_id, region_code, stream};
use super::targets::Counted;
use super::territory::{RegionLevel, RegionRow};
use super::wording::employer;

/// Terms began in these years; a member re-elected has sat since an earlier one. The last lies
/// before the first events of the demonstration.
const TERM_STARTS: [Date; 3] = [date(2011, 11, 20), date(2016, 11, 20), date(2020, 11, 20)];
const SCORED_PERCENT: u32 = 94;

/// The committee of a region.
pub(super) fn generate_committee(plan: &Plan, region: &RegionRow) -> Committee {
    let superior =
        (region.level != RegionLevel::Province).then(|| committee_id(&region.parent_code));
    Committee {
        id: committee_id(&region.code),
        region_code: region_code(&region.code),
        level: level(region),
        name: committee_name(region),
        term_no: plan.targets.count(&region.code, Counted::TermNo).map(i64::from),
        superior_id: superior,
        is_generated: true,
    }
}

/// The full name, such as 中国人民政治协商会议陇西县委员会.
fn committee_name(region: &RegionRow) -> String {
    format!("中国人民政治协商会议{}委员会", region.name)
}

/// The level of a region's committee.
pub(super) fn level(region: &RegionRow) -> Level {
    match region.level {
        RegionLevel::Province => Level::Province,
        RegionLevel::City => Level::City,
        RegionLevel::County => Level::County,
    }
}

/// The seats of one committee: those in office first, then the suspended and the exited.
pub(super) fn generate_members(plan: &Plan, region: &RegionRow) -> Vec<Member> {
    let in_office = seats_in_office(plan, region);
    let mut rng = stream(&region.code, "members");
    let sectors = sectors_of(plan, region);
    let fixed: Vec<(SectorCode, u32)> = plan
        .targets
        .count(&region.code, Counted::AgricultureMembers)
        .map(|seats| (SectorCode::Agriculture, seats))
        .into_iter()
        .collect();
    let mut seat_sectors = draw_seat_sectors(in_office, &sectors, &fixed, &mut rng);
    if !is_stated(plan, region) {
        let out_of_office = seat_sectors.len() / 40;
        seat_sectors.extend_from_within(..out_of_office);
    }
    let placed_percent = if plan.targets.count(&region.code, Counted::Members).is_some() {
        100
    } else {
        rng.random_range(70..=98)
    };
    let seats = Seats { plan, region, in_office: in_office as usize, placed_percent };
    seat_sectors
        .into_iter()
        .enumerate()
        .map(|(seat, sector)| seats.generate(seat, sector, &mut rng))
        .collect()
}

fn sectors_of(plan: &Plan, region: &RegionRow) -> Vec<SectorCode> {
    let mut rng = stream(&region.code, "sectors");
    let drawn = draw_sector_count(region.level, &mut rng);
    let count =
        plan.targets.count(&region.code, Counted::Sectors).map_or(drawn, |stated| stated as usize);
    draw_sectors(count, &mut rng)
}

/// What the seats of one committee have in common.
struct Seats<'plan> {
    plan: &'plan Plan,
    region: &'plan RegionRow,
    in_office: usize,
    placed_percent: u32,
}

impl Seats<'_> {
    fn generate(&self, seat: usize, sector: SectorCode, rng: &mut ChaCha8Rng) -> Member {
        let region = self.region;
        // Drawn for every seat, used or not, so that one seat's nature does not move its
        // neighbours' draws.
        let own_name = draw_name(rng);
        let own_employer = employer(&region.short_name, rng);
        let is_placed = rng.random_range(0..100) < self.placed_percent;
        let since = self.since(seat, rng);
        let score = draw_score(rng);
        let party_draw = rng.random_range(0..100);
        let (status, until) = self.status(seat, rng);

        let office = office(region.level, seat);
        let is_head = !matches!(office, OfficeRole::StandingMember | OfficeRole::Member);
        let person = self.shared_person(seat);
        let (person_id, name, employer) = match person {
            Some(other) => (other.person_id.clone(), other.name.clone(), other.employer.clone()),
            None if is_head => {
                let office = format!("{}政协", region.name);
                (person_id(&region.code, seat), own_name, Some(office))
            }
            None => (person_id(&region.code, seat), own_name, Some(own_employer)),
        };
        let is_party_member = match person {
            Some(other) => other.is_party_member,
            None if office == OfficeRole::Chair => true,
            None => sector == SectorCode::Cpc || (!is_non_party(sector) && party_draw < 42),
        };
        let residence = self.plan.residences.of_seat(region, seat).unwrap_or(&region.code);
        Member {
            id: record_id(&region.code, "member", seat),
            committee_id: committee_id(&region.code),
            person_id,
            level: level(region),
            name,
            sector,
            office,
            status,
            is_party_member,
            employer,
            residence_region: Some(region_code(residence)),
            special_committee: is_placed
                .then(|| special_committee(region.level, sector).to_owned()),
            since: since.into(),
            until: until.map(Into::into),
            duty_score: score,
            version: 1,
            is_generated: true,
        }
    }

    /// The city's member who holds this county seat too, if the seat is such a second seat.
    fn shared_person(&self, seat: usize) -> Option<&Member> {
        let Self { plan, region, .. } = self;
        if region.level != RegionLevel::County || seat >= self.in_office {
            return None;
        }
        let place = seat.checked_sub(FIRST_ORDINARY_SEAT)?;
        let shared = plan.residences.double_seats(&region.parent_code, &region.code);
        let city = plan.territory.region(&region.parent_code)?;
        plan.members(city).get(*shared.get(place)?)
    }

    fn since(&self, seat: usize, rng: &mut ChaCha8Rng) -> Date {
        let term = rng.random_range(0..10);
        let late_days = rng.random_range(0..1_000);
        let is_late = rng.random_range(0..100) < 3;
        let is_ordinary = (FIRST_ORDINARY_SEAT..self.in_office).contains(&seat);
        let may_be_late = is_ordinary && self.is_free_of_figures();
        if is_late && may_be_late {
            return date(2022, 1, 10).saturating_add(late_days.days());
        }
        TERM_STARTS[match term {
            0 => 0,
            1..=3 => 1,
            _ => 2,
        }]
    }

    /// Whether no figure depends on this committee's seats, its county's deployments included.
    fn is_free_of_figures(&self) -> bool {
        self.region.level == RegionLevel::County && !is_stated(self.plan, self.region)
    }

    fn status(&self, seat: usize, rng: &mut ChaCha8Rng) -> (SeatStatus, Option<Date>) {
        let is_suspended = rng.random_range(0..3) == 0;
        let exit = date(2022, 3, 1).saturating_add(rng.random_range(0..900).days());
        if seat < self.in_office {
            (SeatStatus::Active, None)
        } else if is_suspended {
            (SeatStatus::Suspended, None)
        } else {
            (SeatStatus::Exited, Some(exit.min(LAST_DAY)))
        }
    }
}

fn office(level: RegionLevel, seat: usize) -> OfficeRole {
    let (vice_chairs, secretaries, standing) = match level {
        RegionLevel::Province => (8, 1, 90),
        RegionLevel::City => (6, 1, 40),
        RegionLevel::County => (4, 0, 16),
    };
    let secretary_from = 1 + vice_chairs;
    let standing_from = secretary_from + secretaries;
    if seat == 0 {
        OfficeRole::Chair
    } else if seat < secretary_from {
        OfficeRole::ViceChair
    } else if seat < standing_from {
        OfficeRole::SecretaryGeneral
    } else if seat < standing_from + standing {
        OfficeRole::StandingMember
    } else {
        OfficeRole::Member
    }
}

/// A yearly score from 58 to 100 with one decimal, most often near 80; none for some seats.
fn draw_score(rng: &mut impl Rng) -> Option<f64> {
    let tenths = 580 + rng.random_range(0..=210) + rng.random_range(0..=210);
    (rng.random_range(0..100) < SCORED_PERCENT).then(|| f64::from(tenths) / 10.0)
}
