//! Reports of station heads, and the funds of townships.

use serde_json::json;

use crate::testkit::{COMMITTEE, COUNTY, id_of, names, reasons, refused, region, site, written};

#[tokio::test]
async fn a_station_reports_once_a_year_and_is_graded() {
    let server = site().await;
    let report = |platform: &str, year: i64| {
        json!({ "platformId": format!("621122-p-{platform}"), "year": year, "head": "马站长",
                "text": "全年接待群众若干。" })
    };
    let without = "stationsWithoutReport(year: 2024) { totalCount nodes { id } }";
    let found = region(&server, COUNTY, without).await;
    assert_eq!(names(&found["stationsWithoutReport"]["nodes"]), ["a", "b"], "the room is none");
    let id = id_of(&server, "submitStationHeadReport", COMMITTEE, report("a", 2024)).await;
    id_of(&server, "submitStationHeadReport", COMMITTEE, report("a", 2023)).await;
    let found = region(&server, COUNTY, without).await;
    assert_eq!(names(&found["stationsWithoutReport"]["nodes"]), ["b"]);
    for (input, expected) in [
        (
            json!({ "platformId": "621122-p-a", "year": 2024, "head": "他人", "text": "再报" }),
            ("ALREADY_EXISTS", "input.year"),
        ),
        (report("room", 2024), ("INVALID", "input.platformId")),
        (report("none", 2024), ("NOT_FOUND", "input.platformId")),
    ] {
        let found = refused(&server, "submitStationHeadReport", COMMITTEE, input).await;
        assert_eq!(found, reasons([expected]));
    }
    let own = ("id", id.as_str());
    let grade = json!({ "expectedVersion": 1, "grade": "GOOD" });
    let fields = "stationHeadReport { status grade head platform { id } version }";
    let graded = written(&server, "gradeStationHeadReport", own, grade, fields).await;
    assert_eq!(
        graded["stationHeadReport"],
        json!({ "status": "GRADED", "grade": "GOOD", "head": "马站长",
                "platform": { "id": "621122-p-a" }, "version": 2 })
    );
    let again = json!({ "expectedVersion": 2, "grade": "POOR" });
    let found = refused(&server, "gradeStationHeadReport", own, again).await;
    assert_eq!(found, reasons([("ILLEGAL_MOVE", "input.to")]));
    let found = region(
        &server,
        COUNTY,
        "stationTally(year: 2024) { stations reports graded } \
        stationHeadReports(filter: { year: 2024, grade: GOOD }) { totalCount }",
    )
    .await;
    assert_eq!(found["stationTally"], json!({ "stations": 2, "reports": 1, "graded": 1 }));
    assert_eq!(found["stationHeadReports"]["totalCount"], 1);
}

#[tokio::test]
async fn a_township_is_assessed_and_paid() {
    let server = site().await;
    let assess = |code: &str, amount: i64| json!({ "localityCode": code, "year": 2024, "grade": "EXCELLENT", "amountYuan": amount });
    let first = id_of(&server, "assessTownship", COMMITTEE, assess("621122101", 20_000)).await;
    id_of(&server, "assessTownship", COMMITTEE, assess("621122102", 15_000)).await;
    let twice = refused(&server, "assessTownship", COMMITTEE, assess("621122101", 1)).await;
    assert_eq!(twice, reasons([("ALREADY_EXISTS", "input.year")]));
    let wrong = refused(&server, "assessTownship", COMMITTEE, assess("621123101", -1)).await;
    let expected = reasons([("NOT_FOUND", "input.localityCode"), ("INVALID", "input.amountYuan")]);
    assert_eq!(wrong, expected);
    let own = ("id", first.as_str());
    let early = json!({ "expectedVersion": 1, "on": "2024-01-01" });
    let found = refused(&server, "payTownshipFund", own, early).await;
    assert_eq!(found, reasons([("INVALID", "input.on")]));
    written(&server, "payTownshipFund", own, json!({ "expectedVersion": 1 }), "id").await;
    let funds = "stationTally(year: 2024) { fundYuan fundPaidYuan } \
                 townshipFunds(filter: { status: PAID }) { nodes { locality { code } amountYuan } }";
    let found = region(&server, COUNTY, funds).await;
    assert_eq!(found["stationTally"], json!({ "fundYuan": 35_000, "fundPaidYuan": 20_000 }));
    let expected = json!([{ "locality": { "code": "621122101" }, "amountYuan": 20_000 }]);
    assert_eq!(found["townshipFunds"]["nodes"], expected);
    let of_other = region(&server, "621122102", "stationTally(year: 2024) { fundYuan }").await;
    assert_eq!(of_other["stationTally"]["fundYuan"], 15_000);
}
