//! Who gets what of a committee's proposals.

use crate::{
    level_table::{Entry, every_field_is_as_the_owner_decides},
    testkit::site,
};

#[tokio::test]
async fn every_field_of_proposals_is_as_their_owner_decides() {
    let proposal = ("Proposal", "id", "621122-p-a");
    let supervision = ("ProposalSupervision", "id", "621122-s-a");
    let region = ("Region", "code", "621122");
    let entries = [
        Entry { of: "Proposal", entity: proposal, way: &[] },
        Entry { of: "Proposer", entity: proposal, way: &["proposers"] },
        Entry { of: "ProposalUnit", entity: proposal, way: &["handlingUnits"] },
        Entry { of: "Sector", entity: proposal, way: &["sector"] },
        Entry { of: "Survey", entity: proposal, way: &["survey"] },
        Entry { of: "Appeal", entity: ("Appeal", "id", "621100-a-a"), way: &[] },
        Entry { of: "Topic", entity: ("Topic", "id", "621100-t-a"), way: &[] },
        Entry { of: "Member", entity: proposal, way: &["proposers", "member"] },
        Entry { of: "Committee", entity: proposal, way: &["committee"] },
        Entry { of: "ProposalSupervision", entity: supervision, way: &[] },
        Entry { of: "Region", entity: region, way: &[] },
        Entry { of: "ProposalTally", entity: region, way: &["proposalTally"] },
        Entry { of: "ProposalKindTally", entity: region, way: &["proposalTally", "byKind"] },
        Entry { of: "ProposalStatusTally", entity: region, way: &["proposalTally", "byStatus"] },
        Entry { of: "SectorProposalTally", entity: region, way: &["proposalTally", "bySector"] },
        Entry {
            of: "HandlingUnitTally",
            entity: region,
            way: &["proposalTally", "byHandlingUnit"],
        },
        Entry { of: "LeaderTally", entity: region, way: &["proposalTally", "byLeader"] },
    ];
    let sdl = include_str!("../../../../schema/proposals.graphql");
    let regions = ["621122", "621100", "620000", "621123", "621122101"];
    every_field_is_as_the_owner_decides(&site().await, sdl, &entries, &regions).await;
}
