//! Who is placed, which platforms are up to standard, and which studios have not begun.

use serde_json::{Value, json};

use crate::testkit::shared;

/// S5: placed over seats, in Zhangye and in Huating, and before Zhangye placed all.
#[test]
fn every_member_of_the_reformed_committees_is_placed() {
    let question = "query($code: ID!, $period: String) { region(code: $code) { committees {
        level sectors { code } } tally(period: $period) { members placedMembers placementRate
        bySpecialCommittee { name members } } } }";
    let rate = |code: &str, period: Value| {
        let answer = shared().ask_with(question, json!({ "code": code, "period": period }));
        answer.data()["region"].clone()
    };
    // Zhangye has counties, whose seats count with its own: its own are those of one committee.
    let own = shared().union.row(
        "SELECT COUNT(*), COUNT(special_committee), COUNT(DISTINCT sector) FROM members
         WHERE committee_id = '620700-committee' AND status = 'ACTIVE'",
    );
    assert_eq!(own, [json!(264), json!(264), json!(26)]);
    let before = shared().union.row(
        "SELECT COUNT(*) FROM members JOIN special_committee_seats ON member_id = members.id
         WHERE committee_id = '620700-committee' AND from_on < '2022-01-01'",
    );
    let before = before[0].as_f64().expect("a count") / 264.0;
    assert!((0.25..0.35).contains(&before), "about three in ten were placed before: {before}");

    let huating = rate("620881", json!("2022"));
    assert_eq!(huating["tally"]["members"], 105);
    assert_eq!(huating["tally"]["placedMembers"], 105);
    assert_eq!(huating["tally"]["placementRate"], 1.0);
    assert_eq!(huating["committees"][0]["sectors"].as_array().map(Vec::len), Some(19));
    let by_name = huating["tally"]["bySpecialCommittee"].as_array().expect("a list");
    let sum: i64 = by_name.iter().filter_map(|it| it["members"].as_i64()).sum();
    assert_eq!(sum, 105);

    // Over a city and its counties the rate is that of all their seats together.
    for period in [json!("2021"), json!("2024"), Value::Null] {
        let city = rate("620700", period.clone());
        let tally = &city["tally"];
        let (members, placed) = (tally["members"].as_f64(), tally["placedMembers"].as_f64());
        let expected = placed.expect("a count") / members.expect("a count");
        let rate = tally["placementRate"].as_f64().expect("a rate");
        assert!((rate - expected).abs() < 1e-9, "{period}: {rate} is not {expected}");
        assert!(rate > 0.1 && rate < 1.0, "{period}: {rate}");
    }
}

/// S2: what the province learns of the six is counts; the checklists stay where they are.
#[test]
fn the_province_counts_compliant_places_of_each_county() {
    let question = "query($code: ID!) { region(code: $code) { tally { places compliantPlaces
        bySixHasItem { item lacking } } } }";
    for code in ["621122", "620881", "620702", "621100", "620000"] {
        let answer = shared().ask_with(question, json!({ "code": code }));
        let tally = &answer.data()["region"]["tally"];
        let within = code.trim_end_matches("00").to_owned() + "%";
        let row = shared().union.row(&format!(
            "SELECT COUNT(*), COUNT(CASE WHEN (SELECT fixed_place AND dedicated_person AND signage
             AND duties AND annual_plan AND outcomes FROM six_has_checks
             WHERE platform_id = platforms.id ORDER BY checked_on DESC LIMIT 1) THEN 1 END)
             FROM platforms WHERE committee_id LIKE '{within}' AND withdrawn_on IS NULL
             AND id IN (SELECT platform_id FROM plaques)"
        ));
        assert_eq!([tally["places"].clone(), tally["compliantPlaces"].clone()], row[..], "{code}");
        let items = tally["bySixHasItem"].as_array().expect("a list");
        assert_eq!(items.len(), 6, "{code}");
        let most = items.iter().max_by_key(|it| it["lacking"].as_i64()).expect("six items");
        // Converted outcomes fail most often, as they were drawn.
        if code == "620000" {
            assert_eq!(most["item"], "OUTCOMES");
        }
    }
}

/// S3: a plaque and no launch, with the reason; and a launch on its day.
#[test]
fn a_studio_that_was_put_off_is_listed_with_its_reason() {
    let question = "{ region(code: \"620000\") {
        waiting: platforms(filter: { kinds: [MEMBER_STUDIO], isGrantedNotLaunched: true }) {
            totalCount nodes { status statusReason launchedOn sector { code } plaques { grantedOn }
            leadMember { name level } committee { level } } }
        launched: platforms(filter: { kinds: [MEMBER_STUDIO], status: LAUNCHED }) {
            nodes { launchedOn sector { code } } }
        withoutPlan: platforms(filter: { kinds: [MEMBER_STUDIO], withoutPlanFor: 2024 }) {
            totalCount } } }";
    let answer = shared().ask(question);
    let region = &answer.data()["region"];
    assert_eq!(region["waiting"]["totalCount"], 1);
    let studio = &region["waiting"]["nodes"][0];
    assert_eq!(studio["status"], "POSTPONED");
    assert_eq!(studio["sector"]["code"], "SOCIAL_WELFARE");
    assert!(studio["statusReason"].as_str().is_some_and(|reason| reason.contains("地震")));
    assert_eq!(studio["launchedOn"], Value::Null);
    assert_eq!(studio["committee"]["level"], "PROVINCE");
    assert_eq!(studio["leadMember"]["level"], "PROVINCE");
    let expected = json!([{ "launchedOn": "2023-12-21", "sector": { "code": "SOCIAL_SCIENCE" } }]);
    assert_eq!(region["launched"]["nodes"], expected);
    let without = shared().union.row(
        "SELECT COUNT(DISTINCT platform_id) FROM plaques WHERE kind = 'MEMBER_STUDIO'
         AND platform_id NOT IN (SELECT platform_id FROM annual_plans WHERE year = 2024)",
    );
    assert_eq!(region["withoutPlan"]["totalCount"], without[0]);
}

/// S1: each township has a station, and each has members.
#[test]
fn no_township_is_without_a_station_or_a_member() {
    let question = "query($code: ID!) { region(code: $code) { townshipsWithoutStation { code }
        townshipsWithoutDeployment { code name } } }";
    let answer = shared().ask_with(question, json!({ "code": "621122" }));
    let none = json!({ "townshipsWithoutStation": [], "townshipsWithoutDeployment": [] });
    assert_eq!(answer.data()["region"], none);
    let answer = shared().ask_with(question, json!({ "code": "620000" }));
    let region = &answer.data()["region"];
    assert_eq!(region["townshipsWithoutStation"], json!([]));
    let expected = shared().union.rows(
        "SELECT code FROM localities WHERE kind IN ('TOWNSHIP', 'SUBDISTRICT')
         AND code NOT IN (SELECT substr(locality_code, 1, 9) FROM deployments
         WHERE to_on IS NULL) ORDER BY code",
    );
    let found = region["townshipsWithoutDeployment"].as_array().expect("a list");
    let found: Vec<Vec<Value>> = found.iter().map(|it| vec![it["code"].clone()]).collect();
    assert_eq!(found, expected);
}
