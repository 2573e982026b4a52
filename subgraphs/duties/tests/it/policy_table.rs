//! Who gets what of the contract.

use qianzhan_duties::CONTRACT_SDL;
use serde_json::json;

use crate::{
    field_table::{FieldTable, every_field_by_every_relation_in_every_role},
    testkit::{COMMITTEE, COUNTY, id_of, region, site, written},
};

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn every_field_is_as_the_policy_says() {
    let server = site().await;
    // One of each kind of record, with no field null that can have a value.
    for (item, minimum, maximum) in [("TRAINING", 1, None), ("TOWNSHIPS_PER_LEADER", 2, Some(3))] {
        let input = json!({ "expectedVersion": 0, "year": 2024, "item": item, "minimum": minimum,
                            "maximum": maximum });
        written(&server, "setAnnualDutyQuota", COMMITTEE, input, "id").await;
    }
    let contact = json!({ "memberId": "621122-m-m", "name": "王五", "phone": "13800000000",
                          "localityCode": "621122101" });
    let contact = id_of(&server, "registerContact", COMMITTEE, contact).await;
    let regular = json!({ "expectedVersion": 1, "to": "REGULAR" });
    written(&server, "moveContact", ("id", &contact), regular, "id").await;
    let plan = json!({ "memberId": "621122-m-m", "year": 2024, "mode": "REGULAR_VISIT",
                       "target": "教师", "platformId": "621122-p-a", "content": "听取意见",
                       "frequency": 4, "goal": "办实事" });
    let plan = id_of(&server, "makeContactPlan", COMMITTEE, plan).await;
    let go = json!({ "expectedVersion": 1, "to": "UNDERWAY" });
    written(&server, "moveContactPlan", ("id", &plan), go, "id").await;
    let act = json!({ "memberId": "621122-m-m", "planId": plan, "mode": "REGULAR_VISIT",
                      "persons": 7, "content": "走访", "contactIds": [contact],
                      "problem": "路灯不亮", "becomesAppeal": true });
    let act =
        written(&server, "recordContact", COMMITTEE, act, "id contactRecord { appeal { id } }");
    let act = act.await;
    let text = |value: &serde_json::Value| value.as_str().expect("an id").to_owned();
    let appeal = text(&act["contactRecord"]["appeal"]["id"]);
    let act = text(&act["id"]);
    let charge = json!({ "leaderId": "621122-m-chair", "kind": "TAKE_CHARGE",
                         "targetKind": "TOWNSHIP", "localityCode": "621122101" });
    let charge = id_of(&server, "assignLeaderCharge", COMMITTEE, charge).await;
    let visit = json!({ "expectedVersion": 1, "note": "指导" });
    written(&server, "recordChargeVisit", ("id", &charge), visit, "id").await;
    let duty = json!({ "memberId": "621122-m-m", "item": "REPORT", "title": "述职", "text": "……",
                       "sourceId": "621100-e-far", "isEvent": true });
    let duty = id_of(&server, "recordDuty", COMMITTEE, duty).await;
    let rule = json!({ "expectedVersion": 0, "year": 2024, "period": "YEAR",
                       "items": [{ "item": "TRAINING", "points": 1.0, "most": 1.0 }] });
    let rule = id_of(&server, "setAssessmentRule", COMMITTEE, rule).await;
    let assess = json!({ "expectedVersion": 0, "memberId": "621122-m-m", "period": "2024" });
    let assessment = id_of(&server, "assessDuty", COMMITTEE, assess).await;
    for input in [
        json!({ "expectedVersion": 1, "to": "REVIEWED" }),
        json!({ "expectedVersion": 2, "to": "ENTERED", "appEntry": "GS-1" }),
    ] {
        written(&server, "moveDutyAssessment", ("id", &assessment), input, "id").await;
    }
    let upper = json!({ "tier": "GROUP_TO_PARTY_MEMBER", "fromId": "621122-m-chair",
                        "toId": "621122-m-p" });
    id_of(&server, "linkParty", COMMITTEE, upper).await;
    let link = json!({ "tier": "PARTY_MEMBER_TO_NON_PARTY", "fromId": "621122-m-p",
                       "toId": "621122-m-m" });
    let link = id_of(&server, "linkParty", COMMITTEE, link).await;
    let report =
        json!({ "platformId": "621122-p-a", "year": 2024, "head": "马站长", "text": "……" });
    let report = id_of(&server, "submitStationHeadReport", COMMITTEE, report).await;
    let grade = json!({ "expectedVersion": 1, "grade": "GOOD" });
    written(&server, "gradeStationHeadReport", ("id", &report), grade, "id").await;
    let fund = json!({ "localityCode": "621122101", "year": 2024, "grade": "GOOD",
                       "amountYuan": 10_000 });
    let fund = id_of(&server, "assessTownship", COMMITTEE, fund).await;
    written(&server, "payTownshipFund", ("id", &fund), json!({ "expectedVersion": 1 }), "id").await;
    let training = json!({ "title": "培训", "kind": "TRAINING", "on": "2024-03-01" });
    let training = id_of(&server, "planTraining", COMMITTEE, training).await;
    for input in [
        json!({ "expectedVersion": 1, "to": "HELD" }),
        json!({ "expectedVersion": 2, "to": "REGISTERED", "participants": 9 }),
    ] {
        written(&server, "moveTraining", ("id", &training), input, "id").await;
    }
    let main = id_of(&server, "foundReadingGroup", COMMITTEE, json!({ "name": "总群" })).await;
    let group = json!({ "name": "读书群", "parentId": main });
    let group = id_of(&server, "foundReadingGroup", COMMITTEE, group).await;
    let read = json!({ "expectedVersion": 1, "title": "共读", "participants": 8 });
    written(&server, "recordReadingActivity", ("id", &group), read, "id").await;
    let quotas = "annualDutyQuotas(filter: { items: [TRAINING] }) { nodes { id } }";
    let quota = text(&region(&server, COUNTY, quotas).await["annualDutyQuotas"]["nodes"][0]["id"]);

    let key_of = |entity: &str| match entity {
        "Region" => COUNTY.to_owned(),
        "Committee" => format!("{COUNTY}-committee"),
        "Member" => "621122-m-m".to_owned(),
        "Platform" => "621122-p-a".to_owned(),
        "Appeal" => appeal.clone(),
        "ConsultationEvent" => "621100-e-far".to_owned(),
        "Contact" => contact.clone(),
        "ContactRecord" => act.clone(),
        "ContactPlan" => plan.clone(),
        "LeaderCharge" => charge.clone(),
        "AnnualDutyQuota" => quota.clone(),
        "DutyRecord" => duty.clone(),
        "AssessmentRule" => rule.clone(),
        "DutyAssessment" => assessment.clone(),
        "PartyLink" => link.clone(),
        "StationHeadReport" => report.clone(),
        "TownshipFund" => fund.clone(),
        "TrainingSession" => training.clone(),
        "ReadingGroup" => group.clone(),
        other => panic!("the records have no {other}"),
    };
    let table = FieldTable {
        sdl: CONTRACT_SDL,
        beside: &[qianzhan_network::CONTRACT_SDL],
        county: COUNTY,
        key_of: &key_of,
        arguments: &[
            ("Region.dutyMembers", "filter: { period: \"2024\" }"),
            ("Region.dutyTally", "period: \"2024\""),
            ("Region.contactTally", "period: \"2026\""),
            ("Region.trainingTally", "period: \"2024\""),
            ("Region.stationsWithoutReport", "year: 2024"),
            ("Region.stationTally", "year: 2024"),
            ("Member.dutyProgress", "period: \"2024\""),
        ],
        // What lasts has no end, a charge is of a township and no county, and a link is to a member
        // or to a contact.
        may_be_null: &[
            "Contact.endedOn",
            "LeaderCharge.regionCode",
            "LeaderCharge.to",
            "AnnualDutyQuota.maximum",
            "AnnualDutyQuota.specialCommittee",
            "AssessmentRule.specialCommittee",
            "PartyLink.contact",
            "PartyLink.until",
        ],
    };
    every_field_by_every_relation_in_every_role(&server, &table).await;
}
