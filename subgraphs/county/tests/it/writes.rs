//! A county's own work from its beginning to its end, and what is refused on the way.

use qianzhan_network::CallerRole;
use serde_json::json;

use crate::testkit::{ask, caller, data, site, write, written};

const OWN: (&str, &str) = ("committeeId", "621122-committee");

#[tokio::test]
async fn a_matter_is_discussed_on_a_friday_and_handled_by_someone_who_stands_for_it() {
    let server = site().await;
    let input = "text: \"楼道照明坏了\", localityCode: \"621122102203\", speaker: \"李四\", \
        spokenOn: \"2024-05-06\"";
    let id = written(&server, "recordFridayMatter", OWN, input).await;
    let own = ("id", id.as_str());
    let known = "expectedVersion: 1, to: KNOWN, on: \"2024-05-07\", difficulty: EASY";
    written(&server, "moveFridayMatter", own, known).await;
    for (input, field) in [
        ("expectedVersion: 2, to: DISCUSSED, on: \"2024-05-09\"", "on"),
        ("expectedVersion: 2, to: DISCUSSED, on: \"2024-05-03\"", "on"),
        ("expectedVersion: 2, to: DISCUSSED, on: \"2024-05-10\", rating: 5", "rating"),
        ("expectedVersion: 2, to: HANDLED, result: \"修好\", on: \"2024-05-10\"", "to"),
    ] {
        let answer = write(&server, "moveFridayMatter", own, input, input).await;
        assert_eq!(answer["userErrors"][0]["field"], json!(["input", field]), "{input}");
    }
    let discussed = "expectedVersion: 2, to: DISCUSSED, on: \"2024-05-10\"";
    written(&server, "moveFridayMatter", own, discussed).await;
    let nobody = "expectedVersion: 3, to: HANDLED, result: \"修好\", on: \"2024-05-13\"";
    let nobody = write(&server, "moveFridayMatter", own, "nobody", nobody).await;
    assert_eq!(nobody["userErrors"].as_array().map(Vec::len), Some(1));
    assert_eq!(nobody["userErrors"][0]["field"], json!(["input", "to"]));

    let other =
        written(&server, "recordFridayMatter", OWN, "text: \"下水道\", spokenOn: \"2024-05-06\"");
    let other = other.await;
    let own = ("id", other.as_str());
    for (version, input) in [
        (1, "to: KNOWN, on: \"2024-05-07\", difficulty: HARD, responsible: \"物业公司\""),
        (2, "to: DISCUSSED, on: \"2024-05-10\""),
        (3, "to: HANDLED, on: \"2024-05-20\", result: \"已疏通\""),
        (4, "to: RATED, on: \"2024-05-24\", rating: 5"),
    ] {
        let input = format!("expectedVersion: {version}, {input}");
        written(&server, "moveFridayMatter", own, &input).await;
    }
    let query = format!(
        "{{ fridayMatter(id: \"{other}\") {{ status spokenOn knownOn discussedOn handledOn ratedOn \
         responsible rating }} }}"
    );
    assert_eq!(
        data(&server, &query).await["fridayMatter"],
        json!({ "status": "RATED", "spokenOn": "2024-05-06", "knownOn": "2024-05-07",
            "discussedOn": "2024-05-10", "handledOn": "2024-05-20", "ratedOn": "2024-05-24",
            "responsible": "物业公司", "rating": 5 })
    );
}

#[tokio::test]
async fn a_case_is_closed_after_it_was_opened_and_may_be_taken_up_again() {
    let server = site().await;
    let input = "kind: FAMILY, title: \"赡养纠纷\", parties: \"兄弟二人\", platformId: \"621122-p-a\", \
        memberIds: [\"621122-m-1\"], openedAt: \"2024-05-01T10:00:00+08:00\"";
    let id = written(&server, "openMediationCase", OWN, input).await;
    let own = ("id", id.as_str());
    written(&server, "moveMediationCase", own, "expectedVersion: 1, to: MEDIATING").await;
    for (input, field) in [
        ("expectedVersion: 2, to: RESOLVED", "result"),
        (
            "expectedVersion: 2, to: RESOLVED, result: \"和解\", closedAt: \"2024-05-01T01:59:59Z\"",
            "closedAt",
        ),
        (
            "expectedVersion: 2, to: RESOLVED, result: \"和解\", closedAt: \"2200-05-01T01:59:59Z\"",
            "closedAt",
        ),
        ("expectedVersion: 2, to: RESOLVED, result: \"和解\", closedAt: \"昨天\"", "closedAt"),
    ] {
        let answer = write(&server, "moveMediationCase", own, input, input).await;
        assert_eq!(answer["userErrors"][0]["field"], json!(["input", field]), "{input}");
    }
    for input in [
        "expectedVersion: 2, to: UNRESOLVED, result: \"未达成\", closedAt: \"2024-05-02T10:00:00+08:00\"",
        "expectedVersion: 3, to: MEDIATING",
        "expectedVersion: 4, to: RESOLVED, result: \"和解\", closedAt: \"2024-05-03T10:30:00+08:00\"",
    ] {
        written(&server, "moveMediationCase", own, input).await;
    }
    let query = format!("{{ mediationCase(id: \"{id}\") {{ status hoursOpen result }} }}");
    assert_eq!(
        data(&server, &query).await["mediationCase"],
        json!({ "status": "RESOLVED", "hoursOpen": 48.5, "result": "和解" })
    );
}

#[tokio::test]
async fn a_micro_consultation_belongs_to_an_event_of_its_kind() {
    let server = site().await;
    let choose = "expectedVersion: 0, to: TOPIC_CHOSEN, sectorGroup: \"第一界别组\"";
    let plain =
        write(&server, "moveMicroConsultation", ("eventId", "621122-e-plain"), "p", choose).await;
    assert_eq!(plain["userErrors"][0]["field"], json!(["eventId"]));
    let event = ("eventId", "621122-e-micro-2");
    written(&server, "moveMicroConsultation", event, choose).await;
    let again = write(&server, "moveMicroConsultation", event, "again", choose).await;
    assert_eq!(again["userErrors"][0]["code"], "STALE_VERSION");
    written(
        &server,
        "moveMicroConsultation",
        event,
        "expectedVersion: 1, to: SURVEYED, memberIds: [\"621122-m-1\", \"621100-m-2\"]",
    )
    .await;
    written(&server, "moveMicroConsultation", event, "expectedVersion: 2, to: CONSULTED").await;
    for input in [
        "expectedVersion: 3, to: CONVERTED",
        "expectedVersion: 3, to: CONVERTED, opinionReportId: \"621122-o-none\"",
    ] {
        let answer = write(&server, "moveMicroConsultation", event, input, input).await;
        assert_eq!(
            answer["userErrors"][0]["field"],
            json!(["input", "opinionReportId"]),
            "{input}"
        );
    }
    let convert = "expectedVersion: 3, to: CONVERTED, proposalId: \"621122-p-9\"";
    assert_eq!(written(&server, "moveMicroConsultation", event, convert).await, "621122-e-micro-2");
    let query = "{ consultationEvent(id: \"621122-e-micro-2\") { title micro { sectorGroup status \
        version team { member { id } } proposal { id } } } }";
    assert_eq!(
        data(&server, query).await["consultationEvent"],
        json!({ "title": "小区停车", "micro": { "sectorGroup": "第一界别组", "status": "CONVERTED",
            "version": 4, "team": [{ "member": { "id": "621122-m-1" } },
                { "member": { "id": "621100-m-2" } }],
            "proposal": { "id": "621122-p-9" } } })
    );
}

#[tokio::test]
async fn a_council_is_formed_once_and_its_members_fixed_with_each_term() {
    let server = site().await;
    let form = "name: \"新议事会\", hasRoom: false";
    let twice = write(&server, "formCouncil", ("platformId", "621122-p-a"), "t", form).await;
    assert_eq!(twice["userErrors"][0]["code"], "ALREADY_EXISTS");
    let nowhere = write(&server, "formCouncil", ("platformId", "621122-p-z"), "n", form).await;
    assert_eq!(nowhere["userErrors"][0]["code"], "NOT_FOUND");
    let platform = ("platformId", "621122-p-b");
    written(&server, "formCouncil", platform, form).await;
    let none = "expectedVersion: 1, termNo: 1, fixedMembers: [{ name: \"赵六\", role: RESIDENT }]";
    let none = write(&server, "fixCouncilMembers", platform, "none", none).await;
    assert_eq!(none["userErrors"][0]["field"], json!(["input", "fixedMembers"]));
    let first = "expectedVersion: 1, termNo: 2, fixedMembers: [{ name: \"赵六\", role: CONVENER }, \
        { memberId: \"621100-m-2\", role: DEPLOYED_MEMBER }, { name: \"水务站\", role: UNIT }]";
    written(&server, "fixCouncilMembers", platform, first).await;
    let back = "expectedVersion: 2, termNo: 1, fixedMembers: [{ name: \"赵六\", role: CONVENER }]";
    let back = write(&server, "fixCouncilMembers", platform, "back", back).await;
    assert_eq!(back["userErrors"][0]["field"], json!(["input", "termNo"]));
    let next = "expectedVersion: 2, termNo: 3, fixedMembers: [{ memberId: \"621122-m-1\", role: CONVENER }]";
    written(&server, "fixCouncilMembers", platform, next).await;
    let query = "{ platform(id: \"621122-p-b\") { council { name convener fixedMemberCount termNo \
        status version fixedMembers { member { id } role } } } }";
    assert_eq!(
        data(&server, query).await["platform"]["council"],
        json!({ "name": "新议事会", "convener": null, "fixedMemberCount": 1, "termNo": 3,
            "status": "MEMBERS_FIXED", "version": 3,
            "fixedMembers": [{ "member": { "id": "621122-m-1" }, "role": "CONVENER" }] })
    );
}

#[tokio::test]
async fn only_the_own_county_in_a_named_role_writes() {
    let server = site().await;
    for (region, role, mutation) in [
        ("621100", CallerRole::Office, "moveFridayMatter"),
        ("620000", CallerRole::Admin, "moveMediationCase"),
        ("621122", CallerRole::Member, "moveFridayMatter"),
    ] {
        let (key, to) = match mutation {
            "moveFridayMatter" => ("621122-f-b", "HANDLED"),
            _ => ("621122-c-b", "MEDIATING"),
        };
        let query = format!(
            "mutation {{ {mutation}(id: \"{key}\", idempotencyKey: \"x\", \
             input: {{ expectedVersion: 1, to: {to} }}) {{ id }} }}"
        );
        let answer = ask(&server, caller(region, role), &query).await;
        assert_eq!(answer["errors"][0]["extensions"]["code"], "WRITE_FORBIDDEN", "{region}");
    }
}
