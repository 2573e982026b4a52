//! How many seats a committee has in office, and since when its members have sat.

use super::plan::Plan;
use super::sizes;
use super::targets::{Counted, Targets};
use super::territory::{RegionLevel, RegionRow, Territory};

/// Seats in office of the province or a city: what a document states, or what is plausible.
pub(super) fn seats_of_superior(
    territory: &Territory,
    targets: &Targets,
    region: &RegionRow,
) -> u32 {
    targets.count(&region.code, Counted::Members).unwrap_or_else(|| sizes::seats(territory, region))
}

/// Seats in office of any committee.
///
/// Where a document states only how many members of all levels are deployed in a county, the
/// county's own seats are those that the seats from above leave over.
pub(super) fn seats_in_office(plan: &Plan, region: &RegionRow) -> u32 {
    let is_county = region.level == RegionLevel::County;
    let deployed = plan.targets.count(&region.code, Counted::DeployedMembers);
    match (plan.targets.count(&region.code, Counted::Members), deployed) {
        (None, Some(deployed)) if is_county => {
            let above = plan.residences.provincial_seats(&region.code).len()
                + plan.residences.city_seats(&region.parent_code, &region.code).len();
            deployed.saturating_sub(u32::try_from(above).expect("few seats"))
        }
        _ => seats_of_superior(&plan.territory, &plan.targets, region),
    }
}

/// Whether a document states the number of seats or of deployed members: then no seat is vacant,
/// suspended or filled late, so that the number stands for any day.
pub(super) fn is_stated(plan: &Plan, region: &RegionRow) -> bool {
    [Counted::Members, Counted::DeployedMembers, Counted::AgricultureMembers]
        .into_iter()
        .any(|counted| plan.targets.count(&region.code, counted).is_some())
}
