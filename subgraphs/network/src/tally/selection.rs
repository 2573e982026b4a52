//! Which figures a client selected: nothing else is computed.

use async_graphql::Lookahead;

/// Groups of figures, each computed by one statement.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default)]
pub(crate) struct TallySelection {
    pub(super) committees: bool,
    pub(super) seats: bool,
    pub(super) distinct_persons: bool,
    pub(super) person_set: bool,
    pub(super) places: bool,
    pub(super) plaques: bool,
    pub(super) deployments: bool,
    pub(super) topics: bool,
    pub(super) events: bool,
    pub(super) opinion_reports: bool,
    pub(super) appeals: bool,
    pub(super) townships: bool,
    pub(super) placed_members: bool,
    pub(super) committees_with_codes: bool,
    pub(super) coded_members: bool,
    pub(super) coded_places: bool,
    pub(super) code_scans: bool,
    pub(super) places_awaiting_check: bool,
    pub(super) by_code_bearer: bool,
    pub(super) by_member_group_kind: bool,
    pub(super) by_six_has_item: bool,
    pub(super) by_special_committee: bool,
    pub(super) by_platform_kind: bool,
    pub(super) sector_members: bool,
    pub(super) sector_participations: bool,
    pub(super) by_month: bool,
    pub(super) by_topic_source: bool,
    pub(super) by_consultation_kind: bool,
}

impl TallySelection {
    /// What is selected below a field of type `Tally`.
    pub(super) fn of(selected: &Lookahead<'_>) -> Self {
        let has = |name: &str| selected.field(name).exists();
        let has_any = |names: &[&str]| names.iter().any(|name| has(name));
        let by_sector = selected.field("bySector");
        let sector_has = |name: &str| by_sector.field(name).exists();
        Self {
            committees: has("committees"),
            seats: has_any(&[
                "members",
                "placementRate",
                "scoredMembers",
                "meanDutyScore",
                "minDutyScore",
                "maxDutyScore",
            ]),
            distinct_persons: has("distinctPersons"),
            person_set: has("personSet"),
            places: has_any(&["places", "compliantPlaces", "allPlacesCompliant"]),
            plaques: has("plaques"),
            deployments: has("deployments"),
            topics: has("topicsCollected"),
            events: has_any(&[
                "consultationEvents",
                "memberParticipations",
                "residentParticipations",
                "suggestionsCollected",
                "problemsFound",
                "problemsSolved",
                "firstEventOn",
                "lastEventOn",
                "meanMembersPresent",
            ]),
            opinion_reports: has("opinionReports"),
            appeals: has("appealsCollected"),
            townships: has("anyTownshipWithoutStation"),
            placed_members: has_any(&["placedMembers", "placementRate"]),
            committees_with_codes: has("committeesWithCodes"),
            coded_members: has("codedMembers"),
            coded_places: has("codedPlaces"),
            code_scans: has("codeScans"),
            places_awaiting_check: has("placesAwaitingSixHasCheck"),
            by_code_bearer: has("byCodeBearer"),
            by_member_group_kind: has("byMemberGroupKind"),
            by_six_has_item: has("bySixHasItem"),
            by_special_committee: has("bySpecialCommittee"),
            by_platform_kind: has("byPlatformKind"),
            // The codes alone are those of either figure.
            sector_members: by_sector.exists()
                && (sector_has("members") || !sector_has("participations")),
            sector_participations: by_sector.exists()
                && (sector_has("participations") || !sector_has("members")),
            by_month: has("byMonth"),
            by_topic_source: has("byTopicSource"),
            by_consultation_kind: has("byConsultationKind"),
        }
    }
}
