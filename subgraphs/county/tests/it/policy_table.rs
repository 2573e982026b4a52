//! Who gets what of a county's own contract.

use crate::{
    level_table::{Entry, every_field_is_as_the_owner_decides},
    testkit::site,
};

#[tokio::test]
async fn every_field_of_the_county_is_as_its_owner_decides() {
    let platform = ("Platform", "id", "621122-p-a");
    let region = ("Region", "code", "621122");
    let entries = [
        Entry { of: "Region", entity: region, way: &[] },
        Entry { of: "Locality", entity: region, way: &["localities"] },
        Entry { of: "Platform", entity: platform, way: &[] },
        Entry { of: "ConsultationCouncil", entity: platform, way: &["council"] },
    ];
    let sdl = include_str!("../../../../schema/county.graphql");
    let regions = ["621122", "621100", "620000", "621123", "620102", "621122101", "621200"];
    every_field_is_as_the_owner_decides(&site().await, sdl, &entries, &regions).await;
}
