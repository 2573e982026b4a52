//! Training sessions and reading groups.

use serde_json::json;

use crate::testkit::{COMMITTEE, COUNTY, id_of, reasons, refused, region, site, written};

#[tokio::test]
async fn a_session_is_planned_held_and_registered() {
    let server = site().await;
    let plan = |kind: &str, on: &str| json!({ "title": "委员培训", "kind": kind, "on": on });
    let id = id_of(&server, "planTraining", COMMITTEE, plan("LECTURE", "2024-03-01")).await;
    let far = id_of(&server, "planTraining", COMMITTEE, plan("STUDY", "2999-03-01")).await;
    let own = ("id", id.as_str());
    let tally = async |period: &str| {
        let field =
            format!("trainingTally(period: \"{period}\") {{ sessions participants lectures }}");
        region(&server, COUNTY, &field).await["trainingTally"].clone()
    };
    assert_eq!(tally("2024").await, json!({ "sessions": 0, "participants": 0, "lectures": 0 }));
    let early = json!({ "expectedVersion": 1, "to": "HELD" });
    let found = refused(&server, "moveTraining", ("id", &far), early).await;
    assert_eq!(found, reasons([("INVALID", "input.on")]));
    let count =
        json!({ "expectedVersion": 1, "to": "HELD", "on": "2024-03-02", "participants": 9 });
    let found = refused(&server, "moveTraining", own, count).await;
    assert_eq!(found, reasons([("INVALID", "input.participants")]));
    let held = json!({ "expectedVersion": 1, "to": "HELD", "on": "2024-03-02" });
    let fields = "trainingSession { status heldOn participants version }";
    let moved = written(&server, "moveTraining", own, held, fields).await;
    assert_eq!(
        moved["trainingSession"],
        json!({ "status": "HELD", "heldOn": "2024-03-02", "participants": null, "version": 2 })
    );
    let nobody = json!({ "expectedVersion": 2, "to": "REGISTERED" });
    let found = refused(&server, "moveTraining", own, nobody).await;
    assert_eq!(found, reasons([("REQUIRED", "input.participants")]));
    let register = json!({ "expectedVersion": 2, "to": "REGISTERED", "participants": 31 });
    written(&server, "moveTraining", own, register, "id").await;
    assert_eq!(tally("2024-Q1").await, json!({ "sessions": 1, "participants": 31, "lectures": 1 }));
    assert_eq!(tally("2024-Q2").await["sessions"], 0);
    let of_township = region(&server, "621122101", "trainingTally { sessions }").await;
    assert_eq!(of_township["trainingTally"], serde_json::Value::Null);
    let listed =
        "trainingSessions(filter: { status: REGISTERED, period: \"2024\" }) { totalCount }";
    assert_eq!(region(&server, COUNTY, listed).await["trainingSessions"]["totalCount"], 1);
}

#[tokio::test]
async fn a_main_group_has_groups_and_activities() {
    let server = site().await;
    let found = |name: &str, parent: Option<&str>| json!({ "name": name, "parentId": parent, "on": "2023-01-05" });
    let main = id_of(&server, "foundReadingGroup", COMMITTEE, found("总群", None)).await;
    let sub = id_of(&server, "foundReadingGroup", COMMITTEE, found("一群", Some(&main))).await;
    let deep = refused(&server, "foundReadingGroup", COMMITTEE, found("孙群", Some(&sub))).await;
    assert_eq!(deep, reasons([("INVALID", "input.parentId")]));
    let read = |version: i64, on: &str| json!({ "expectedVersion": version, "on": on, "title": "共读一本书", "participants": 12 });
    let own = ("id", sub.as_str());
    let early = refused(&server, "recordReadingActivity", own, read(1, "2023-01-04")).await;
    assert_eq!(early, reasons([("INVALID", "input.on")]));
    for (version, on) in [(1, "2023-04-23"), (2, "2024-04-23")] {
        written(&server, "recordReadingActivity", own, read(version, on), "id").await;
    }
    let fields = "readingGroups(filter: { isMain: false }) { nodes { name isOnline parent { name } \
        activities { on participants } } } trainingTally(period: \"2023\") { readingGroups \
        readingActivities readingPersonTimes }";
    let told = region(&server, COUNTY, fields).await;
    assert_eq!(
        told["readingGroups"]["nodes"],
        json!([{ "name": "一群", "isOnline": true, "parent": { "name": "总群" }, "activities": [
            { "on": "2023-04-23", "participants": 12 }, { "on": "2024-04-23", "participants": 12 }] }])
    );
    assert_eq!(
        told["trainingTally"],
        json!({ "readingGroups": 2, "readingActivities": 1, "readingPersonTimes": 12 })
    );
}
