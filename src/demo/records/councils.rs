//! The consultation councils of a county: a body for each place that carries its plaque.

use qianzhan_county::{ConsultationCouncil, CouncilStatus};
use qianzhan_network::RecordId;
use qianzhan_network::records::platforms::PlatformKind;
use rand::Rng as _;

use super::deployments::Posting;
use super::platforms::Venue;
use super::seed::stream;
use super::territory::RegionRow;

/// The councils of a county. A council has a room of its own where the room's plaque hangs on the
/// same place, and as fixed members at least those who are deployed to it.
pub(super) fn consultation_councils(
    region: &RegionRow,
    venues: &[Venue],
    postings: &[Posting<'_>],
) -> Vec<ConsultationCouncil> {
    let mut rng = stream(&region.code, "councils");
    venues
        .iter()
        .filter_map(|venue| {
            let plaque = venue
                .plaques
                .iter()
                .find(|plaque| plaque.kind == PlatformKind::ConsultationCouncil)?;
            let deployed = deployed_to(&venue.platform.id, postings);
            Some(ConsultationCouncil {
                platform_id: venue.platform.id.clone(),
                name: plaque.name.clone(),
                convener: venue.platform.head.clone(),
                fixed_member_count: deployed + rng.random_range(5..=12),
                has_room: venue.carries(PlatformKind::ConsultationRoom),
                term_no: None,
                status: CouncilStatus::Formed,
                version: 1,
                is_generated: true,
            })
        })
        .collect()
}

fn deployed_to(platform: &RecordId, postings: &[Posting<'_>]) -> u32 {
    let count = postings
        .iter()
        .filter(|posting| posting.record.platform_id.as_ref() == Some(platform))
        .count();
    u32::try_from(count).expect("few are deployed to one place")
}
