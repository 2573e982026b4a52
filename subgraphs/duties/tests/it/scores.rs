//! Norms, records, rules and assessments.

use serde_json::{Value, json};

use crate::testkit::{
    COMMITTEE, COUNTY, id_of, names, of_member, reasons, refused, region, site, written,
};

fn quota(item: &str, period: &str, minimum: i64) -> Value {
    json!({ "expectedVersion": 0, "year": 2024, "item": item, "period": period,
            "minimum": minimum })
}

fn duty(member: &str, item: &str, on: &str) -> Value {
    json!({ "memberId": format!("621122-m-{member}"), "item": item, "doneOn": on,
            "title": format!("{item} {on}") })
}

#[tokio::test]
async fn progress_is_computed_from_records_against_norms_that_are_data() {
    let server = site().await;
    for (item, period, minimum) in [
        ("TRAINING", "YEAR", 1),
        ("CONTACTS", "YEAR", 2),
        ("CONTACT_ACTIVITIES", "QUARTER", 1),
        ("CONTACT_PERSON_TIMES", "YEAR", 10),
    ] {
        let input = quota(item, period, minimum);
        written(&server, "setAnnualDutyQuota", COMMITTEE, input, "id").await;
    }
    written(&server, "recordDuty", COMMITTEE, duty("m", "TRAINING", "2024-03-01"), "id").await;
    for name in ["甲", "乙"] {
        let contact =
            json!({ "memberId": "621122-m-m", "name": name, "registeredOn": "2024-02-01" });
        id_of(&server, "registerContact", COMMITTEE, contact).await;
    }
    for (on, persons) in [("2024-01-15", 3), ("2024-05-15", 4), ("2024-08-15", 3)] {
        let act = json!({ "memberId": "621122-m-m", "mode": "REGULAR_VISIT", "heldOn": on,
                          "persons": persons, "content": "走访" });
        id_of(&server, "recordContact", COMMITTEE, act).await;
    }
    let fields = "dutyProgress(period: \"2024\") { item period minimum done isMet }";
    let progress = |item: &str, period: &str, minimum: i64, done: i64| {
        json!({ "item": item, "period": period, "minimum": minimum, "done": done,
                "isMet": done >= minimum })
    };
    assert_eq!(
        of_member(&server, "m", fields).await["dutyProgress"],
        json!([
            progress("CONTACTS", "2024", 2, 2),
            progress("CONTACT_PERSON_TIMES", "2024", 10, 10),
            progress("TRAINING", "2024", 1, 1),
            progress("CONTACT_ACTIVITIES", "2024-Q1", 1, 1),
            progress("CONTACT_ACTIVITIES", "2024-Q2", 1, 1),
            progress("CONTACT_ACTIVITIES", "2024-Q3", 1, 1),
            progress("CONTACT_ACTIVITIES", "2024-Q4", 1, 0),
        ])
    );
    let short = async |filter: &str| {
        let field = format!("dutyMembers(filter: {{ {filter} }}) {{ totalCount nodes {{ id }} }}");
        let found = region(&server, COUNTY, &field).await["dutyMembers"].clone();
        let list = names(&found["nodes"]).into_iter().map(str::to_owned).collect::<Vec<_>>();
        assert_eq!(found["totalCount"], list.len(), "{filter}");
        list
    };
    let others = ["chair", "n", "p", "q", "vice"];
    let all = ["chair", "m", "n", "p", "q", "vice"];
    for (filter, expected) in [
        ("period: \"2024\"", all.as_slice()),
        ("period: \"2024\", shortOf: [TRAINING]", &others),
        ("period: \"2024\", shortOf: [CONTACTS, CONTACT_PERSON_TIMES]", &others),
        ("period: \"2024\", shortOf: [CONTACT_ACTIVITIES]", &all),
        ("period: \"2024-Q3\", shortOf: [CONTACT_ACTIVITIES]", &others),
        ("period: \"2024-Q3\", shortOf: [TRAINING]", &[]),
        ("period: \"2023\", shortOf: [TRAINING]", &[]),
        ("period: \"2024\", shortOf: [PROPOSAL]", &[]),
        ("period: \"2024\", shortOf: [TRAINING], sectors: [HEALTH]", &["n"]),
        ("period: \"2024-Q1\", withoutRecord: true", &others),
        ("period: \"2024-Q4\", withoutRecord: false", &[]),
    ] {
        assert_eq!(short(filter).await, expected, "{filter}");
    }
    let fields = "dutyTally(period: \"2024\", items: [TRAINING]) { members short withoutRecord \
                  records bySector { sector members short } }";
    assert_eq!(
        region(&server, COUNTY, fields).await["dutyTally"],
        json!({ "members": 6, "short": 5, "withoutRecord": 5, "records": 1, "bySector": [
            { "sector": "EDUCATION", "members": 5, "short": 4 },
            { "sector": "HEALTH", "members": 1, "short": 1 }] })
    );
    // The norm changes, and with it who is short.
    let changed = json!({ "expectedVersion": 1, "year": 2024, "item": "TRAINING", "minimum": 2 });
    written(&server, "setAnnualDutyQuota", COMMITTEE, changed, "id").await;
    assert_eq!(short("period: \"2024\", shortOf: [TRAINING]").await, all);
    let again =
        refused(&server, "setAnnualDutyQuota", COMMITTEE, quota("TRAINING", "YEAR", 3)).await;
    assert_eq!(again, reasons([("STALE_VERSION", "input.expectedVersion")]));
}

#[tokio::test]
async fn a_norm_of_a_special_committee_is_of_its_members_alone() {
    let server = site().await;
    let place = json!({ "expectedVersion": 1, "specialCommittee": "文史委" });
    written(&server, "placeMember", ("id", "621122-m-n"), place, "id").await;
    let mut input = quota("CONTACT_ACTIVITIES", "QUARTER", 1);
    input["specialCommittee"] = json!("文史委");
    let set = written(
        &server,
        "setAnnualDutyQuota",
        COMMITTEE,
        input,
        "annualDutyQuota { specialCommittee period minimum maximum version committee { id } }",
    )
    .await;
    assert_eq!(
        set["annualDutyQuota"],
        json!({ "specialCommittee": "文史委", "period": "QUARTER", "minimum": 1, "maximum": null,
                "version": 1, "committee": { "id": "621122-committee" } })
    );
    let field = "dutyMembers(filter: { period: \"2024-Q1\", shortOf: [CONTACT_ACTIVITIES] }) \
                 { nodes { id } } annualDutyQuotas(filter: { year: 2024 }) { totalCount }";
    let found = region(&server, COUNTY, field).await;
    assert_eq!(names(&found["dutyMembers"]["nodes"]), ["n"]);
    assert_eq!(found["annualDutyQuotas"]["totalCount"], 1);
    for (input, field) in [
        (
            json!({ "expectedVersion": 0, "year": 2024, "item": "TRAINING", "minimum": 1,
                 "maximum": 2 }),
            "input.maximum",
        ),
        (
            json!({ "expectedVersion": 0, "year": 2024, "item": "TOWNSHIPS_PER_LEADER",
                 "minimum": 3, "maximum": 2 }),
            "input.maximum",
        ),
        (
            json!({ "expectedVersion": 0, "year": 1999, "item": "TRAINING", "minimum": 1 }),
            "input.year",
        ),
        (
            json!({ "expectedVersion": 0, "year": 2024, "item": "TRAINING", "minimum": -1 }),
            "input.minimum",
        ),
    ] {
        let found = refused(&server, "setAnnualDutyQuota", COMMITTEE, input).await;
        assert_eq!(found, reasons([("INVALID", field)]));
    }
}

#[tokio::test]
async fn records_point_at_their_source_once_and_reports_have_a_text() {
    let server = site().await;
    let mut event = duty("m", "DELIBERATION", "2024-05-01");
    event["sourceId"] = json!("621100-e-far");
    event["isEvent"] = json!(true);
    let fields = "dutyRecord { item sourceId sourceEvent { id } member { id } version }";
    let recorded = written(&server, "recordDuty", COMMITTEE, event.clone(), fields).await;
    assert_eq!(
        recorded["dutyRecord"],
        json!({ "item": "DELIBERATION", "sourceId": "621100-e-far",
            "sourceEvent": { "id": "621100-e-far" }, "member": { "id": "621122-m-m" },
            "version": 1 })
    );
    event["title"] = json!("再记");
    let twice = refused(&server, "recordDuty", COMMITTEE, event).await;
    assert_eq!(twice, reasons([("ALREADY_EXISTS", "input.sourceId")]));
    let report = refused(&server, "recordDuty", COMMITTEE, duty("m", "REPORT", "2024-05-01")).await;
    assert_eq!(report, reasons([("REQUIRED", "input.text")]));
    let contact =
        refused(&server, "recordDuty", COMMITTEE, duty("m", "CONTACTS", "2024-05-01")).await;
    assert_eq!(contact, reasons([("INVALID", "input.item")]));
    let mut without = duty("m", "SURVEY", "2024-05-01");
    without["isEvent"] = json!(true);
    let found = refused(&server, "recordDuty", COMMITTEE, without).await;
    assert_eq!(found, reasons([("REQUIRED", "input.sourceId")]));
    let records =
        of_member(&server, "m", "dutyRecords { totalCount nodes { title sourceEvent { id } } }");
    assert_eq!(records.await["dutyRecords"]["totalCount"], 1);
}

fn rule(period: &str) -> Value {
    json!({ "expectedVersion": 0, "year": 2024, "period": period, "items": [
        { "item": "TRAINING", "points": 10.0, "most": 20.0 },
        { "item": "CONTACT_PERSON_TIMES", "points": 0.5, "most": 30.0 }] })
}

#[tokio::test]
async fn a_score_is_what_records_come_to_under_the_committees_own_rule() {
    let server = site().await;
    let assess = |member: &str, version: i64, period: &str| {
        json!({ "expectedVersion": version, "memberId": format!("621122-m-{member}"),
                "period": period })
    };
    let none = refused(&server, "assessDuty", COMMITTEE, assess("m", 0, "2024")).await;
    assert_eq!(none, reasons([("NOT_FOUND", "input.period")]));
    written(&server, "setAssessmentRule", COMMITTEE, rule("YEAR"), "id").await;
    let mut quarterly = rule("QUARTER");
    quarterly["specialCommittee"] = json!("文史委");
    quarterly["items"] = json!([{ "item": "TRAINING", "points": 50.0, "most": 100.0 }]);
    written(&server, "setAssessmentRule", COMMITTEE, quarterly, "id").await;
    let place = json!({ "expectedVersion": 1, "specialCommittee": "文史委" });
    written(&server, "placeMember", ("id", "621122-m-n"), place, "id").await;
    for member in ["m", "n"] {
        for on in ["2024-02-01", "2024-03-01", "2024-08-01"] {
            written(&server, "recordDuty", COMMITTEE, duty(member, "TRAINING", on), "id").await;
        }
    }
    let act = json!({ "memberId": "621122-m-m", "mode": "REGULAR_VISIT", "heldOn": "2024-02-02",
                      "persons": 15, "content": "走访" });
    id_of(&server, "recordContact", COMMITTEE, act).await;

    // Three trainings give 20 at most, and fifteen person-times 7.5.
    let fields = "id dutyAssessment { score status period version rule { specialCommittee } }";
    let scored = written(&server, "assessDuty", COMMITTEE, assess("m", 0, "2024"), fields).await;
    assert_eq!(
        scored["dutyAssessment"],
        json!({ "score": 27.5, "status": "SCORED", "period": "2024", "version": 1,
                "rule": { "specialCommittee": null } })
    );
    // Quarter is the rule of 文史委, whose members have that rule alone.
    let by_year = refused(&server, "assessDuty", COMMITTEE, assess("n", 0, "2024")).await;
    assert_eq!(by_year, reasons([("INVALID", "input.period")]));
    let by_quarter = refused(&server, "assessDuty", COMMITTEE, assess("m", 0, "2024-Q1")).await;
    assert_eq!(by_quarter, reasons([("INVALID", "input.period")]));
    let first = written(&server, "assessDuty", COMMITTEE, assess("n", 0, "2024-Q1"), fields).await;
    assert_eq!(first["dutyAssessment"]["score"], 100.0);
    let third = written(&server, "assessDuty", COMMITTEE, assess("n", 0, "2024-Q3"), fields).await;
    assert_eq!(third["dutyAssessment"]["score"], 50.0);
    for period in ["2024-05", "2999-Q1"] {
        let found = refused(&server, "assessDuty", COMMITTEE, assess("n", 0, period)).await;
        assert!(found.contains(&("INVALID".into(), "input.period".into())), "{found:?}");
    }

    // It is scored anew until it is reviewed.
    let id = scored["id"].as_str().expect("an id").to_owned();
    let own = ("id", id.as_str());
    let more = json!({ "memberId": "621122-m-m", "mode": "REGULAR_VISIT", "heldOn": "2024-02-03",
                       "persons": 5, "content": "走访" });
    id_of(&server, "recordContact", COMMITTEE, more).await;
    let again = written(&server, "assessDuty", COMMITTEE, assess("m", 1, "2024"), fields).await;
    assert_eq!(again["dutyAssessment"]["score"], 30.0);
    let skip = json!({ "expectedVersion": 2, "to": "ENTERED", "appEntry": "GS-1" });
    let found = refused(&server, "moveDutyAssessment", own, skip).await;
    assert_eq!(found, reasons([("ILLEGAL_MOVE", "input.to")]));
    let review = json!({ "expectedVersion": 2, "to": "REVIEWED" });
    written(&server, "moveDutyAssessment", own, review, "id").await;
    let late = refused(&server, "assessDuty", COMMITTEE, assess("m", 3, "2024")).await;
    assert_eq!(late, reasons([("INVALID", "input.period")]));
    let mut change = rule("YEAR");
    change["expectedVersion"] = json!(1);
    let found = refused(&server, "setAssessmentRule", COMMITTEE, change).await;
    assert_eq!(found, reasons([("INVALID", "input.year")]));

    let not_entered = async |period: &str| {
        let field = format!(
            "dutyMembers(filter: {{ period: \"{period}\", notEntered: true }}) {{ nodes {{ id }} }} \
             dutyTally(period: \"{period}\") {{ notEntered assessments meanScore }}"
        );
        region(&server, COUNTY, &field).await
    };
    let year = not_entered("2024").await;
    assert_eq!(names(&year["dutyMembers"]["nodes"]), ["chair", "m", "p", "q", "vice"]);
    assert_eq!(year["dutyTally"], json!({ "notEntered": 5, "assessments": 1, "meanScore": 30.0 }));
    let without_number = json!({ "expectedVersion": 3, "to": "ENTERED" });
    let found = refused(&server, "moveDutyAssessment", own, without_number).await;
    assert_eq!(found, reasons([("REQUIRED", "input.appEntry")]));
    let enter = json!({ "expectedVersion": 3, "to": "ENTERED", "appEntry": "GS-1" });
    written(&server, "moveDutyAssessment", own, enter, "id").await;
    let year = not_entered("2024").await;
    assert_eq!(names(&year["dutyMembers"]["nodes"]), ["chair", "p", "q", "vice"]);
    let quarter = not_entered("2024-Q1").await;
    assert_eq!(names(&quarter["dutyMembers"]["nodes"]), ["n"]);
    let of_n = of_member(&server, "n", "dutyAssessments { period score }").await;
    assert_eq!(
        of_n["dutyAssessments"],
        json!([{ "period": "2024-Q1", "score": 100.0 }, { "period": "2024-Q3", "score": 50.0 }])
    );
}

#[tokio::test]
async fn a_rule_gives_each_item_once_and_a_hundred_at_most() {
    let server = site().await;
    let mut full = rule("YEAR");
    full["items"][0]["most"] = json!(80.0);
    let found = refused(&server, "setAssessmentRule", COMMITTEE, full).await;
    assert_eq!(found, reasons([("INVALID", "input.items")]));
    let mut twice = rule("YEAR");
    twice["items"][1]["item"] = json!("TRAINING");
    let found = refused(&server, "setAssessmentRule", COMMITTEE, twice).await;
    assert_eq!(found, reasons([("INVALID", "input.items.1")]));
    let mut nothing = rule("YEAR");
    nothing["items"] = json!([]);
    let found = refused(&server, "setAssessmentRule", COMMITTEE, nothing).await;
    assert_eq!(found, reasons([("REQUIRED", "input.items")]));
    let fields = "assessmentRule { period items { item points most } }";
    let set = written(&server, "setAssessmentRule", COMMITTEE, rule("YEAR"), fields).await;
    assert_eq!(set["assessmentRule"]["items"].as_array().map(Vec::len), Some(2));
    let changed = json!({ "expectedVersion": 1, "year": 2024, "period": "QUARTER",
                          "items": [{ "item": "SURVEY", "points": 5.0, "most": 5.0 }] });
    let set = written(&server, "setAssessmentRule", COMMITTEE, changed, fields).await;
    assert_eq!(
        set["assessmentRule"],
        json!({ "period": "QUARTER", "items": [{ "item": "SURVEY", "points": 5.0, "most": 5.0 }] })
    );
}
