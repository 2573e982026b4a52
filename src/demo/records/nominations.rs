//! Who was put forward for a seat: some who have one, one who waits, and one who was declined.

use jiff::ToSpan as _;
use jiff::civil::{Date, date};
use qianzhan_network::records::members::{Member, SeatStatus, SectorCode};
use qianzhan_network::records::nominations::{NominationStatus, SeatNomination};

use super::names::draw_name;
use super::seed::{committee_id, record_id, stream};
use super::territory::RegionRow;

/// Members in office whose nominations are kept.
const SEATED: usize = 2;
/// Days from a nomination to its seat.
const DAYS_TO_A_SEAT: i64 = 40;
/// Who waits for a seat was put forward on this day, and who was declined was so on the next.
const NOMINATED_ON: Date = date(2024, 10, 15);
const DECLINED_ON: Date = date(2024, 11, 20);
/// Who nominates.
const BODIES: [&str; 4] = ["党委统战部", "工商业联合会", "总工会", "民盟组织"];

/// The nominations of a committee.
pub(super) fn generate_nominations(region: &RegionRow, members: &[Member]) -> Vec<SeatNomination> {
    let mut rng = stream(&region.code, "nominations");
    let in_office = members.iter().filter(|member| member.status == SeatStatus::Active);
    let seated = in_office.take(SEATED).map(|member| SeatNomination {
        person_id: Some(member.person_id.clone()),
        name: member.name.clone(),
        sector: member.sector,
        is_party_member: member.is_party_member,
        employer: member.employer.clone(),
        residence_region: member.residence_region,
        nominated_on: member.since.civil().saturating_sub(DAYS_TO_A_SEAT.days()).into(),
        status: NominationStatus::Seated,
        decided_on: Some(member.since),
        member_id: Some(member.id.clone()),
        version: 2,
        ..nominated(region, member.name.clone())
    });
    let mut nominations: Vec<_> = seated.collect();
    nominations.push(nominated(region, draw_name(&mut rng)));
    nominations.push(SeatNomination {
        status: NominationStatus::Declined,
        decided_on: Some(DECLINED_ON.into()),
        reason: Some("界别名额已满".to_owned()),
        version: 2,
        ..nominated(region, draw_name(&mut rng))
    });
    for (number, nomination) in nominations.iter_mut().enumerate() {
        nomination.id = record_id(&region.code, "nomination", number);
        nomination.nominated_by = BODIES[number % BODIES.len()].to_owned();
    }
    nominations
}

/// Somebody who waits for a seat.
fn nominated(region: &RegionRow, name: String) -> SeatNomination {
    SeatNomination {
        id: record_id(&region.code, "nomination", 0),
        committee_id: committee_id(&region.code),
        person_id: None,
        name,
        sector: SectorCode::Education,
        is_party_member: false,
        employer: Some("某学校".to_owned()),
        residence_region: None,
        nominated_by: BODIES[0].to_owned(),
        nominated_on: NOMINATED_ON.into(),
        status: NominationStatus::Nominated,
        decided_on: None,
        reason: None,
        member_id: None,
        version: 1,
        is_generated: true,
    }
}
