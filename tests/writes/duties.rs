//! What members do is written at the site of their own committee.

use serde_json::{Value, json};

use crate::through_the_gateway::{ask, mutate, office, written};

/// A member in office of a committee, by region and level, the seat at a place from the end.
fn member_of(region: &str, level: &str, filter: &str) -> String {
    let question = format!(
        "{{ region(code: \"{region}\") {{ members(last: 1, filter: {{ status: ACTIVE, \
         level: {level} {filter} }}) {{ nodes {{ id }} }} }} }}"
    );
    let answer = ask(office(region), &question, Value::Null);
    let node = &answer.data()["region"]["members"]["nodes"][0]["id"];
    node.as_str().expect("a member").to_owned()
}

fn put(region: &str, mutation: &str, once: &str, input: Value, selection: &str) -> Value {
    let committee = format!("{region}-committee");
    let route = ("committeeId", committee.as_str());
    let answer = mutate(office(region), mutation, route, once, input, selection);
    assert_eq!(answer.errors(), [], "{mutation}");
    answer.data()["written"].clone()
}

/// S8: none of the five may be missing, and completion is records over frequency.
#[test]
fn a_plan_without_one_of_the_five_is_refused() {
    const COUNTY: &str = "621224";
    let member = member_of(COUNTY, "COUNTY", "");
    let platforms =
        format!("{{ region(code: \"{COUNTY}\") {{ platforms(first: 1) {{ nodes {{ id }} }} }} }}");
    let answer = ask(office(COUNTY), &platforms, Value::Null);
    let platform = answer.data()["region"]["platforms"]["nodes"][0]["id"].clone();
    let whole = json!({ "memberId": member, "year": 2024, "mode": "FRONTLINE_CONSULTATION",
                        "target": "果农", "platformId": platform, "content": "销路",
                        "frequency": 2, "goal": "对接一家企业" });
    for field in ["target", "platformId", "content", "frequency", "goal"] {
        let mut input = whole.clone();
        input[field] = Value::Null;
        let refused = put(COUNTY, "makeContactPlan", field, input, "id");
        assert_eq!(refused["id"], Value::Null);
        let errors = refused["userErrors"].as_array().expect("a list");
        assert_eq!(errors.len(), 1, "{errors:?}");
        assert_eq!(errors[0]["code"], "REQUIRED");
        assert_eq!(errors[0]["field"], json!(["input", field]));
    }
    let plan = put(COUNTY, "makeContactPlan", "whole", whole, "id")["id"].clone();
    let plan = plan.as_str().expect("an id");
    let go = json!({ "expectedVersion": 1, "to": "UNDERWAY" });
    written(&mutate(office(COUNTY), "moveContactPlan", ("id", plan), "go", go, "id"));
    let act = json!({ "memberId": member, "planId": plan, "mode": "FRONTLINE_CONSULTATION",
                      "persons": 8, "content": "果园议销路", "problem": "冷库不足",
                      "becomesAppeal": true });
    put(COUNTY, "recordContact", "act", act, "id");
    let question = format!(
        "{{ contactPlan(id: \"{plan}\") {{ completion records {{ nodes {{ persons \
         appeal {{ text status }} }} }} }} }}"
    );
    let seen = ask(office("620000"), &question, Value::Null);
    assert_eq!(
        seen.data()["contactPlan"],
        json!({ "completion": 0.5, "records": { "nodes": [{ "persons": 8,
            "appeal": { "text": "冷库不足", "status": "RECEIVED" } }] } })
    );
}

/// S26: one event, attended by members of three levels, gives each a record at the own committee,
/// scored under its own rule.
#[test]
fn members_of_three_levels_are_each_scored_by_their_own_committee() {
    let levels =
        [("620000", "PROVINCE", 20.0), ("621200", "CITY", 12.0), ("621225", "COUNTY", 7.0)];
    let question = "{ region(code: \"621225\") { consultationEvents(first: 1, filter: {
        period: \"2023\" }) { nodes { id title } } } }";
    let answer = ask(office("621225"), question, Value::Null);
    let event = answer.data()["region"]["consultationEvents"]["nodes"][0].clone();
    let mut members = Vec::new();
    for (region, level, points) in levels {
        let member = member_of(region, level, "");
        let rule = json!({ "expectedVersion": 0, "year": 2021, "period": "YEAR", "items": [
            { "item": "DELIBERATION", "points": points, "most": points }] });
        put(region, "setAssessmentRule", "rule", rule, "id");
        let duty = json!({ "memberId": member, "item": "DELIBERATION", "doneOn": "2021-06-01",
                           "title": event["title"], "sourceId": event["id"], "isEvent": true });
        put(region, "recordDuty", "duty", duty, "id");
        let assess = json!({ "expectedVersion": 0, "memberId": member, "period": "2021" });
        let scored = put(region, "assessDuty", "assess", assess, "id dutyAssessment { score }");
        assert_eq!(scored["dutyAssessment"]["score"], points, "{level}");
        members.push(member);
    }
    let ids = members.iter().map(|id| {
        format!(
            "m{}: member(id: \"{id}\") {{ level \
        dutyAssessments {{ period score committee {{ level }} }} \
        dutyRecords(first: 50) {{ nodes {{ doneOn sourceEvent {{ id title }} }} }} }}",
            &id[..6]
        )
    });
    let question = format!("{{ {} }}", ids.collect::<Vec<_>>().join(" "));
    let answer = ask(office("620000"), &question, Value::Null);
    for (region, level, points) in levels {
        let member = &answer.data()[format!("m{region}")];
        let assessments = member["dutyAssessments"].as_array().expect("a list");
        let of_2021 = assessments.iter().find(|it| it["period"] == "2021").expect("one of 2021");
        assert_eq!(of_2021["score"], points);
        assert_eq!(of_2021["committee"]["level"], level);
        let records = member["dutyRecords"]["nodes"].as_array().expect("a list");
        let record = records.iter().find(|it| it["doneOn"] == "2021-06-01").expect("the record");
        assert_eq!(record["sourceEvent"], event, "{level}: the event is the county's");
    }
    // Quarter is mandatory where the rule says so.
    let culture =
        member_of("620000", "PROVINCE", ", specialCommittee: \"文化文史资料和学习委员会\"");
    let by_year = json!({ "expectedVersion": 0, "memberId": culture, "period": "2023" });
    let refused = put("620000", "assessDuty", "by year", by_year, "id");
    assert_eq!(refused["userErrors"][0]["field"], json!(["input", "period"]));
}

/// S29: for any non-party member the chain of two links upward, or the member is listed.
#[test]
fn the_chain_of_a_non_party_member_leads_to_the_party_group() {
    const COUNTY: &str = "620881";
    let question = "{ region(code: \"620881\") { partyTally { members withoutLink links }
        members(first: 500, filter: { status: ACTIVE }) { nodes { id isPartyMember office
        partyChain { tier from { office isPartyMember } } } }
        dutyMembers(filter: { period: \"2022\", withoutPartyLink: true }, first: 500) {
        totalCount nodes { id } } } }";
    let answer = ask(office(COUNTY), question, Value::Null);
    let region = &answer.data()["region"];
    let unlinked: Vec<&str> = region["dutyMembers"]["nodes"]
        .as_array()
        .expect("a list")
        .iter()
        .filter_map(|it| it["id"].as_str())
        .collect();
    let mut whole = 0;
    for member in region["members"]["nodes"].as_array().expect("a list") {
        if member["isPartyMember"] == true {
            continue;
        }
        let chain = member["partyChain"].as_array().expect("a list");
        let is_listed = unlinked.contains(&member["id"].as_str().expect("an id"));
        assert_eq!(chain.is_empty(), is_listed);
        if let [nearest, next] = chain.as_slice() {
            assert_eq!(nearest["tier"], "PARTY_MEMBER_TO_NON_PARTY");
            assert_eq!(nearest["from"]["isPartyMember"], true);
            assert_eq!(next["tier"], "GROUP_TO_PARTY_MEMBER");
            assert_ne!(next["from"]["office"], "MEMBER");
            whole += 1;
        }
    }
    assert!(whole > 10, "{whole} chains of two links");
    assert_eq!(region["partyTally"]["withoutLink"], unlinked.len());
    // From above only the counts are seen.
    let answer = ask(office("620800"), question, Value::Null);
    let codes: Vec<String> = answer.errors().into_iter().map(|error| error.0).collect();
    assert_eq!(codes, ["ARGUMENT_READS_WITHHELD"]);
    let region = &answer.0["data"]["region"];
    assert_eq!(region["partyTally"]["withoutLink"], unlinked.len());
    assert_eq!(region["members"]["nodes"][0]["partyChain"], Value::Null);
}
