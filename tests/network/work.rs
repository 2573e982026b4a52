//! What documents say of proposals, activities, counties' own work and the economy, asked through the
//! gateway; and roll-ups against SQL over the union of the sites' databases.

use serde_json::{Value, json};

use crate::testkit::shared;

fn ask(document: &str) -> Value {
    let answer = shared().ask(document);
    assert_eq!(answer.coverage()["complete"], true, "{}", answer.coverage());
    answer.data().clone()
}

fn number(sql: &str) -> Value {
    shared().union.row(sql)[0].clone()
}

/// The item of a list whose field has this value.
fn item<'a>(list: &'a Value, field: &str, value: &str) -> &'a Value {
    let items = list.as_array().expect("a list");
    items.iter().find(|it| it[field] == value).unwrap_or_else(|| panic!("no {value} in {list}"))
}

#[test]
fn a_proposal_is_found_by_its_number_and_one_without_a_survey_is_flagged() {
    let answer = shared().ask(
        "{ proposalBySerial(committeeId: \"620000-committee\", termNo: 13, sessionNo: 2, \
         serialNo: 394) { status hasSurvey handlingUnits { unit isReplied } } }",
    );
    assert_eq!(
        answer.data()["proposalBySerial"],
        json!({ "status": "REPLIED", "hasSurvey": false,
            "handlingUnits": [{ "unit": "省财政厅", "isReplied": true }] })
    );
    assert_eq!(answer.coverage()["asked"], 1, "only the province is asked");
    let none =
        ask("{ proposalBySerial(committeeId: \"620000-committee\", termNo: 13, sessionNo: 2, \
         serialNo: 99999) { id } }");
    assert_eq!(none["proposalBySerial"], Value::Null);
    let flagged = ask("{ region(code: \"620000\") { proposalTally { withoutSurvey proposals } \
         proposals(first: 1, filter: { hasSurvey: false }) { totalCount } } }");
    let drafts = number("SELECT COUNT(*) FROM proposals WHERE survey_id IS NULL");
    assert_eq!(flagged["region"]["proposals"]["totalCount"], drafts);
    let submitted = "FROM proposals WHERE status NOT IN ('COLLECTED', 'SURVEYED')";
    let tally = &flagged["region"]["proposalTally"];
    assert_eq!(tally["proposals"], number(&format!("SELECT COUNT(*) {submitted}")));
    let without = format!("SELECT COUNT(*) {submitted} AND survey_id IS NULL");
    assert_eq!(tally["withoutSurvey"], number(&without));
}

#[test]
fn overdue_replies_are_counted_by_unit_over_all_sites() {
    let found = ask("{ region(code: \"620000\") { proposalTally(asOf: \"2024-10-15\") { overdue \
         byHandlingUnit { unit proposals replied overdue } } } }");
    let tally = &found["region"]["proposalTally"];
    let overdue = "NOT is_replied AND due_on < '2024-10-15'";
    let all =
        number(&format!("SELECT COUNT(DISTINCT proposal_id) FROM proposal_units WHERE {overdue}"));
    assert!(all.as_i64().is_some_and(|count| count > 0));
    assert_eq!(tally["overdue"], all);
    let rows = shared().union.rows(&format!(
        "SELECT unit, COUNT(*), SUM(is_replied), SUM({overdue}) FROM proposal_units
         GROUP BY unit ORDER BY unit"
    ));
    let expected: Vec<Value> = rows
        .iter()
        .map(|row| {
            json!({ "unit": row[0], "proposals": row[1], "replied": row[2],
                           "overdue": row[3] })
        })
        .collect();
    assert_eq!(tally["byHandlingUnit"], Value::Array(expected));
}

#[test]
fn the_chair_led_two_key_proposals_with_sector_public_present() {
    let found = ask("{ committee(id: \"620000-committee\") { proposalTally(period: \"2023-09\") \
         { byLeader { leader proposals } } } }");
    let tally = &found["committee"]["proposalTally"];
    assert_eq!(item(&tally["byLeader"], "leader", "庄国泰")["proposals"], 2);
    let found =
        ask("{ region(code: \"620000\") { proposalSupervisions(filter: { leader: \"庄国泰\", \
         period: \"2023-09\" }) { nodes { kind hasSectorPublic proposal { title isKey } } } } }");
    let nodes = found["region"]["proposalSupervisions"]["nodes"].as_array().expect("nodes").clone();
    assert_eq!(nodes.len(), 2);
    for node in &nodes {
        assert_eq!((&node["kind"], &node["hasSectorPublic"]), (&json!("LED"), &json!(true)));
        assert_eq!(node["proposal"]["isKey"], true);
    }
    let title = |part: &str| {
        nodes.iter().any(|it| it["proposal"]["title"].as_str().is_some_and(|it| it.contains(part)))
    };
    assert!(title("生物医药") && title("专精特新"));
}

#[test]
fn special_committees_hosted_and_organised_what_documents_say() {
    let found = ask(
        "{ committee(id: \"620000-committee\") { activityTally(period: \"2023\") { byHost { host \
         meetings meetingMembers meetingSuggestionsAdopted sectorActivities \
         activityMemberParticipations activityPublicParticipations activitySuggestions \
         activitySuggestionsAdopted } } } }",
    );
    let hosts = &found["committee"]["activityTally"]["byHost"];
    let law = item(hosts, "host", "社会和法制委员会");
    assert_eq!((&law["meetings"], &law["meetingMembers"]), (&json!(2), &json!(12)));
    let culture = item(hosts, "host", "文化文史资料和学习委员会");
    assert_eq!(culture["meetingMembers"], 3);
    assert_eq!(culture["meetingSuggestionsAdopted"], 3);
    assert_eq!(culture["sectorActivities"], 4);
    assert_eq!(culture["activitySuggestionsAdopted"], 21);
    for (field, over) in [
        ("activityMemberParticipations", 90),
        ("activityPublicParticipations", 260),
        ("activitySuggestions", 120),
    ] {
        assert!(culture[field].as_i64().is_some_and(|found| found > over), "{field}: {culture}");
    }
    let spoke =
        ask("{ region(code: \"620000\") { consultationMeetings(filter: { period: \"2023\", \
         host: \"社会和法制委员会\" }) { nodes { speakers { member { id name } } } } } }");
    let nodes = spoke["region"]["consultationMeetings"]["nodes"].as_array().expect("nodes").clone();
    let speakers =
        nodes.iter().flat_map(|it| it["speakers"].as_array().cloned().unwrap_or_default());
    assert_eq!(speakers.filter(|it| it["member"]["name"].is_string()).count(), 12);
}

#[test]
fn activities_over_all_sites_equal_sql() {
    let fields = "meetings meetingMembers meetingSuggestionsAdopted sectorActivities \
        activityMemberParticipations activityPublicParticipations jointActivities surveys \
        reportsSubmitted reportSuggestions";
    for (code, prefix) in [("620000", "62"), ("621100", "6211"), ("621122", "621122")] {
        let found = ask(&format!(
            "{{ region(code: \"{code}\") {{ activityTally(period: \"2023\") {{ {fields} }} }} }}"
        ));
        let year = |day: &str| {
            format!("committee_id LIKE '{prefix}%' AND {day} BETWEEN '2023-01-01' AND '2023-12-31'")
        };
        let held = year("held_on");
        let of = |select: &str, table: &str, and: &str| {
            number(&format!("SELECT {select} FROM {table} WHERE {and}"))
        };
        let expected = json!({
            "meetings": of("COUNT(*)", "consultation_meetings", &held),
            "meetingMembers": of("COALESCE(SUM(member_count), 0)", "consultation_meetings", &held),
            "meetingSuggestionsAdopted":
                of("COALESCE(SUM(adopted_count), 0)", "consultation_meetings", &held),
            "sectorActivities": of("COUNT(*)", "sector_activities", &held),
            "activityMemberParticipations":
                of("COALESCE(SUM(member_participations), 0)", "sector_activities", &held),
            "activityPublicParticipations":
                of("COALESCE(SUM(public_participations), 0)", "sector_activities", &held),
            "jointActivities": of("COUNT(joint_committee_id)", "sector_activities", &held),
            "surveys": of("COUNT(*)", "surveys", &year("prepared_on")),
            "reportsSubmitted": of("COUNT(*)", "surveys", &year("reported_on")),
            "reportSuggestions":
                of("COALESCE(SUM(suggestion_count), 0)", "surveys", &year("reported_on")),
        });
        assert_eq!(found["region"]["activityTally"], expected, "{code}");
    }
}

#[test]
fn reports_of_surveys_were_submitted_and_adopted_as_documents_say() {
    let found = ask(
        "{ tongwei: region(code: \"621121\") { activityTally(period: \"2023-H1\") { reportsSubmitted \
         reportAspects reportSuggestions } } \
         lingtai: region(code: \"620822\") { surveys(filter: { period: \"2024\" }) { nodes { kind \
         adoptedOn } } } }",
    );
    assert_eq!(
        found["tongwei"]["activityTally"],
        json!({ "reportsSubmitted": 3, "reportAspects": 8, "reportSuggestions": 18 })
    );
    let nodes = found["lingtai"]["surveys"]["nodes"].as_array().expect("nodes").clone();
    let adopted = |kind: &str| {
        nodes.iter().filter(|it| it["kind"] == kind && it["adoptedOn"].is_string()).count()
    };
    assert_eq!((adopted("INSPECTION"), adopted("SURVEY")), (2, 1));
}

#[test]
fn longxis_brand_has_children_and_counts_their_events() {
    let found = ask(
        "{ region(code: \"621122\") { brands(filter: { isDerived: false }) { nodes { name \
         consultationEventCount children { name locality { name } consultationEventCount } } } } }",
    );
    let brand = &found["region"]["brands"]["nodes"][0];
    assert_eq!(brand["name"], "药都有约");
    let children = brand["children"].as_array().expect("children");
    let names: Vec<&Value> = children.iter().map(|it| &it["locality"]["name"]).collect();
    assert_eq!(names, [&json!("巩昌镇"), &json!("通安驿镇")]);
    let all = number(
        "SELECT COUNT(*) FROM consultation_events WHERE id LIKE '621122-%' AND brand IS NOT NULL",
    );
    assert_eq!(brand["consultationEventCount"], all);
    let below: i64 = children.iter().filter_map(|it| it["consultationEventCount"].as_i64()).sum();
    assert!(below > 0 && all.as_i64().is_some_and(|all| all > below), "{below} of {all}");
}

#[test]
fn longxis_cases_and_micro_consultations_are_as_documents_say() {
    let found = ask("{ region(code: \"621122\") { \
         rooms: platforms(filter: { kinds: [MEDIATION_ROOM] }) { nodes { id } } \
         houses: mediationCases(filter: { kind: HOUSING }) { nodes { hoursOpen status \
           platform { kind } } } \
         countyTally(period: \"2022/2024\") { microConsultations microProblemsSolved \
           microOpinionReports microProposals } } }");
    let region = &found["region"];
    let house = &region["houses"]["nodes"][0];
    assert_eq!(house["hoursOpen"], 21.0);
    assert_eq!(house["platform"]["kind"], "GROUP_ACTIVITY_ROOM");
    let room = region["rooms"]["nodes"][0]["id"].as_str().expect("the court's room");
    let at_court = ask(&format!(
        "{{ region(code: \"621122\") {{ mediationCases(filter: {{ platformId: \"{room}\", \
         status: RESOLVED }}) {{ totalCount }} }} }}"
    ));
    let resolved = at_court["region"]["mediationCases"]["totalCount"].as_i64();
    assert!(resolved.is_some_and(|count| count > 10), "{resolved:?}");
    let tally = &region["countyTally"];
    let count = |field: &str| tally[field].as_i64().expect(field);
    assert!(count("microConsultations") > 110 && count("microProblemsSolved") > 90);
    assert!(count("microOpinionReports") + count("microProposals") > 60, "{tally}");
}

#[test]
fn the_ledgers_of_all_counties_merge() {
    let fields = "fridayMatters fridayHandled fridayRated meanRating";
    let found = ask(&format!(
        "{{ region(code: \"621100\") {{ countyTally(period: \"2023\") {{ {fields} }} children {{ \
         countyTally(period: \"2023\") {{ {fields} }} }} }} }}"
    ));
    let region = &found["region"];
    let of_counties: Vec<&Value> = region["children"]
        .as_array()
        .expect("counties")
        .iter()
        .map(|it| &it["countyTally"])
        .collect();
    assert_eq!(of_counties.len(), 7);
    let sum = |field: &str| of_counties.iter().filter_map(|it| it[field].as_i64()).sum::<i64>();
    for field in ["fridayMatters", "fridayHandled", "fridayRated"] {
        assert_eq!(region["countyTally"][field], sum(field), "{field}");
    }
    let weighed: f64 = of_counties
        .iter()
        .filter_map(|it| Some(it["meanRating"].as_f64()? * it["fridayRated"].as_f64()?))
        .sum();
    let mean = region["countyTally"]["meanRating"].as_f64().expect("a mean");
    assert!((mean - weighed / sum("fridayRated") as f64).abs() < 1e-9);
}

#[test]
fn enterprises_are_counted_by_their_own_region_at_the_provinces_site() {
    let answer = shared().ask(
        "{ region(code: \"620000\") { economyTally(year: 2023) { enterprises enterprisesVisited \
         personsReached members directors byCity { cityCode enterprises } } \
         children { code economyTally(year: 2023) { enterprises } } } \
         committee(id: \"620000-committee\") { directorLoads(year: 2023) { members isOutsideNorm } } }",
    );
    let region = &answer.data()["region"];
    let tally = &region["economyTally"];
    let figures = ["enterprises", "personsReached", "members", "directors"].map(|it| &tally[it]);
    assert_eq!(figures, [&json!(124), &json!(525), &json!(55), &json!(11)]);
    assert!(tally["enterprisesVisited"].as_i64().is_some_and(|count| count > 90));
    for child in region["children"].as_array().expect("cities") {
        let code = child["code"].as_str().expect("a code");
        let by_city = tally["byCity"].as_array().expect("cities").iter();
        let listed =
            by_city.filter(|it| it["cityCode"] == code).map(|it| &it["enterprises"]).next();
        let none = json!(0);
        assert_eq!(&child["economyTally"]["enterprises"], listed.unwrap_or(&none), "{code}");
    }
    let loads = answer.data()["committee"]["directorLoads"].as_array().expect("loads").clone();
    assert_eq!(loads.len(), 11);
    for load in loads {
        let is_outside = !(4..=6).contains(&load["members"].as_i64().expect("a count"));
        assert_eq!(load["isOutsideNorm"], is_outside);
    }
}

#[test]
fn a_group_shows_what_the_province_leads_and_what_the_city_does() {
    let answer = shared().ask(
        "{ region(code: \"620400\") { industryAssistanceGroups { totalCount nodes { id industry \
         members { level member { name } } items { text } \
         cityWork { id itemsDone progress { itemNo state } } } } } }",
    );
    let groups = &answer.data()["region"]["industryAssistanceGroups"];
    assert_eq!(groups["totalCount"], 7);
    let mut done = 0;
    for group in groups["nodes"].as_array().expect("groups") {
        let id = group["id"].as_str().expect("an id");
        let of_city = id.replacen("620000-", "620400-", 1);
        assert_eq!(group["cityWork"]["id"], of_city, "{group}");
        let levels: Vec<&Value> =
            group["members"].as_array().expect("members").iter().map(|it| &it["level"]).collect();
        assert!(levels.contains(&&json!("PROVINCE")) && levels.contains(&&json!("CITY")));
        let items = group["items"].as_array().map_or(0, Vec::len) as i64;
        let progress = group["cityWork"]["progress"].as_array().expect("progress");
        assert!(progress.iter().all(|it| it["itemNo"].as_i64().is_some_and(|no| no <= items)));
        done += group["cityWork"]["itemsDone"].as_i64().expect("a count");
    }
    assert!(done > 0);
    // The province, the city, and whoever owns the members.
    assert_eq!(answer.coverage()["complete"], true);
}
