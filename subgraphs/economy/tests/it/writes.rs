//! The province's writes, and what is refused.

use qianzhan_network::CallerRole;
use serde_json::json;

use crate::testkit::{COMMITTEE, ask, caller, data, site, write, written};

const OWN: (&str, &str) = ("committeeId", COMMITTEE);

#[tokio::test]
async fn a_contact_is_visited_reported_scored_and_its_problem_dealt_with() {
    let server = site().await;
    let input = "year: 2024, directorId: \"620000-d1\", memberId: \"621122-m-1\", \
        enterprise: \"某药业有限公司\", enterpriseRegion: \"621122\", liaison: \"赵六\", \
        staffCount: 4, formDueOn: \"2024-12-20\"";
    let id = written(&server, "determineEnterpriseContact", OWN, input).await;
    let twice = write(&server, "determineEnterpriseContact", OWN, "twice", input).await;
    assert_eq!(twice["userErrors"][0]["code"], "ALREADY_EXISTS");
    let own = ("id", id.as_str());
    let early = "expectedVersion: 1, to: VISITED";
    let early = write(&server, "moveEnterpriseContact", own, "early", early).await;
    assert_eq!(early["userErrors"][0]["code"], "INVALID");
    for input in
        ["expectedVersion: 1, visitedOn: \"2024-03-01\"", "expectedVersion: 2, note: \"缺工\""]
    {
        written(&server, "recordEnterpriseVisit", own, input).await;
    }
    for input in [
        "expectedVersion: 3, to: REPORTED, personsReached: 12, problem: \"融资难\"",
        "expectedVersion: 4, to: SCORED, services: \"对接银行\"",
        "expectedVersion: 5, to: RESOLVED, result: \"已获贷款\"",
    ] {
        written(&server, "moveEnterpriseContact", own, input).await;
    }
    let late = write(&server, "recordEnterpriseVisit", own, "late", "expectedVersion: 6").await;
    assert_eq!(late["userErrors"][0]["code"], "ILLEGAL_MOVE");
    let query = format!(
        "{{ enterpriseContact(id: \"{id}\") {{ status personsReached problem services result \
         liaison visits {{ visitedOn note }} }} }}"
    );
    let contact = data(&server, &query).await["enterpriseContact"].clone();
    assert_eq!(contact["status"], "RESOLVED");
    assert_eq!(contact["personsReached"], 12);
    assert_eq!(contact["visits"][0], json!({ "visitedOn": "2024-03-01", "note": null }));
    assert_eq!(contact["visits"][1]["note"], "缺工");
    let outside = input.replace("621122\", liaison", "610100\", liaison").replace("药业", "商贸");
    let outside = write(&server, "determineEnterpriseContact", OWN, "outside", &outside).await;
    assert_eq!(outside["userErrors"][0]["field"], json!(["input", "enterpriseRegion"]));
}

#[tokio::test]
async fn a_norm_is_of_a_year_and_is_changed_by_version() {
    let server = site().await;
    for (input, expected) in [
        (
            "year: 2024, expectedVersion: 0, membersPerDirectorMin: 4, membersPerDirectorMax: 3",
            json!(["input", "membersPerDirectorMax"]),
        ),
        (
            "year: 2023, expectedVersion: 0, membersPerDirectorMin: 4, membersPerDirectorMax: 6",
            json!(["input", "expectedVersion"]),
        ),
    ] {
        let answer = write(&server, "setEnterpriseContactNorm", OWN, input, input).await;
        assert_eq!(answer["userErrors"][0]["field"], expected, "{input}");
    }
    for input in [
        "year: 2024, expectedVersion: 0, membersPerDirectorMin: 4, membersPerDirectorMax: 6",
        "year: 2023, expectedVersion: 1, membersPerDirectorMin: 1, membersPerDirectorMax: 2",
    ] {
        assert_eq!(written(&server, "setEnterpriseContactNorm", OWN, input).await, COMMITTEE);
    }
    let query = "{ committee(id: \"620000-committee\") { latest: enterpriseContactNorm { year \
        membersPerDirectorMin membersPerDirectorMax } old: enterpriseContactNorm(year: 2023) \
        { membersPerDirectorMax version } none: enterpriseContactNorm(year: 2000) { year } \
        directorLoads(year: 2023) { isOutsideNorm } } }";
    assert_eq!(
        data(&server, query).await["committee"],
        json!({ "latest": { "year": 2024, "membersPerDirectorMin": 4, "membersPerDirectorMax": 6 },
            "old": { "membersPerDirectorMax": 2, "version": 2 }, "none": null,
            "directorLoads": [{ "isOutsideNorm": false }, { "isOutsideNorm": false }] })
    );
}

#[tokio::test]
async fn a_group_consults_surveys_reports_and_issues_its_list() {
    let server = site().await;
    for (city, is_city) in
        [("620400", true), ("620000", false), ("621122", false), ("610100", false)]
    {
        let input = format!(
            "cityCode: \"{city}\", industry: \"化工\", \
             members: [{{ memberId: \"620400-m-1\", level: CITY }}]"
        );
        let answer = write(&server, "foundAssistanceGroup", OWN, &input, &input).await;
        assert_eq!(answer["userErrors"] == json!([]), is_city, "{city}: {answer}");
    }
    let input = "cityCode: \"620400\", industry: \"陶瓷\", \
        members: [{ memberId: \"620000-m-1\", level: PROVINCE }]";
    let id = written(&server, "foundAssistanceGroup", OWN, input).await;
    let own = ("id", id.as_str());
    for (version, input) in [
        (1, "to: CONSULTED"),
        (2, "to: CONSULTED"),
        (3, "to: SURVEYED"),
        (4, "to: REPORTED, reportTitle: \"陶瓷产业调研报告\""),
        (5, "to: LISTED, items: [{ text: \"共建检测平台\", unit: \"市工信局\" }]"),
    ] {
        let input = format!("expectedVersion: {version}, {input}");
        written(&server, "moveAssistanceGroup", own, &input).await;
    }
    let empty =
        write(&server, "moveAssistanceGroup", own, "e", "expectedVersion: 6, to: LISTED").await;
    assert_eq!(empty["userErrors"][0]["allowedMoves"], json!(["CARRIED_OUT"]));
    let query = format!(
        "{{ industryAssistanceGroup(id: \"{id}\") {{ status meetingCount items {{ text unit }} \
         cityWork {{ id }} }} }}"
    );
    assert_eq!(
        data(&server, &query).await["industryAssistanceGroup"],
        json!({ "status": "LISTED", "meetingCount": 2,
            "items": [{ "text": "共建检测平台", "unit": "市工信局" }],
            "cityWork": { "id": id.replacen("620000", "620400", 1) } })
    );
}

#[tokio::test]
async fn only_the_provinces_own_people_write() {
    let server = site().await;
    let query = "mutation { moveAssistanceGroup(id: \"620000-g-a\", idempotencyKey: \"x\", \
        input: { expectedVersion: 1, to: CARRIED_OUT }) { id } }";
    for (region, role) in [("620400", CallerRole::Office), ("620000", CallerRole::Member)] {
        let answer = ask(&server, caller(region, role), query).await;
        assert_eq!(answer["errors"][0]["extensions"]["code"], "WRITE_FORBIDDEN", "{region}");
    }
}
