//! Who gets what of the province's work with enterprises and industries.

use crate::{
    level_table::{Entry, every_field_is_as_the_owner_decides},
    testkit::site,
};

#[tokio::test]
async fn every_field_of_the_economy_is_as_its_owner_decides() {
    let contact = ("EnterpriseContact", "id", "620000-c-a");
    let group = ("IndustryAssistanceGroup", "id", "620000-g-a");
    let committee = ("Committee", "id", "620000-committee");
    let region = ("Region", "code", "620000");
    let entries = [
        Entry { of: "EnterpriseContact", entity: contact, way: &[] },
        Entry { of: "EnterpriseVisit", entity: contact, way: &["visits"] },
        Entry { of: "Member", entity: contact, way: &["member"] },
        Entry { of: "IndustryAssistanceGroup", entity: group, way: &[] },
        Entry { of: "GroupMember", entity: group, way: &["members"] },
        Entry { of: "AssistanceItem", entity: group, way: &["items"] },
        Entry { of: "CityAssistance", entity: group, way: &["cityWork"] },
        Entry { of: "Committee", entity: committee, way: &[] },
        Entry { of: "EnterpriseContactNorm", entity: committee, way: &["enterpriseContactNorm"] },
        Entry { of: "DirectorLoad", entity: committee, way: &["directorLoads"] },
        Entry { of: "Region", entity: region, way: &[] },
        Entry { of: "EconomyTally", entity: region, way: &["economyTally"] },
        Entry { of: "CityEnterpriseTally", entity: region, way: &["economyTally", "byCity"] },
    ];
    let sdl = include_str!("../../../../schema/economy.graphql");
    let regions = ["620000", "610000", "620400", "621122", "621122101"];
    every_field_is_as_the_owner_decides(&site().await, sdl, &entries, &regions).await;
}
