//! Roll-ups of activities, and what is counted under a brand.

use serde_json::json;

use crate::testkit::{data, site};

fn tally(period: &str, fields: &str) -> String {
    format!(
        "{{ _entities(representations: [{{ __typename: \"Region\", code: \"621122\" }}]) \
         {{ ... on Region {{ activityTally(period: \"{period}\") {{ {fields} }} }} }} }}"
    )
}

#[tokio::test]
async fn what_was_held_counts_and_what_is_planned_does_not() {
    let server = site().await;
    let query = tally(
        "2023",
        "meetings meetingMembers meetingSuggestions meetingSuggestionsAdopted \
         meetingsOnTopicsFromBelow sectorActivities activityMemberParticipations \
         activityPublicParticipations activitySuggestions activitySuggestionsAdopted \
         jointActivities surveys reportsSubmitted reportsAdopted reportsReferred reportsHandled \
         reportAspects reportSuggestions",
    );
    assert_eq!(
        data(&server, &query).await["_entities"][0]["activityTally"],
        json!({ "meetings": 2, "meetingMembers": 12, "meetingSuggestions": 4,
            "meetingSuggestionsAdopted": 3, "meetingsOnTopicsFromBelow": 0,
            "sectorActivities": 2, "activityMemberParticipations": 37,
            "activityPublicParticipations": 100, "activitySuggestions": 20,
            "activitySuggestionsAdopted": 6, "jointActivities": 1, "surveys": 2,
            "reportsSubmitted": 1, "reportsAdopted": 1, "reportsReferred": 1, "reportsHandled": 1,
            "reportAspects": 3, "reportSuggestions": 7 })
    );
    let query = tally("2022", "meetings sectorActivities surveys byHost { host }");
    assert_eq!(
        data(&server, &query).await["_entities"][0]["activityTally"],
        json!({ "meetings": 0, "sectorActivities": 0, "surveys": 0, "byHost": [] })
    );
}

#[tokio::test]
async fn a_special_committees_meetings_and_activities_stand_together() {
    let server = site().await;
    let before = server.site().database.statement_count();
    let query = tally(
        "2023",
        "byHost { host meetings meetingMembers sectorActivities activitySuggestionsAdopted \
         problemsSolved } bySector { sector sectorActivities publicParticipations }",
    );
    assert_eq!(
        data(&server, &query).await["_entities"][0]["activityTally"],
        json!({
            "byHost": [{ "host": "经济科技委员会", "meetings": 2, "meetingMembers": 12,
                "sectorActivities": 2, "activitySuggestionsAdopted": 6, "problemsSolved": 3 }],
            "bySector": [
                { "sector": "ECONOMY", "sectorActivities": 2, "publicParticipations": 100 },
                { "sector": "WOMEN", "sectorActivities": 1, "publicParticipations": 60 },
            ] })
    );
    assert_eq!(server.site().database.statement_count() - before, 3);
}

#[tokio::test]
async fn events_count_under_their_brand_and_those_above() {
    let server = site().await;
    for (brand, period, count) in [
        ("a", "", 3),
        ("a", "(period: \"2023\")", 2),
        ("b", "", 2),
        ("c", "", 1),
        ("d", "(period: \"2023\")", 0),
    ] {
        let query = format!(
            "{{ brand(id: \"621122-b-{brand}\") {{ n: consultationEventCount{period} }} }}"
        );
        assert_eq!(data(&server, &query).await["brand"]["n"], count, "{brand} {period}");
    }
    let query = "{ brand(id: \"621122-b-a\") { children { name parent { id } locality { name } \
        children { name } } } }";
    assert_eq!(
        data(&server, query).await["brand"]["children"],
        json!([{ "name": "襄武助力", "parent": { "id": "621122-b-a" },
            "locality": { "name": "巩昌镇" }, "children": [{ "name": "阳光议事" }] }])
    );
}

#[tokio::test]
async fn a_committee_counts_its_own() {
    let server = site().await;
    let query =
        "{ committee(id: \"621122-committee\") { activityTally(period: \"2023\") { meetings } } }";
    assert_eq!(data(&server, query).await["committee"]["activityTally"]["meetings"], 2);
}

#[tokio::test]
async fn regions_that_cover_the_same_records_share_a_roll_up() {
    let server = site().await;
    let mut counts = Vec::new();
    for codes in [&["621122"][..], &["621122", "621100", "620000"]] {
        let representations: String = codes
            .iter()
            .map(|code| format!("{{ __typename: \"Region\", code: \"{code}\" }} "))
            .collect();
        let query = format!(
            "{{ _entities(representations: [{representations}]) {{ ... on Region {{ \
             activityTally {{ meetings surveys byHost {{ host }} }} }} }} }}"
        );
        let before = server.site().database.statement_count();
        let told = data(&server, &query).await;
        counts.push(server.site().database.statement_count() - before);
        let told = told["_entities"].as_array().expect("a list");
        assert!(told.iter().all(|it| it == &told[0]), "{told:?}");
    }
    assert_eq!(counts[0], counts[1], "{counts:?}");
}
