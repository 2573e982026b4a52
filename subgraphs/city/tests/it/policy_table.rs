//! Who gets what of what a city adds to the records of its counties.

use crate::{
    level_table::{Entry, every_field_is_as_the_owner_decides},
    testkit::site,
};

#[tokio::test]
async fn every_field_of_the_city_is_as_its_owner_decides() {
    let report = ("OpinionReport", "id", "621122-o-a");
    let committee = ("Committee", "id", "621122-committee");
    let assistance = ("CityAssistance", "id", "621100-g-a");
    let entries = [
        Entry { of: "OpinionReport", entity: report, way: &[] },
        Entry { of: "CityHandling", entity: report, way: &["cityHandling"] },
        Entry { of: "Committee", entity: committee, way: &[] },
        Entry { of: "CityAssistance", entity: assistance, way: &[] },
        Entry { of: "AssistanceProgress", entity: assistance, way: &["progress"] },
        Entry { of: "CountyAssessment", entity: committee, way: &["cityAssessments"] },
    ];
    let sdl = include_str!("../../../../schema/city.graphql");
    let regions = ["621100", "620000", "621200", "621122", "621122101", "620102"];
    every_field_is_as_the_owner_decides(&site().await, sdl, &entries, &regions).await;
}
