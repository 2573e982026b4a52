//! Who gets what of what the province adds to the records of its counties.

use crate::{
    level_table::{Entry, every_field_is_as_the_owner_decides},
    testkit::site,
};

#[tokio::test]
async fn every_field_of_the_province_is_as_its_owner_decides() {
    let report = ("OpinionReport", "id", "621122-o-a");
    let region = ("Region", "code", "621122");
    let entries = [
        Entry { of: "OpinionReport", entity: report, way: &[] },
        Entry { of: "ProvincialHandling", entity: report, way: &["provincialHandling"] },
        Entry { of: "Instruction", entity: report, way: &["provincialHandling", "instructions"] },
        Entry { of: "Region", entity: region, way: &[] },
        Entry { of: "AdoptionTally", entity: region, way: &["provincialAdoption"] },
    ];
    let sdl = include_str!("../../../../schema/province.graphql");
    let regions = ["620000", "610000", "621100", "621122", "621122101"];
    every_field_is_as_the_owner_decides(&site().await, sdl, &entries, &regions).await;
}
