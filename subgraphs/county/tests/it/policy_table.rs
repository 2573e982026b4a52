//! Who gets what of a county's own contract.

use crate::{
    level_table::{Entry, every_field_is_as_the_owner_decides},
    testkit::site,
};

#[tokio::test]
async fn every_field_of_the_county_is_as_its_owner_decides() {
    let platform = ("Platform", "id", "621122-p-a");
    let region = ("Region", "code", "621122");
    let case = ("MediationCase", "id", "621122-c-a");
    let event = ("ConsultationEvent", "id", "621122-e-micro");
    let entries = [
        Entry { of: "Region", entity: region, way: &[] },
        Entry { of: "Locality", entity: region, way: &["localities"] },
        Entry { of: "Platform", entity: platform, way: &[] },
        Entry { of: "ConsultationCouncil", entity: platform, way: &["council"] },
        Entry { of: "FixedMember", entity: platform, way: &["council", "fixedMembers"] },
        Entry { of: "MediationCase", entity: case, way: &[] },
        Entry { of: "CaseMember", entity: case, way: &["members"] },
        Entry { of: "Member", entity: case, way: &["members", "member"] },
        Entry { of: "Committee", entity: case, way: &["committee"] },
        Entry { of: "FridayMatter", entity: ("FridayMatter", "id", "621122-f-a"), way: &[] },
        Entry { of: "ConsultationEvent", entity: event, way: &[] },
        Entry { of: "MicroConsultation", entity: event, way: &["micro"] },
        Entry { of: "MicroTeamMember", entity: event, way: &["micro", "team"] },
        Entry { of: "Proposal", entity: event, way: &["micro", "proposal"] },
        Entry { of: "OpinionReport", entity: ("OpinionReport", "id", "621100-o-a"), way: &[] },
        Entry { of: "CountyTally", entity: region, way: &["countyTally"] },
        Entry {
            of: "MediationKindTally",
            entity: region,
            way: &["countyTally", "byMediationKind"],
        },
        Entry { of: "DifficultyTally", entity: region, way: &["countyTally", "openByDifficulty"] },
        Entry { of: "SectorGroupTally", entity: region, way: &["countyTally", "bySectorGroup"] },
    ];
    let sdl = include_str!("../../../../schema/county.graphql");
    let regions = ["621122", "621100", "620000", "621123", "620102", "621122101", "621200"];
    every_field_is_as_the_owner_decides(&site().await, sdl, &entries, &regions).await;
}
