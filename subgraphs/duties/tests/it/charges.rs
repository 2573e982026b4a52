//! Which leader has which township in charge, and who has too few or too many.

use serde_json::{Value, json};

use crate::testkit::{
    COMMITTEE, COUNTY, id_of, of_member, reasons, refused, region, site, written,
};

fn township(leader: &str, code: &str) -> Value {
    json!({ "leaderId": format!("621122-m-{leader}"), "kind": "TAKE_CHARGE",
            "targetKind": "TOWNSHIP", "localityCode": code, "from": "2024-01-02" })
}

#[tokio::test]
async fn each_township_has_one_leader_or_is_listed() {
    let server = site().await;
    let uncovered = async || {
        let found = region(&server, COUNTY, "uncoveredTownships { code }").await;
        let list = found["uncoveredTownships"].as_array().expect("a list").clone();
        list.iter().map(|it| it["code"].as_str().expect("a code").to_owned()).collect::<Vec<_>>()
    };
    // The park is no township.
    assert_eq!(uncovered().await, ["621122001", "621122101", "621122102"]);
    let first =
        id_of(&server, "assignLeaderCharge", COMMITTEE, township("chair", "621122101")).await;
    id_of(&server, "assignLeaderCharge", COMMITTEE, township("vice", "621122102")).await;
    assert_eq!(uncovered().await, ["621122001"]);
    for (input, expected) in [
        (township("vice", "621122101"), ("ALREADY_EXISTS", "input.localityCode")),
        (township("m", "621122001"), ("INVALID", "input.leaderId")),
        (township("chair", "621122401"), ("INVALID", "input.localityCode")),
        (township("chair", "621123101"), ("NOT_FOUND", "input.localityCode")),
        (
            json!({ "leaderId": "621122-m-chair", "kind": "LINK", "targetKind": "PARTY" }),
            ("REQUIRED", "input.targetName"),
        ),
        (
            json!({ "leaderId": "621122-m-chair", "kind": "LINK", "targetKind": "COUNTY",
                    "regionCode": "621123" }),
            ("INVALID", "input.regionCode"),
        ),
    ] {
        let found = refused(&server, "assignLeaderCharge", COMMITTEE, input).await;
        assert_eq!(found, reasons([expected]));
    }
    let unit = json!({ "leaderId": "621122-m-chair", "kind": "LINK", "targetKind": "UNIT",
                       "targetName": "县教育局" });
    id_of(&server, "assignLeaderCharge", COMMITTEE, unit).await;

    let own = ("id", first.as_str());
    let visit = json!({ "expectedVersion": 1, "on": "2024-02-01", "note": "指导议事室" });
    let visited = written(
        &server,
        "recordChargeVisit",
        own,
        visit,
        "leaderCharge { version visits { on note } }",
    )
    .await;
    assert_eq!(
        visited["leaderCharge"],
        json!({ "version": 2, "visits": [{ "on": "2024-02-01", "note": "指导议事室" }] })
    );
    // Who is responsible for this township?
    let question = "leaderCharges(filter: { isCurrent: true }) { nodes { leader { id } from } }";
    let found = region(&server, "621122101", question).await;
    let expected = json!([{ "leader": { "id": "621122-m-chair" }, "from": "2024-01-02" }]);
    assert_eq!(found["leaderCharges"]["nodes"], expected);

    let end = json!({ "expectedVersion": 2, "on": "2024-06-30" });
    written(&server, "endLeaderCharge", own, end, "id").await;
    assert_eq!(uncovered().await, ["621122001", "621122101"]);
    let again = json!({ "expectedVersion": 3 });
    assert_eq!(refused(&server, "endLeaderCharge", own, again).await, reasons([("INVALID", "id")]));
    let late = json!({ "expectedVersion": 3, "note": "再访" });
    let found = refused(&server, "recordChargeVisit", own, late).await;
    assert_eq!(found, reasons([("INVALID", "id")]));
    id_of(&server, "assignLeaderCharge", COMMITTEE, township("vice", "621122101")).await;
    let charges = of_member(&server, "vice", "charges { targetName to }").await;
    assert_eq!(charges["charges"].as_array().map(Vec::len), Some(2));
}

#[tokio::test]
async fn leaders_outside_the_norm_of_the_committee_are_listed() {
    let server = site().await;
    for (leader, code) in [("chair", "621122101"), ("chair", "621122102"), ("vice", "621122001")] {
        id_of(&server, "assignLeaderCharge", COMMITTEE, township(leader, code)).await;
    }
    let loads = async |argument: &str| {
        let field =
            format!("leaderLoads{argument} {{ leaderId townships minimum maximum isOutside }}");
        region(&server, COUNTY, &field).await["leaderLoads"].clone()
    };
    let load = |name: &str, townships: i64, norm: Option<(i64, i64)>, is_outside: Option<bool>| {
        json!({ "leaderId": format!("621122-m-{name}"), "townships": townships,
                "minimum": norm.map(|it| it.0), "maximum": norm.map(|it| it.1),
                "isOutside": is_outside })
    };
    let expected = json!([load("chair", 2, None, None), load("vice", 1, None, None)]);
    assert_eq!(loads("").await, expected, "without a norm nobody is outside it");
    assert_eq!(loads("(isOutside: true)").await, json!([]));
    let norm = |version: i64, year: i64, minimum: i64, maximum: i64| {
        json!({ "expectedVersion": version, "year": year, "item": "TOWNSHIPS_PER_LEADER",
                "minimum": minimum, "maximum": maximum })
    };
    written(&server, "setAnnualDutyQuota", COMMITTEE, norm(0, 2023, 1, 1), "id").await;
    let chair = load("chair", 2, Some((1, 1)), Some(true));
    assert_eq!(loads("(isOutside: true)").await, json!([chair]));
    // The norm of the latest year holds, and it is data.
    written(&server, "setAnnualDutyQuota", COMMITTEE, norm(0, 2024, 2, 3), "id").await;
    let vice = load("vice", 1, Some((2, 3)), Some(true));
    assert_eq!(loads("(isOutside: true)").await, json!([vice]));
    written(&server, "setAnnualDutyQuota", COMMITTEE, norm(1, 2024, 1, 2), "id").await;
    assert_eq!(loads("(isOutside: true)").await, json!([]));
}
