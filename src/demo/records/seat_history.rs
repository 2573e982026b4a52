//! What became of seats: their changes of status, and their placements in special committees.

use jiff::ToSpan as _;
use jiff::civil::{Date, date};
use qianzhan_network::records::members::{
    Member, SeatStatus, SeatStatusChange, SpecialCommitteeSeat,
};

use super::territory::RegionRow;

/// 张掖, where about three in ten were placed before all were.
const CITY_OF_THE_REFORM: &str = "620700";
const REFORM: Date = date(2022, 1, 10);
/// Of ten seats there, so many were placed before.
const PLACED_BEFORE: usize = 3;
/// Suspensions lie after this day.
const FIRST_SUSPENSION: Date = date(2023, 3, 1);

/// The changes of status of each seat, the first of which is that it was taken.
pub(super) fn status_changes(members: &[Member]) -> Vec<SeatStatusChange> {
    let mut changes = Vec::new();
    for (seat, member) in members.iter().enumerate() {
        let change = |ordinal, status, changed_on, reason: Option<&str>| SeatStatusChange {
            member_id: member.id.clone(),
            ordinal,
            status,
            changed_on,
            reason: reason.map(str::to_owned),
        };
        changes.push(change(0, SeatStatus::Active, member.since, None));
        let days = i64::try_from(seat % 500).expect("below 500");
        let suspended_on = FIRST_SUSPENSION.saturating_add(days.days()).into();
        match (member.status, member.until) {
            (SeatStatus::Exited, Some(until)) => {
                changes.push(change(1, SeatStatus::Exited, until, Some("工作变动")));
            }
            (SeatStatus::Suspended, _) => {
                let on = member.since.max(suspended_on);
                changes.push(change(1, SeatStatus::Suspended, on, Some("履职不足，暂停")));
            }
            _ => {}
        }
    }
    changes
}

/// The placement of each seat that has one.
pub(super) fn placements(region: &RegionRow, members: &[Member]) -> Vec<SpecialCommitteeSeat> {
    let is_reformed = region.code == CITY_OF_THE_REFORM;
    let placement = |(seat, member): (usize, &Member)| {
        let special_committee = member.special_committee.clone()?;
        let is_late = is_reformed && seat % 10 >= PLACED_BEFORE;
        let from_on = if is_late { member.since.max(REFORM.into()) } else { member.since };
        let member_id = member.id.clone();
        let to_on = member.until;
        Some(SpecialCommitteeSeat { member_id, ordinal: 0, special_committee, from_on, to_on })
    };
    members.iter().enumerate().filter_map(placement).collect()
}
