//! Who gets what of a committee's activities.

use crate::{
    level_table::{Entry, every_field_is_as_the_owner_decides},
    testkit::site,
};

#[tokio::test]
async fn every_field_of_activities_is_as_their_owner_decides() {
    let plan = ("ConsultationPlan", "id", "621122-plan");
    let meeting = ("ConsultationMeeting", "id", "621122-m-a");
    let activity = ("SectorActivity", "id", "621122-a-b");
    let survey = ("Survey", "id", "621122-u-a");
    let brand = ("Brand", "id", "621122-b-b");
    let region = ("Region", "code", "621122");
    let entries = [
        Entry { of: "ConsultationPlan", entity: plan, way: &[] },
        Entry { of: "PlanTopic", entity: plan, way: &["topics"] },
        Entry { of: "ConsultationMeeting", entity: meeting, way: &[] },
        Entry { of: "MeetingSpeaker", entity: meeting, way: &["speakers"] },
        Entry { of: "MeetingSuggestion", entity: meeting, way: &["suggestions"] },
        Entry { of: "Member", entity: meeting, way: &["speakers", "member"] },
        Entry { of: "Sector", entity: meeting, way: &["speakers", "sector"] },
        Entry { of: "Committee", entity: meeting, way: &["committee"] },
        Entry { of: "SectorActivity", entity: activity, way: &[] },
        Entry { of: "ActivitySector", entity: activity, way: &["sectors"] },
        Entry { of: "Survey", entity: survey, way: &[] },
        Entry { of: "SurveyMember", entity: survey, way: &["members"] },
        Entry { of: "Brand", entity: brand, way: &[] },
        Entry { of: "Locality", entity: brand, way: &["locality"] },
        Entry { of: "Platform", entity: ("Platform", "id", "621100-p-a"), way: &[] },
        Entry { of: "Topic", entity: ("Topic", "id", "621122-t-a"), way: &[] },
        Entry {
            of: "TopicNomination",
            entity: ("Topic", "id", "621122-t-a"),
            way: &["nominations"],
        },
        Entry { of: "OpinionReport", entity: ("OpinionReport", "id", "621100-o-a"), way: &[] },
        Entry { of: "Region", entity: region, way: &[] },
        Entry { of: "ActivityTally", entity: region, way: &["activityTally"] },
        Entry { of: "HostTally", entity: region, way: &["activityTally", "byHost"] },
        Entry { of: "ActivitySectorTally", entity: region, way: &["activityTally", "bySector"] },
    ];
    let sdl = include_str!("../../../../schema/activities.graphql");
    let regions = ["621122", "621100", "620000", "621123", "621122101"];
    every_field_is_as_the_owner_decides(&site().await, sdl, &entries, &regions).await;
}
