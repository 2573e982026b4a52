//! The register of contacts, acts of contact, plans, and what they come to.

use qianzhan_network::CallerRole;
use serde_json::{Value, json};

use crate::testkit::{
    COMMITTEE, COUNTY, ask_as, caller, id_of, names, of_member, reasons, refused, region, site,
    written,
};

#[tokio::test]
async fn a_contact_is_registered_made_regular_and_ended() {
    let server = site().await;
    let input = json!({ "memberId": "621122-m-m", "name": " 王五 ", "phone": "13800000000",
                        "localityCode": "621122101", "registeredOn": "2024-01-05" });
    let fields = "id contact { name phone isSectoral sector isRegular status version \
                  locality { code } member { id } committee { id } }";
    let registered = written(&server, "registerContact", COMMITTEE, input, fields).await;
    assert_eq!(
        registered["contact"],
        json!({ "name": "王五", "phone": "13800000000", "isSectoral": true, "sector": "EDUCATION",
            "isRegular": false, "status": "REGISTERED", "version": 1,
            "locality": { "code": "621122101" }, "member": { "id": "621122-m-m" },
            "committee": { "id": "621122-committee" } })
    );
    let id = registered["id"].as_str().expect("an id");
    let own = ("id", id);
    let early = json!({ "expectedVersion": 1, "to": "REGULAR", "on": "2024-01-04" });
    assert_eq!(
        refused(&server, "moveContact", own, early).await,
        reasons([("INVALID", "input.on")])
    );
    for (version, to, on) in [(1, "REGULAR", "2024-03-01"), (2, "ENDED", "2024-09-01")] {
        let input = json!({ "expectedVersion": version, "to": to, "on": on });
        written(&server, "moveContact", own, input, "id").await;
    }
    for (period, registered, regular) in
        [("2023", 0, 0), ("2024-01", 1, 0), ("2024-Q1", 1, 1), ("2024-H1", 1, 1), ("2024", 0, 0)]
    {
        let field = format!("contactTally(period: \"{period}\") {{ registered regular }}");
        let tally = region(&server, COUNTY, &field).await;
        let expected = json!({ "registered": registered, "regular": regular });
        assert_eq!(tally["contactTally"], expected, "{period}");
    }
    let back = json!({ "expectedVersion": 3, "to": "REGULAR" });
    let reason = refused(&server, "moveContact", own, back).await;
    assert_eq!(reason, reasons([("ILLEGAL_MOVE", "input.to")]));
    let input = json!({ "memberId": "621122-m-gone", "name": "", "localityCode": "621123101" });
    assert_eq!(
        refused(&server, "registerContact", COMMITTEE, input).await,
        reasons([
            ("INVALID", "input.memberId"),
            ("REQUIRED", "input.name"),
            ("NOT_FOUND", "input.localityCode"),
        ])
    );
}

#[tokio::test]
async fn acts_of_contact_count_person_times_and_their_problems_become_appeals() {
    let server = site().await;
    let contact = |member: &str, name: &str| {
        json!({ "memberId": format!("621122-m-{member}"), "name": name, "isSectoral": false,
                "localityCode": "621122102", "registeredOn": "2023-01-05" })
    };
    let known = id_of(&server, "registerContact", COMMITTEE, contact("m", "王五")).await;
    let other = id_of(&server, "registerContact", COMMITTEE, contact("n", "马六")).await;
    let act = json!({ "memberId": "621122-m-m", "mode": "REGULAR_VISIT", "heldOn": "2023-05-01",
                      "persons": 6, "content": "入户走访", "contactIds": [known],
                      "problem": "路灯不亮", "becomesAppeal": true });
    let fields = "contactRecord { persons problem contacts { name sector } \
                  appeal { text status speakerName locality { code } } }";
    let recorded = written(&server, "recordContact", COMMITTEE, act, fields).await;
    assert_eq!(
        recorded["contactRecord"],
        json!({ "persons": 6, "problem": "路灯不亮",
            "contacts": [{ "name": "王五", "sector": null }],
            "appeal": { "text": "路灯不亮", "status": "RECEIVED", "speakerName": "王五",
                        "locality": { "code": "621122102" } } })
    );
    let act = json!({ "memberId": "621122-m-m", "mode": "MUTUAL_VISIT", "heldOn": "2023-12-31",
                      "persons": 3, "content": "座谈", "problem": "缺培训" });
    written(&server, "recordContact", COMMITTEE, act, "id").await;
    let act = json!({ "memberId": "621122-m-n", "mode": "MUTUAL_VISIT", "heldOn": "2024-01-01",
                      "persons": 1, "content": "座谈" });
    written(&server, "recordContact", COMMITTEE, act, "id").await;
    let fields = "contactTally(period: \"2023\") { registered regularShare records personTimes \
                  problemsFound problemsToAppeals byMode { mode records personTimes } } \
                  contactRecords(filter: { hasProblem: true, hasAppeal: false }) \
                  { totalCount nodes { content } }";
    let found = region(&server, COUNTY, fields).await;
    assert_eq!(
        found["contactTally"],
        json!({ "registered": 2, "regularShare": 0.0, "records": 2, "personTimes": 9,
            "problemsFound": 2, "problemsToAppeals": 1,
            "byMode": [{ "mode": "MUTUAL_VISIT", "records": 1, "personTimes": 3 },
                       { "mode": "REGULAR_VISIT", "records": 1, "personTimes": 6 }] })
    );
    let expected = json!({ "totalCount": 1, "nodes": [{ "content": "座谈" }] });
    assert_eq!(found["contactRecords"], expected);
    // A township tells who is registered there; acts are its county's.
    let of_township = "contactTally { registered records personTimes byMode { mode } }";
    assert_eq!(
        region(&server, "621122102", of_township).await["contactTally"],
        json!({ "registered": 2, "records": null, "personTimes": null, "byMode": [] })
    );
    let wrong = json!({ "memberId": "621122-m-m", "mode": "MUTUAL_VISIT", "persons": 0,
                        "content": " ", "contactIds": [other], "becomesAppeal": true });
    assert_eq!(
        refused(&server, "recordContact", COMMITTEE, wrong).await,
        reasons([
            ("INVALID", "input.contactIds.0"),
            ("INVALID", "input.persons"),
            ("REQUIRED", "input.content"),
            ("REQUIRED", "input.problem"),
        ])
    );
    let of_m = of_member(
        &server,
        "m",
        "contacts { totalCount } contactRecords(first: 1) \
                                        { totalCount nodes { heldOn } }",
    )
    .await;
    assert_eq!(
        of_m,
        json!({ "contacts": { "totalCount": 1 },
                "contactRecords": { "totalCount": 2, "nodes": [{ "heldOn": "2023-12-31" }] } })
    );
}

#[tokio::test]
async fn names_and_telephones_stay_with_the_owner() {
    let server = site().await;
    let input = json!({ "memberId": "621122-m-m", "name": "王五", "phone": "13800000000" });
    id_of(&server, "registerContact", COMMITTEE, input).await;
    let query = "{ _entities(representations: [{ __typename: \"Region\", code: \"620000\" }]) \
        { ... on Region { contactTally { registered } contacts { totalCount nodes { \
        id name phone status } } } } }";
    let above = ask_as(&server, caller("620000", CallerRole::Office), query).await;
    let region = &above["data"]["_entities"][0];
    assert_eq!(region["contactTally"]["registered"], 1);
    assert_eq!(region["contacts"]["totalCount"], 1);
    let node = &region["contacts"]["nodes"][0];
    assert_eq!((&node["name"], &node["phone"]), (&Value::Null, &Value::Null));
    assert_eq!(node["status"], "REGISTERED");
    let withheld = above["extensions"]["withheld"].as_array().expect("what was kept back");
    let withheld: Vec<&str> = withheld.iter().filter_map(|it| it["field"].as_str()).collect();
    assert!(withheld.contains(&"Contact.name") && withheld.contains(&"Contact.phone"));
    // Nor may a name be sought from above.
    let seek = query.replace("contacts {", "contacts(filter: { nameContains: \"王\" }) {");
    let above = ask_as(&server, caller("620000", CallerRole::Office), &seek).await;
    assert_eq!(above["errors"][0]["extensions"]["code"], "ARGUMENT_READS_WITHHELD");
    let own = ask_as(&server, caller(COUNTY, CallerRole::Office), &seek).await;
    assert_eq!(own["data"]["_entities"][0]["contacts"]["nodes"][0]["name"], "王五");
}

#[tokio::test]
async fn a_plan_fixes_all_five_and_completes_by_its_records() {
    let server = site().await;
    let lacking = json!({ "memberId": "621122-m-m", "year": 2024, "mode": "REGULAR_VISIT",
                          "target": "  " });
    assert_eq!(
        refused(&server, "makeContactPlan", COMMITTEE, lacking).await,
        reasons([
            ("REQUIRED", "input.target"),
            ("REQUIRED", "input.content"),
            ("REQUIRED", "input.goal"),
            ("REQUIRED", "input.platformId"),
            ("REQUIRED", "input.frequency"),
        ])
    );
    let whole = json!({ "memberId": "621122-m-m", "year": 2024, "mode": "REGULAR_VISIT",
                        "target": "教师", "platformId": "621122-p-a", "content": "听取意见",
                        "frequency": 4, "goal": "每季度一件实事" });
    for (field, value) in [
        ("target", json!("")),
        ("platformId", json!("621122-p-none")),
        ("content", Value::Null),
        ("frequency", json!(0)),
        ("goal", Value::Null),
    ] {
        let mut input = whole.clone();
        input[field] = value;
        let found = refused(&server, "makeContactPlan", COMMITTEE, input).await;
        assert_eq!(found.len(), 1, "{found:?}");
        assert_eq!(found[0].1, format!("input.{field}"));
    }
    let plan = id_of(&server, "makeContactPlan", COMMITTEE, whole).await;
    let act = |plan: &str, on: &str| {
        json!({ "memberId": "621122-m-m", "planId": plan, "mode": "REGULAR_VISIT", "heldOn": on,
                "persons": 5, "content": "走访" })
    };
    let early = refused(&server, "recordContact", COMMITTEE, act(&plan, "2024-01-10")).await;
    assert_eq!(early, reasons([("INVALID", "input.planId")]), "it is not under way yet");
    let own = ("id", plan.as_str());
    let go = json!({ "expectedVersion": 1, "to": "UNDERWAY" });
    written(&server, "moveContactPlan", own, go, "id").await;
    for on in ["2024-01-10", "2024-04-10", "2024-07-10"] {
        written(&server, "recordContact", COMMITTEE, act(&plan, on), "id").await;
    }
    let fields = "contactPlans { nodes { target platform { id } recordCount completion \
                  records(first: 1) { totalCount nodes { heldOn } } } }";
    assert_eq!(
        of_member(&server, "m", fields).await["contactPlans"]["nodes"],
        json!([{ "target": "教师", "platform": { "id": "621122-p-a" }, "recordCount": 3,
            "completion": 0.75, "records": { "totalCount": 3, "nodes": [{ "heldOn": "2024-07-10" }] } }])
    );
    let behind = async |is_fulfilled: bool| {
        let field = format!(
            "contactPlans(filter: {{ year: 2024, isFulfilled: {is_fulfilled} }}) {{ totalCount }}"
        );
        region(&server, COUNTY, &field).await["contactPlans"]["totalCount"].clone()
    };
    assert_eq!((behind(true).await, behind(false).await), (json!(0), json!(1)));
    written(&server, "recordContact", COMMITTEE, act(&plan, "2024-10-10"), "id").await;
    assert_eq!((behind(true).await, behind(false).await), (json!(1), json!(0)));
    let check = json!({ "expectedVersion": 2, "to": "CHECKED" });
    written(&server, "moveContactPlan", own, check, "id").await;
    let late = refused(&server, "recordContact", COMMITTEE, act(&plan, "2024-11-10")).await;
    assert_eq!(late, reasons([("INVALID", "input.planId")]));
    let others = region(&server, COUNTY, "contactRecords { nodes { id member { id } } }").await;
    assert_eq!(names(&others["contactRecords"]["nodes"]).len(), 4);
}
