//! Plans, meetings, activities, surveys and brands from their beginning to their end.

use qianzhan_network::CallerRole;
use serde_json::{Value, json};

use crate::testkit::{COMMITTEE, ask, caller, data, site, write, written};

const OWN: (&str, &str) = ("committeeId", COMMITTEE);

#[tokio::test]
async fn a_meeting_goes_from_the_published_plan_to_what_was_taken_up() {
    let server = site().await;
    let plan =
        "year: 2024, title: \"2024年协商计划\", topics: [{ title: \"冷链\", form: BIMONTHLY }]";
    let plan = written(&server, "draftConsultationPlan", OWN, plan).await;
    let meeting = format!(
        "series: BIMONTHLY, title: \"冷链物流\", host: \"经济科技委员会\", planId: \"{plan}\", \
         topicId: \"621122-t-x\", heldOn: \"2024-05-20\""
    );
    let early = write(&server, "planConsultationMeeting", OWN, "early", &meeting).await;
    assert_eq!(early["userErrors"][0]["field"], json!(["input", "planId"]));
    let publish = "expectedVersion: 1, to: PUBLISHED";
    written(&server, "moveConsultationPlan", ("id", &plan), publish).await;
    let id = written(&server, "planConsultationMeeting", OWN, &meeting).await;
    let own = ("id", id.as_str());
    let few = "expectedVersion: 2, to: HELD, memberCount: 1, speakers: [{ memberId: \"621122-x-1\" }, \
        { memberId: \"621122-x-2\" }]";
    written(&server, "moveConsultationMeeting", own, "expectedVersion: 1, to: UNDERTAKEN").await;
    let few = write(&server, "moveConsultationMeeting", own, "few", few).await;
    assert_eq!(few["userErrors"][0]["field"], json!(["input", "memberCount"]));
    for input in [
        "expectedVersion: 2, to: HELD, memberCount: 6, speakers: [{ memberId: \"621122-x-1\", \
         sector: ECONOMY }, { body: \"企业代表\" }]",
        "expectedVersion: 3, to: SUGGESTED, suggestions: [{ memberId: \"621122-x-1\", \
         text: \"共建冷库\" }, { text: \"统一标准\" }]",
    ] {
        written(&server, "moveConsultationMeeting", own, input).await;
    }
    let beyond = "expectedVersion: 4, to: ADOPTED, adopted: [2, 3, 2]";
    let beyond = write(&server, "moveConsultationMeeting", own, "beyond", beyond).await;
    assert_eq!(
        beyond["userErrors"]
            .as_array()
            .expect("reasons")
            .iter()
            .map(|it| &it["code"])
            .collect::<Vec<_>>(),
        [&json!("INVALID"), &json!("ALREADY_EXISTS")]
    );
    let adopt = "expectedVersion: 4, to: ADOPTED, adopted: [2], adoptedIn: \"实施意见\"";
    written(&server, "moveConsultationMeeting", own, adopt).await;
    let query = format!(
        "{{ consultationMeeting(id: \"{id}\") {{ status memberCount suggestionCount adoptedCount \
         plan {{ year }} speakers {{ isPublic sector {{ code }} }} \
         suggestions {{ text isAdopted adoptedIn }} }} }}"
    );
    assert_eq!(
        data(&server, &query).await["consultationMeeting"],
        json!({ "status": "ADOPTED", "memberCount": 6, "suggestionCount": 2, "adoptedCount": 1,
            "plan": { "year": 2024 },
            "speakers": [{ "isPublic": false, "sector": { "code": "ECONOMY" } },
                { "isPublic": true, "sector": null }],
            "suggestions": [{ "text": "共建冷库", "isAdopted": false, "adoptedIn": null },
                { "text": "统一标准", "isAdopted": true, "adoptedIn": "实施意见" }] })
    );
}

#[tokio::test]
async fn a_sector_activity_is_held_summarised_and_submitted() {
    let server = site().await;
    let input = "theme: \"物业共治\", sectors: [WOMEN, SOCIAL_SCIENCE], heldOn: \"2024-03-08\", \
        jointCommitteeId: \"621100-committee\"";
    let id = written(&server, "planSectorActivity", OWN, input).await;
    let own = ("id", id.as_str());
    let early = "expectedVersion: 1, to: SUMMARISED, suggestionCount: 3";
    let early = write(&server, "moveSectorActivity", own, "early", early).await;
    assert_eq!(early["userErrors"][0]["allowedMoves"], json!(["HELD"]));
    for input in [
        "expectedVersion: 1, to: HELD, memberParticipations: 20, publicParticipations: 70",
        "expectedVersion: 2, to: SUMMARISED, suggestionCount: 12",
    ] {
        written(&server, "moveSectorActivity", own, input).await;
    }
    let many = "expectedVersion: 3, to: SUBMITTED, adoptedCount: 13";
    let many = write(&server, "moveSectorActivity", own, "many", many).await;
    assert_eq!(many["userErrors"][0]["field"], json!(["input", "adoptedCount"]));
    let submit = "expectedVersion: 3, to: SUBMITTED, adoptedCount: 5, problemsSolved: 2";
    written(&server, "moveSectorActivity", own, submit).await;
    let query = format!(
        "{{ sectorActivity(id: \"{id}\") {{ kind scope status adoptedCount problemsSolved \
         jointCommittee {{ id }} sectors {{ sector {{ code }} }} }} }}"
    );
    assert_eq!(
        data(&server, &query).await["sectorActivity"],
        json!({ "kind": "ACTIVITY", "scope": "CROSS_SECTOR", "status": "SUBMITTED",
            "adoptedCount": 5, "problemsSolved": 2, "jointCommittee": { "id": "621100-committee" },
            "sectors": [{ "sector": { "code": "WOMEN" } }, { "sector": { "code": "SOCIAL_SCIENCE" } }] })
    );
    for (input, field) in [
        ("theme: \"甲\", sectors: [], heldOn: \"2024-03-08\"", "sectors"),
        ("theme: \"甲\", sectors: [WOMEN, WOMEN], heldOn: \"2024-03-08\"", "sectors"),
        ("theme: \" \", sectors: [WOMEN], heldOn: \"2024-03-08\"", "theme"),
        (
            "theme: \"甲\", sectors: [WOMEN], heldOn: \"2024-03-08\", \
             jointCommitteeId: \"621122-committee\"",
            "jointCommitteeId",
        ),
        (
            "theme: \"甲\", sectors: [WOMEN], heldOn: \"2024-03-08\", platformId: \"621122-p\"",
            "platformId",
        ),
    ] {
        let answer = write(&server, "planSectorActivity", OWN, input, input).await;
        assert_eq!(answer["userErrors"][0]["field"], json!(["input", field]), "{input}");
    }
}

#[tokio::test]
async fn a_survey_keeps_the_day_of_each_step() {
    let server = site().await;
    let input = "title: \"中药材\", memberIds: [\"620000-x-1\", \"621122-x-1\"], \
        preparedOn: \"2024-03-01\"";
    let id = written(&server, "prepareSurvey", OWN, input).await;
    let own = ("id", id.as_str());
    for (version, input) in [
        (1, "to: SURVEYED, on: \"2024-03-10\""),
        (
            2,
            "to: REPORTED, on: \"2024-04-01\", reportTitle: \"报告\", aspectCount: 2, suggestionCount: 5",
        ),
        (3, "to: ADOPTED, on: \"2024-04-15\""),
        (4, "to: REFERRED, on: \"2024-05-01\", unit: \"农业农村局\""),
        (5, "to: HANDLED, on: \"2024-08-01\", handling: \"已办理\""),
        (6, "to: HEARD, on: \"2024-09-01\""),
        (7, "to: FOLLOWED_UP, on: \"2024-10-01\", finding: \"成效不明显\""),
        (8, "to: HEARD, on: \"2024-11-01\""),
    ] {
        let input = format!("expectedVersion: {version}, {input}");
        written(&server, "moveSurvey", own, &input).await;
    }
    let query = format!(
        "{{ survey(id: \"{id}\") {{ status preparedOn surveyedOn reportedOn adoptedOn referredOn \
         handledOn heardOn followedUpOn members {{ member {{ id }} }} }} }}"
    );
    assert_eq!(
        data(&server, &query).await["survey"],
        json!({ "status": "HEARD", "preparedOn": "2024-03-01", "surveyedOn": "2024-03-10",
            "reportedOn": "2024-04-01", "adoptedOn": "2024-04-15", "referredOn": "2024-05-01",
            "handledOn": "2024-08-01", "heardOn": "2024-11-01", "followedUpOn": "2024-10-01",
            "members": [{ "member": { "id": "620000-x-1" } }, { "member": { "id": "621122-x-1" } }] })
    );
    let before = "expectedVersion: 9, to: FOLLOWED_UP, on: \"2024-10-31\", finding: \"好\"";
    let before = write(&server, "moveSurvey", own, "before", before).await;
    assert_eq!(before["userErrors"][0]["field"], json!(["input", "on"]));
    let late = "title: \"甲\", preparedOn: \"2200-01-01\", memberIds: [\"621122-x\", \"621122-x\"]";
    let late = write(&server, "prepareSurvey", OWN, "late", late).await;
    let fields: Vec<&Value> =
        late["userErrors"].as_array().expect("reasons").iter().map(|it| &it["field"]).collect();
    assert_eq!(fields, [&json!(["input", "preparedOn"]), &json!(["input", "memberIds", "1"])]);
}

#[tokio::test]
async fn a_brand_is_named_once_and_promoted_after_use() {
    let server = site().await;
    let twice = write(&server, "nameBrand", OWN, "twice", "name: \"药都有约\"").await;
    assert_eq!(twice["userErrors"][0]["code"], "ALREADY_EXISTS");
    let input = "name: \"药都有约 首阳\", parentId: \"621122-b-a\", localityCode: \"621122100\"";
    let id = written(&server, "nameBrand", OWN, input).await;
    let own = ("id", id.as_str());
    let early = write(&server, "moveBrand", own, "e", "expectedVersion: 1, to: PROMOTED").await;
    assert_eq!(early["userErrors"][0]["allowedMoves"], json!(["USED"]));
    written(&server, "moveBrand", own, "expectedVersion: 1, to: USED").await;
    written(&server, "moveBrand", own, "expectedVersion: 2, to: PROMOTED").await;
    let foreign =
        write(&server, "nameBrand", OWN, "f", "name: \"乙\", parentId: \"621123-b-a\"").await;
    assert_eq!(foreign["userErrors"][0]["code"], "NOT_FOUND");
}

#[tokio::test]
async fn votes_and_nominations_are_added_to_topics_that_are_not_decided() {
    let server = site().await;
    let (listed, collected) = (("topicId", "621122-t-a"), ("topicId", "621122-t-b"));
    let early = "expectedVersion: 0, leaderOffice: \"县长\"";
    let early = write(&server, "nominateTopic", collected, "early", early).await;
    assert_eq!(early["userErrors"][0]["field"], json!(["topicId"]));
    written(&server, "recordTopicVotes", collected, "expectedVersion: 0, votes: 12").await;
    let stale = "expectedVersion: 1, leaderOffice: \"县长\"";
    let stale = write(&server, "nominateTopic", listed, "stale", stale).await;
    assert_eq!(stale["userErrors"][0]["code"], "STALE_VERSION");
    let nominate = "expectedVersion: 2, leaderOffice: \"县长\", givenOn: \"2023-02-01\"";
    written(&server, "nominateTopic", listed, nominate).await;
    let query = "{ topic(id: \"621122-t-a\") { title votes supportVersion \
        nominations { leaderOffice givenOn note } } other: topic(id: \"621122-t-b\") { votes } }";
    assert_eq!(
        data(&server, query).await,
        json!({ "topic": { "title": "冷链物流", "votes": 35, "supportVersion": 3,
                "nominations": [
                    { "leaderOffice": "县委书记", "givenOn": "2023-01-10", "note": "优先" },
                    { "leaderOffice": "县长", "givenOn": "2023-02-01", "note": null }] },
            "other": { "votes": 12 } })
    );
}

#[tokio::test]
async fn only_the_own_committee_in_a_named_role_writes() {
    let server = site().await;
    let query = "mutation { moveSurvey(id: \"621122-u-b\", idempotencyKey: \"x\", \
        input: { expectedVersion: 1, to: REPORTED }) { id } }";
    for (region, role) in [
        ("621100", CallerRole::Office),
        ("620000", CallerRole::Admin),
        ("621122", CallerRole::Analyst),
    ] {
        let answer = ask(&server, caller(region, role), query).await;
        assert_eq!(answer["errors"][0]["extensions"]["code"], "WRITE_FORBIDDEN", "{region}");
    }
}
